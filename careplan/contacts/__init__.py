"""Contacts: notes of every contact with a client and the diary; for keyworkers, prescribers and managers (spec 01)."""
