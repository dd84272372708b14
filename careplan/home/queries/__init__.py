"""Reads of the home room: health, what a record page stands on, its history, lists, and what waits today."""

from careplan.home.queries.banner import Known, Mark, Paper, by_kind, known
from careplan.home.queries.caseload import Beside, Dosed, beside, dosed
from careplan.home.queries.health import ready
from careplan.home.queries.history import Entry, history

__all__ = [
    "Beside",
    "Dosed",
    "Entry",
    "Known",
    "Mark",
    "Paper",
    "beside",
    "by_kind",
    "dosed",
    "history",
    "known",
    "ready",
]
