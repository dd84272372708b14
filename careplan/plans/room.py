"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.plans.views import bp

ROOM = Room(name="plans", blueprint=bp)
