"""The Treatment Outcomes Profile at start, review and exit.

For keyworkers; Treatment Outcomes Profile, National Treatment Agency (2007), with the items added since."""
