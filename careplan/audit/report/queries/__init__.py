"""Reads of the audit's report."""
