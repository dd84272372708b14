"""Rules of the audit's signing."""
