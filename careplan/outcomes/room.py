"""What this room offers (docs/architecture.md)."""

from careplan.clients.registers.views import room
from careplan.ground.offers import Part, Tab
from careplan.outcomes import models
from careplan.outcomes.demo import CHAPTER
from careplan.outcomes.registers import DRUG_TESTS

TAB = Tab("outcomes", "Outcomes", DRUG_TESTS.endpoint("listing"), 56)
ROOM = room(TAB, Part("outcomes", "Outcomes", 56), models, DRUG_TESTS, demo=CHAPTER)
