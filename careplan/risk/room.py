"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.risk.actions import follow_answers
from careplan.risk.views import bp

ROOM = Room(name="risk", blueprint=bp, answers_saved=follow_answers)
