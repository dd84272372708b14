"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room, Tab
from careplan.plans import models
from careplan.plans.views import bp

ROOM = Room(
    name="plans",
    blueprint=bp,
    models=models,
    tabs=(Tab("plan", "Care plan", "plans.overview", 40),),
)
