"""What this room offers (house.md B12)."""

from careplan.governance.views import bp
from careplan.ground.offers import Room

ROOM = Room(name="governance", blueprint=bp)
