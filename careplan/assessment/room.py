"""What this room offers (docs/architecture.md)."""

from careplan.assessment import models
from careplan.assessment.actions.copies import let_go
from careplan.assessment.demo import CHAPTER
from careplan.assessment.history import HISTORY
from careplan.assessment.marks import MARKS
from careplan.assessment.pages.mistakes import MISTAKES
from careplan.assessment.queries.waiting import PENDING
from careplan.assessment.rules.triggers import SAFETY, Trigger
from careplan.assessment.views import bp
from careplan.checklists.queries import BANKS
from careplan.checklists.rules.asked import ASSESSING
from careplan.ground.offers import Room, Tab

ROOM = Room(
    name="assessment",
    demo=CHAPTER,
    title="Assessments",
    pages={
        "assessment.index": "Assessments",
        "assessment.show": "Assessment",
        "assessment.section": "Section of an assessment",
    },
    blueprint=bp,
    models=models,
    tabs=(Tab("assessments", "Assessments", "assessment.index", 20),),
    pending=(PENDING,),
    history=HISTORY,
    marks=MARKS,
    mistakes=MISTAKES,
    parted=let_go,
    matters=tuple(Trigger),
    standards=(SAFETY, BANKS, ASSESSING),
)
