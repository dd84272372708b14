"""Forms of the audit's plans."""
