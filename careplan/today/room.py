"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.today.views import bp

ROOM = Room(name="today", blueprint=bp)
