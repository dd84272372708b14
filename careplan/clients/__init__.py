"""Clients and their episodes: finding, registering, the record's first page, the caseload, tasks.

For keyworkers and everybody who works with the record; the record's nouns are those of the record package."""
