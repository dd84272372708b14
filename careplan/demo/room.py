"""What this room offers (docs/architecture.md)."""

from careplan.demo.commands import COMMANDS
from careplan.ground.offers import Room

ROOM = Room(
    name="demo",
    commands=COMMANDS,
)
