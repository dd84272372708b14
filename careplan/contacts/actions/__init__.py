"""Writes of contacts. They flush; the request commits."""
