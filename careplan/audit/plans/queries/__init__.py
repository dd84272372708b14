"""Reads of the audit's plans."""
