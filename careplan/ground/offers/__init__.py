"""What a room offers to those above it: declared in its `room.py`, gathered by the app (docs/architecture.md)."""

from careplan.ground.offers.downtime import Downtime, Expected
from careplan.ground.offers.room import (
    Chapter,
    Entry,
    Flag,
    Gap,
    History,
    Latest,
    Line,
    Listed,
    Load,
    Marks,
    Part,
    Place,
    Room,
    Row,
    Summary,
    Tab,
    nothing,
    summed_up,
)
from careplan.ground.offers.waiting import CameOut, Pending, Rank, Todo, each
