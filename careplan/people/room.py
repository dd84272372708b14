"""What this room offers (docs/architecture.md)."""

from careplan.clients.registers.views import room
from careplan.ground.offers import Part, Tab
from careplan.people import registers
from careplan.people.demo import CHAPTER
from careplan.people.downtime import DOWNTIME
from careplan.people.known import KNOWN
from careplan.people.marks import MARKS
from careplan.people.queries import LOADS, PENDING
from careplan.people.rules import SHARING

TAB = Tab("people", "Contact and family", registers.WAYS.endpoint("listing"), 12)
PART = Part("people", "Contact and family", 12)
ROOM = room(
    TAB,
    PART,
    registers,
    *registers.REGISTERS,
    demo=CHAPTER,
    marks=MARKS,
    downtime=DOWNTIME,
    known=KNOWN,
    pending=(PENDING,),
    loads=LOADS,
    standards=(SHARING,),
)
