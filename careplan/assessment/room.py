"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.assessment import models
from careplan.assessment.actions.copies import let_go
from careplan.assessment.codes import EDIT_FORMS
from careplan.assessment.commands import COMMANDS
from careplan.assessment.demo import CHAPTER
from careplan.assessment.history import HISTORY
from careplan.assessment.known import KNOWN
from careplan.assessment.marks import MARKS
from careplan.assessment.pages.mistakes import MISTAKES
from careplan.assessment.pages.scores import MISTAKE
from careplan.assessment.queries.papers import papers
from careplan.assessment.queries.waiting import PENDING
from careplan.assessment.registers import OWN_ANSWERS, OWN_QUESTIONS
from careplan.assessment.rules.again import AGAIN
from careplan.assessment.rules.tables import TABLES
from careplan.assessment.rules.triggers import SAFETY, Trigger
from careplan.assessment.views import bp
from careplan.checklists.queries import BANKS
from careplan.checklists.rules.asked import ASSESSING
from careplan.checklists.rules.tools import TOOLS
from careplan.clients.registers.offers import offers
from careplan.ground.offers import Place, Room, Tab

PAGES = {
    "assessment.index": "Assessments",
    "assessment.show": "Assessment",
    "assessment.section": "Section of an assessment",
    "assessment.scores": "Scored tools",
    "assessment.course": "Scored tool",
    "assessment.fill_tool": "Scored tool",
    "assessment.result": "Result of a scored tool",
}
ROOM = Room(
    name="assessment",
    demo=CHAPTER,
    title="Assessments",
    **offers(
        HISTORY.parts[0],
        OWN_ANSWERS,
        registers=(OWN_QUESTIONS,),
        history=HISTORY,
        marks=MARKS,
        mistakes=(*MISTAKES, MISTAKE),
        pages=PAGES,
    ),
    blueprint=bp,
    permissions=(EDIT_FORMS,),
    commands=COMMANDS,
    places=(Place("Checklists", "assessment.forms", EDIT_FORMS, 62),),
    models=models,
    package=Path(__file__).with_name("package.toml"),
    tabs=(Tab("assessments", "Assessments", "assessment.index", 20),),
    pending=(PENDING,),
    known=KNOWN,
    papers=papers,
    parted=let_go,
    matters=tuple(Trigger),
    standards=(AGAIN, SAFETY, TABLES, BANKS, ASSESSING, TOOLS),
)
