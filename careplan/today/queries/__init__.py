"""Whether the database can serve, and what waits today."""

from careplan.today.queries.health import ready
from careplan.today.queries.today import (
    Unready,
    caseload_sizes,
    everybodys,
    overdue_actions,
    own,
    second_prescribers,
    still_open,
    to_countersign,
    unready,
)

__all__ = [
    "Unready",
    "caseload_sizes",
    "everybodys",
    "overdue_actions",
    "own",
    "ready",
    "second_prescribers",
    "still_open",
    "to_countersign",
    "unready",
]
