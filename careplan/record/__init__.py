"""The read side of a record: banner, overview, caseload and history, for whoever works with the client (spec 04)."""
