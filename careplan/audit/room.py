"""What this room offers (house.md B12)."""

from careplan.audit.views import bp
from careplan.ground.offers import Room

ROOM = Room(name="audit", blueprint=bp)
