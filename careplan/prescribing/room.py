"""What this room offers (docs/architecture.md)."""

from datetime import date

from careplan.clients.codes import READ_RECORD
from careplan.clients.rules.todo import whose
from careplan.ground.offers import Place, Room, Tab, Todo
from careplan.prescribing import models, queries
from careplan.prescribing.codes import PRESCRIBE, RECORD_DOSE
from careplan.prescribing.history import HISTORY
from careplan.prescribing.marks import MARKS
from careplan.prescribing.pages.merging import why_not_merge
from careplan.prescribing.pages.mistakes import MISTAKES
from careplan.prescribing.queries.agreements import PENDING
from careplan.prescribing.queries.facts import course_facts
from careplan.prescribing.rules.agreeing import REGISTRATION
from careplan.prescribing.rules.standard import UK
from careplan.prescribing.views import bp
from careplan.staff.codes import MANAGE_WORKERS
from careplan.staff.rules import Actor


def todo(worker: Actor, on: date) -> list[Todo]:
    """What courses of the worker's clients ask for, of all for a prescriber. Three statements."""
    services = worker.open_services(READ_RECORD)
    return whose(queries.todo(services, worker.id, on), worker)


ROOM = Room(
    name="prescribing",
    permissions=(PRESCRIBE, RECORD_DOSE),
    title="Prescribing",
    pages={
        "prescribing.overview": "Prescribing",
        "prescribing.doses": "Doses",
        "prescribing.script": "Prescription",
    },
    blueprint=bp,
    models=models,
    places=(
        Place("Dose round", "prescribing.dose_round", RECORD_DOSE, 40),
        Place("Limits", "prescribing.limits", MANAGE_WORKERS, 90),
    ),
    tabs=(Tab("prescribing", "Prescribing", "prescribing.overview", 50),),
    checklist_facts=course_facts,
    pending=PENDING,
    todo=todo,
    history=HISTORY,
    mistakes=MISTAKES,
    marks=MARKS,
    why_not_merge=why_not_merge,
    standards=(UK, REGISTRATION),
)
