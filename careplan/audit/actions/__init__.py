"""Writes of the audit room: signing, action plans, mid-points. They flush; the request commits."""
