"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room, Tab
from careplan.risk import models
from careplan.risk.actions import follow_answers
from careplan.risk.views import bp

ROOM = Room(
    name="risk",
    blueprint=bp,
    models=models,
    tabs=(Tab("risk", "Risk", "risk.index", 30),),
    answers_saved=follow_answers,
)
