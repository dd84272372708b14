"""A clinical lead sets a provider's own limit; a second one signs what is looser than the edition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from careplan.ground.clock import now
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused
from careplan.prescribing.models import OwnLimit
from careplan.prescribing.queries.own_limits import Led, signed
from careplan.prescribing.rules.own_limits import BOUNDS, begin_problem, value_problem, with_own
from careplan.prescribing.rules.own_limits import Own as Limit
from careplan.prescribing.rules.standard import Standard
from careplan.staff.rules import Actor
from careplan.trail.actions import write


@dataclass(frozen=True, slots=True)
class Change:
    """Which number becomes what from a day on, and why. The edition's own number is the way back to it."""

    name: str
    value: Decimal
    effective_on: date
    reason: str


def set_limit(
    *, by: Actor, registration: str, led: Led, standard: Standard, change: Change, today: date
) -> list[OwnLimit]:
    """Sign a limit for every service of the provider that prescribes; of the same day it takes the place of another.

    `standard`: the edition. Raises Refused, at the field.
    """
    edition, bound = standard[change.name], BOUNDS.on(today).numbers[change.name]
    rows = signed(led.services, change.name)
    problems = {
        "value": value_problem(edition, bound, change.value) or _same(rows, standard, change),
        "effective_on": begin_problem(change.effective_on, today),
    }
    if problems := {field: words for field, words in problems.items() if words}:
        raise Refused(problems)
    same = {row.service_id: row for row in rows if row.effective_on == change.effective_on}
    made = [_row(by, registration, one, standard, change) for one in led.services]
    for row in made:
        row.looser = bound.looser(change.value, edition.value)
        if before := same.get(row.service_id):
            supersede(before, row, reason=change.reason)
        db.add(row)
        _noted("limit.set", by, row)
    return made


def _same(rows: Iterable[OwnLimit], standard: Standard, change: Change) -> str:
    """Why nothing would change; empty where something would."""
    own = [Limit(row.standard, row.name, row.value, row.effective_on) for row in rows if holds(row)]
    current = with_own(standard, own, change.effective_on)[change.name].value
    return "This is the number that holds already" if current == change.value else ""


def holds(row: OwnLimit) -> bool:
    """Whether it has the signatures that it needs."""
    return not row.looser or row.second_at is not None


def _row(by: Actor, registration: str, service_id: str, standard: Standard, change: Change) -> OwnLimit:
    row = OwnLimit(service_id=service_id, standard=standard.base, name=change.name, recorded_by=by.id)
    row.value = None if change.value == standard[change.name].value else change.value
    row.effective_on, row.reason = change.effective_on, change.reason.strip()
    row.lead, row.registration = by.name, registration
    return row


def sign_second(*, by: Actor, registration: str, rows: Sequence[OwnLimit], today: date) -> None:
    """The second clinical lead signs what waits. Raises Refused for the one who signed first, and from its day on."""
    for row in rows:
        db.session.refresh(row, with_for_update=True)
        if row.recorded_by == by.id:
            raise Refused({"": "You signed this yourself. Another clinical lead signs it second"})
        if row.effective_on <= today:
            raise Refused({"": "Its day has come without a second signature. Set it again from a later day"})
        if row.second_at is None:
            row.second_at, row.second_by = now(), by.id
            row.second_lead, row.second_registration = by.name, registration
            db.session.flush()
            _noted("limit.signed", by, row)


def waits(row: OwnLimit, today: date) -> bool:
    """Whether a second signature is still to be given, and may be."""
    return not holds(row) and row.effective_on > today


def _noted(act: str, by: Actor, row: OwnLimit) -> None:
    detail: dict[str, object] = {
        "standard": row.standard,
        "limit": row.name,
        "value": None if row.value is None else str(row.value),
        "from": row.effective_on.isoformat(),
        "looser": row.looser,
    }
    write(act, by=by, subject=f"own_limits:{row.id}", service_id=row.service_id, detail=detail)
