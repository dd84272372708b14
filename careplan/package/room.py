"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.package import models
from careplan.package.commands import COMMANDS

ROOM = Room(
    name="package",
    models=models,
    commands=COMMANDS,
)
