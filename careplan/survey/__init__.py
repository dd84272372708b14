"""What clients say of their treatment: five questions, answered without a name, counted by service and month.

For whoever sees clients, who hand it out, and for managers; question 7.4 of the joint improvement review."""
