"""Writes of the plans room: each leaves a trail entry, none commits."""
