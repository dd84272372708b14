"""Today's words about accounts: whom to confirm, what happened to accounts, and whose own roles wait."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from careplan.staff.queries import Resting, Step, confirmers, resting, steps
from careplan.staff.rules import Actor, Permission
from careplan.today.rules.ranking import ORDER

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
    to_confirm: list[Resting]
    steps: list[tuple[Step, str]]


def accounts(worker: Actor, on: date) -> Accounts:
    """What a worker is told of accounts. One statement for managers and prescribers each, one more for managers."""
    services = worker.services(Permission.CONFIRM_WORKER)
    managed = worker.services(Permission.SIGN_AUDIT)
    since = datetime.combine(on - timedelta(days=ORDER.on(on).told_days), time(), UTC)
    rests = frozenset(current.service_id for current in worker.resting)
    return Accounts(
        waits_at=" and ".join(sorted({current.service_name for current in worker.resting})),
        ask=confirmers(rests, worker.id, on) if rests else [],
        to_confirm=resting(services, worker, on) if services else [],
        steps=[(step, STEPS[step.what]) for step in steps(managed, since)] if managed else [],
    )
