"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.record.views import bp

ROOM = Room(name="record", blueprint=bp)
