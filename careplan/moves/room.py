"""What this room offers (docs/architecture.md)."""

from careplan.clients.codes import READ_RECORD
from careplan.ground.offers import Place, Room
from careplan.moves.pages import MISTAKES
from careplan.moves.queries.lists import PENDING
from careplan.moves.rules import MOVING
from careplan.moves.views import bp

ROOM = Room(
    name="moves",
    title="Transfers",
    pages={"moves.of_record": "Transfers of the client", "moves.send": "Sending a transfer"},
    blueprint=bp,
    places=(Place("Transfers", "moves.index", READ_RECORD, 24),),
    mistakes=MISTAKES,
    pending=(PENDING,),
    standards=(MOVING,),
)
