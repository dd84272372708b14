"""Pages of the clients room."""

from careplan.clients.views import (
    allocating,
    caseload,
    finding,
    handing,
    history,
    overview,
    referring,
    registering,
    tasks,
    transfers,
    treatment,
)
from careplan.clients.views.room import bp

__all__ = [
    "allocating",
    "bp",
    "caseload",
    "finding",
    "handing",
    "history",
    "overview",
    "referring",
    "registering",
    "tasks",
    "transfers",
    "treatment",
]
