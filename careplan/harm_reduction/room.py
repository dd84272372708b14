"""What this room offers (docs/architecture.md)."""

from careplan.clients.registers.views import room
from careplan.ground.offers import Part, Tab
from careplan.harm_reduction import registers
from careplan.harm_reduction.demo import CHAPTER
from careplan.harm_reduction.queries import exits

TAB = Tab("harm_reduction", "Harm reduction", registers.NALOXONE.endpoint("listing"), 54)
PART = Part("harm_reduction", "Harm reduction", 54)
ROOM = room(TAB, PART, registers, *registers.REGISTERS, demo=CHAPTER, exits=exits)
