"""Loads the audit's facts set-based: the number of statements depends neither on services nor on rows."""
