"""Rules of the audit's plans."""
