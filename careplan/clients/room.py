"""What this room offers (house.md B12)."""

from careplan.clients import models
from careplan.clients.views import bp
from careplan.ground.offers import Place, Room
from careplan.staff.rules import Permission

ROOM = Room(
    name="clients",
    blueprint=bp,
    models=models,
    places=(Place("Find a client", "clients.search", Permission.FIND_CLIENTS, 30),),
)
