"""What this room offers (house.md B12)."""

from careplan.demo.commands import COMMANDS
from careplan.ground.offers import Room

ROOM = Room(
    name="demo",
    commands=COMMANDS,
)
