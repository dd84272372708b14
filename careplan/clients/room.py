"""What this room offers (house.md B12)."""

from careplan.clients.views import bp
from careplan.ground.offers import Room

ROOM = Room(name="clients", blueprint=bp)
