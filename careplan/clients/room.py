"""What this room offers (docs/architecture.md)."""

from datetime import date

from careplan.clients import models, queries
from careplan.clients.history import HISTORY
from careplan.clients.marks import MARKS
from careplan.clients.pages.mistakes import MISTAKES
from careplan.clients.pages.treatment import waits
from careplan.clients.queries.mistakes import strikes
from careplan.clients.rules.afterwards import AFTERWARDS
from careplan.clients.rules.merging import MERGING
from careplan.clients.rules.people import PEOPLE
from careplan.clients.rules.todo import whose
from careplan.clients.rules.waits import WAITS
from careplan.clients.views import bp
from careplan.ground.gathering import mistakes
from careplan.ground.offers import Place, Room, Todo
from careplan.staff.rules import Actor, Permission


def todo(worker: Actor, on: date) -> list[Todo]:
    """Tasks of the worker's and of nobody's clients, and those that prescribers and managers share; and what the worker
    is asked to agree was a mistake, or waits for. Two statements."""
    services = worker.open_services(Permission.READ_RECORD)
    names = {kind: one.name for kind, one in mistakes().items()}
    return [*whose(queries.todo(services, None, on), worker), *strikes(services, worker.id, names)]


ROOM = Room(
    name="clients",
    title="Record",
    pages={
        "clients.treatment": "Treatment",
        "clients.edit": "Details of the client",
        "clients.referral": "Referral",
        "clients.task": "Task",
        "clients.joinings": "Joined records",
    },
    blueprint=bp,
    models=models,
    mistakes=MISTAKES,
    clocks=lambda _, episode, on: waits(episode, on),
    places=(Place("Find a client", "clients.search", Permission.FIND_CLIENTS, 30),),
    todo=todo,
    history=HISTORY,
    marks=MARKS,
    standards=(AFTERWARDS, MERGING, PEOPLE, WAITS),
)
