"""Today's words about accounts: whom to confirm, what happened to accounts, and whose own roles wait."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import url_for

from careplan.audit.review.codes import SIGN_AUDIT
from careplan.staff.codes import CONFIRM_WORKER
from careplan.staff.queries import Resting, Throttled, confirmers, resting, steps
from careplan.staff.rules import Actor
from careplan.today.queries import Unready
from careplan.today.rules.ranking import ORDER
from careplan.ui.tables import Column, Link, Table
from careplan.ui.words import clock, counted, day_short

STEPS = {
    "made": "A link to a password was made",
    "used": "A password was chosen with a link",
    "confirmed": "The person was confirmed",
}


@dataclass(frozen=True, slots=True)
class Accounts:
    """`waits_at` and `ask`: where the worker's own roles rest, and who may confirm them."""

    waits_at: str
    ask: list[str]
    to_confirm: Table
    steps: Table


def accounts(worker: Actor, on: date) -> Accounts:
    """What a worker is told of accounts. One statement for managers and prescribers each, one more for managers."""
    services = worker.services(CONFIRM_WORKER)
    managed = worker.services(SIGN_AUDIT)
    since = datetime.combine(on - timedelta(days=ORDER.on(on).told_days), time(), UTC)
    rests = frozenset(current.service_id for current in worker.resting)
    return Accounts(
        waits_at=" and ".join(sorted({current.service_name for current in worker.resting})),
        ask=confirmers(rests, worker.id, on) if rests else [],
        to_confirm=Table(CONFIRM, RESTING, resting(services, worker, on) if services else []),
        steps=Table(WEEK, TAKEN, steps(managed, since) if managed else []),
    )


def unready(workers: list[Unready]) -> Table:
    """Workers who cannot work yet."""
    empty = "Every worker of your services has a password and a role."
    return Table("Workers who cannot work yet", LACKS, workers, empty)


def stopped(names: list[Throttled]) -> Table:
    """Names under which a password was tried too often."""
    return Table("Too many tries to sign in as", TRIES, names)


def _lacks(one: Unready) -> str:
    if one.password:
        return "has no role today"
    return "has no password" if one.role else "has no password and no role"


def _why(one: Resting) -> str:
    linked_at = one.worker.linked_at
    return f"Password chosen with a link {_at(linked_at)}" if linked_at else "An administrator gets a role"


def _at(moment: datetime) -> str:
    return f"{day_short(moment)} {clock(moment)}"


def _worker(one: Unready | Throttled) -> str:
    return url_for("staff.worker", worker_id=one.worker_id)


CONFIRM, WEEK = "Colleagues to confirm", "Accounts of your services in the last week"
RESTING = (
    Column("Name", "worker.name"),
    Column("Why", _why),
    Column(
        "What to do",
        lambda one: Link(
            "Confirm", url_for("staff.confirming", worker_id=one.worker.id), f": {one.worker.name}"
        ),
    ),
)
TAKEN = (
    Column("When", lambda step: _at(step.at)),
    Column("Account of", "worker"),
    Column("What", lambda step: STEPS[step.what] + (f" by {step.by}" if step.by else "")),
)
LACKS = (Column("Name", "name", _worker), Column("What is missing", _lacks))
TRIES = (
    Column("Name", "name", _worker),
    Column("Stopped", lambda one: f"{counted(one.times, 'time')}, from {counted(one.origins, 'place')}"),
    Column("Last", lambda one: _at(one.last)),
)
