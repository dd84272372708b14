"""Reads of the audit's signing."""
