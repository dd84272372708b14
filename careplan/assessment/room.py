"""What this room offers (house.md B12)."""

from careplan.assessment.views import bp
from careplan.ground.offers import Room

ROOM = Room(name="assessment", blueprint=bp)
