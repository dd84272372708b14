"""The Treatment Outcomes Profile: what may be answered, when it is taken, and what a change says. Pure."""
