"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.staff.views import bp

ROOM = Room(name="staff", blueprint=bp)
