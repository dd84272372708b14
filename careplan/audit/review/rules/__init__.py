"""Rules of the audit's review."""
