"""What this room offers (docs/architecture.md)."""

from careplan.clients.codes import READ_RECORD
from careplan.clients.registers.offers import offers
from careplan.ground.offers import Part, Place, Room
from careplan.waits import registers
from careplan.waits.demo import CHAPTER
from careplan.waits.queries import PENDING
from careplan.waits.registers import REFERRAL_ANSWERS, WAIT_REVIEWS
from careplan.waits.rules import LONG_WAIT
from careplan.waits.views import bp

PART = Part("waits", "Waiting and referral", 14)
ROOM = Room(
    name="waits",
    title="Waiting and referral",
    blueprint=bp,
    demo=CHAPTER,
    models=registers,
    places=(Place("Waiting", "waits.index", READ_RECORD, 22),),
    pending=(PENDING,),
    standards=(LONG_WAIT,),
    **offers(
        PART, WAIT_REVIEWS, REFERRAL_ANSWERS, marks=None, pages={"waits.referral": "Steps of the referral"}
    ),
)
