"""What this room offers (docs/architecture.md)."""

from careplan.clients.registers.views import room
from careplan.ground.offers import Part, Tab
from careplan.harm_reduction import registers
from careplan.harm_reduction.demo import CHAPTER

TAB = Tab("harm_reduction", "Harm reduction", registers.NALOXONE.endpoint("listing"), 54)
ROOM = room(TAB, Part("harm_reduction", "Harm reduction", 54), registers, *registers.REGISTERS, demo=CHAPTER)
