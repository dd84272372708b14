"""What this room offers (docs/architecture.md)."""

from datetime import date

from careplan.ground.offers import Room, Tab, Todo
from careplan.risk import models, queries
from careplan.risk.actions import follow_answers
from careplan.risk.history import HISTORY
from careplan.risk.marks import MARKS
from careplan.risk.pages import MISTAKES
from careplan.risk.rules import RISK
from careplan.risk.views import bp
from careplan.staff.rules import Actor, Permission


def todo(worker: Actor, on: date) -> list[Todo]:
    """Risk of the worker's clients, and high risks that a manager has not seen. Two statements, a manager three."""
    mine = queries.todo(worker.open_services(Permission.READ_RECORD), worker.id, on)
    managed = worker.services(Permission.COUNTERSIGN_RISK)
    return [*mine, *queries.to_countersign(managed, worker.id, on)] if managed else mine


ROOM = Room(
    name="risk",
    title="Risk",
    pages={
        "risk.index": "Risk",
    },
    blueprint=bp,
    models=models,
    tabs=(Tab("risk", "Risk", "risk.index", 30),),
    answers_saved=follow_answers,
    todo=todo,
    history=HISTORY,
    marks=MARKS,
    mistakes=MISTAKES,
    standards=(RISK,),
)
