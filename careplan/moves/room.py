"""What this room offers (docs/architecture.md)."""

from careplan.clients.codes import READ_RECORD
from careplan.clients.registers.offers import offers
from careplan.ground.offers import Part, Place, Room
from careplan.moves import registers
from careplan.moves.commands import COMMANDS
from careplan.moves.demo import CHAPTER
from careplan.moves.pages import MISTAKES
from careplan.moves.queries import following, releases
from careplan.moves.registers import NEWS, RELEASE
from careplan.moves.rules import MOVING, RELEASED
from careplan.moves.views import bp

PART = Part("moves", "Release and discharge", 13)
ROOM = Room(
    name="moves",
    title="Transfers",
    blueprint=bp,
    commands=COMMANDS,
    demo=CHAPTER,
    models=registers,
    places=(Place("Transfers", "moves.index", READ_RECORD, 24),),
    pending=(following.PENDING, releases.PENDING),
    left_here=following.left_here,
    came_out=releases.came_out,
    still_ours=following.still_ours,
    standards=(MOVING, RELEASED),
    **offers(
        PART,
        RELEASE,
        NEWS,
        mistakes=MISTAKES,
        pages={"moves.of_record": "Transfers of the client", "moves.send": "Sending a transfer"},
    ),
)
