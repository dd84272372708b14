"""What this room offers (house.md B12)."""

from careplan.assessment import models
from careplan.assessment.views import bp
from careplan.ground.offers import Room, Tab

ROOM = Room(
    name="assessment",
    blueprint=bp,
    models=models,
    tabs=(Tab("assessments", "Assessments", "assessment.index", 20),),
)
