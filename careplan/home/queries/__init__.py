"""Reads of the home room: health, what a record page stands on, its history, lists, and what waits today."""

from careplan.home.queries.allergies import Elsewhere, elsewhere
from careplan.home.queries.banner import Known, Mark, Paper, by_kind, known
from careplan.home.queries.caseload import Beside, Dosed, beside
from careplan.home.queries.health import ready
from careplan.home.queries.history import Entry, history
from careplan.home.queries.today import (
    Unready,
    caseload_sizes,
    everybodys,
    overdue_actions,
    own,
    second_prescribers,
    to_countersign,
    unready,
)

__all__ = [
    "Beside",
    "Dosed",
    "Elsewhere",
    "Entry",
    "Known",
    "Mark",
    "Paper",
    "Unready",
    "beside",
    "by_kind",
    "caseload_sizes",
    "elsewhere",
    "everybodys",
    "history",
    "known",
    "overdue_actions",
    "own",
    "ready",
    "second_prescribers",
    "to_countersign",
    "unready",
]
