"""What a service answers for beside its records: policies, posts, audits, incidents, returns and their evidence.

For service managers and partnerships; criteria 1 to 10 of the joint improvement review, December 2006."""
