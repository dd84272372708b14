"""Reads of the audit's review."""
