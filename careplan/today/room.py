"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Place, Room
from careplan.staff.rules import Permission
from careplan.today.rules.ranking import ORDER
from careplan.today.views import bp

ROOM = Room(
    name="today",
    blueprint=bp,
    places=(Place("Today", "today.today", Permission.SIGNED_IN, 10),),
    standards=(ORDER,),
)
