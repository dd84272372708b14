"""Pages in words of the audit's signing."""
