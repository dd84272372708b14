"""What this room offers (docs/architecture.md)."""

from flask import Blueprint

from careplan.clients.registers.offers import offers
from careplan.clients.registers.views import mount
from careplan.ground.offers import Part, Room, Tab
from careplan.outcomes import registers
from careplan.outcomes.demo import CHAPTER
from careplan.outcomes.pages import refuses, tables
from careplan.outcomes.queries import PENDING
from careplan.outcomes.registers import DRUG_TESTS, REGISTERS, TOPS
from careplan.outcomes.rules.standard import TOP

bp = Blueprint("outcomes", __name__)
mount(bp, TOPS, tables=tables, refuses=refuses)
mount(bp, DRUG_TESTS)
ROOM = Room(
    name="outcomes",
    title="Outcomes",
    blueprint=bp,
    models=registers,
    tabs=(Tab("outcomes", "Outcomes", TOPS.endpoint("listing"), 56),),
    demo=CHAPTER,
    pending=(PENDING,),
    standards=(TOP,),
    **offers(Part("outcomes", "Outcomes", 56), *REGISTERS),
)
