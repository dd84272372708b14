"""Pages of the clients room."""

from careplan.clients.views import (
    allocating,
    finding,
    handing,
    merging,
    mistakes,
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
    "finding",
    "handing",
    "merging",
    "mistakes",
    "referring",
    "registering",
    "tasks",
    "transfers",
    "treatment",
]
