"""Honesty checks: what in a record is worth a look before others look at it. They never change a figure."""
