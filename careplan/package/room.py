"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Room
from careplan.package import models
from careplan.package.commands import COMMANDS

ROOM = Room(
    name="package",
    models=models,
    commands=COMMANDS,
)
