"""Rules of the audit's report."""
