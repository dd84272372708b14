"""What this room offers (docs/architecture.md)."""

from flask import Blueprint

from careplan.clients.registers.offers import offers
from careplan.clients.registers.views import mount
from careplan.ground.offers import Part, Room, Tab
from careplan.medicines import registers
from careplan.medicines.actions import follow_answers
from careplan.medicines.demo import CHAPTER
from careplan.medicines.known import KNOWN
from careplan.medicines.marks import MARKS
from careplan.medicines.pages import tables
from careplan.medicines.rules import MEDICINES

PART = Part("medicines", "Medicines", 52)
bp = Blueprint("medicines", __name__)
mount(bp, registers.TAKEN, tables=tables)
ROOM = Room(
    name="medicines",
    title="Medicines",
    blueprint=bp,
    models=registers,
    tabs=(Tab("medicines", "Medicines", registers.TAKEN.endpoint("listing"), 52),),
    demo=CHAPTER,
    known=KNOWN,
    answers_saved=follow_answers,
    standards=(MEDICINES,),
    **offers(PART, registers.TAKEN, marks=MARKS),
)
