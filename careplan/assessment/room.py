"""What this room offers (docs/architecture.md)."""

from datetime import date

from careplan.assessment import models, queries
from careplan.assessment.history import HISTORY
from careplan.assessment.pages.mistakes import MISTAKES
from careplan.assessment.rules.triggers import SAFETY
from careplan.assessment.views import bp
from careplan.checklists.queries import BANKS
from careplan.ground.offers import Room, Tab, Todo
from careplan.staff.rules import Actor, Permission


def todo(worker: Actor, on: date) -> list[Todo]:
    """Assessments of the worker's clients that were begun and not finished. One statement."""
    return queries.todo(worker.open_services(Permission.READ_RECORD), worker.id, on)


ROOM = Room(
    name="assessment",
    title="Assessments",
    pages={
        "assessment.index": "Assessments",
        "assessment.show": "Assessment",
        "assessment.section": "Section of an assessment",
    },
    blueprint=bp,
    models=models,
    tabs=(Tab("assessments", "Assessments", "assessment.index", 20),),
    todo=todo,
    history=HISTORY,
    mistakes=MISTAKES,
    standards=(SAFETY, BANKS),
)
