"""Writes of the audit's plans."""
