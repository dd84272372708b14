"""Writes of the governance room. They flush; the request commits."""

from careplan.governance.actions.evidence import attach_document, attach_link, withdraw
from careplan.governance.actions.returns import answer
