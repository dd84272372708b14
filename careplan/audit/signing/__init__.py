"""Audits that somebody signed off, fixed for ever, beside what the record says today."""
