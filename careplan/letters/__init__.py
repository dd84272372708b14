"""Documents of a record, and letters written from it; for keyworkers, prescribers and managers (spec 01)."""
