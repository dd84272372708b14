"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Place, Room
from careplan.staff.codes import SIGNED_IN
from careplan.today.rules.ranking import ORDER
from careplan.today.views import bp

ROOM = Room(
    name="today",
    blueprint=bp,
    pages={"today.downtime": "Downtime pack"},
    places=(Place("Today", "today.today", SIGNED_IN, 10),),
    standards=(ORDER,),
)
