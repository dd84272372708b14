"""Plots drawn on the server: numbers become shapes here, `ui/charts.html` only writes them down.

A plot says what it shows in words, carries the same figures as a table, and tells its parts apart by pattern,
dash and label, so that print in black and white loses nothing.
"""
