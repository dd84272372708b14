"""Results that nobody has read yet stand on Today until somebody has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, literal

from careplan.clients.registers import Register
from careplan.clients.rules.todo import Of, whose
from careplan.ground.corrections import live
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.prescribing.registers import ECGS, LIVER_TESTS
from careplan.staff.rules import Actor
from careplan.ui.words import sentence

RESULTS = {one.noun: one for one in (ECGS, LIVER_TESTS)}


@dataclass(frozen=True, slots=True)
class Unread:
    """A result that nobody has read: which kind, its row, the day it was taken."""

    kind: str
    row_id: str
    taken_on: date


def _unread(register: Register) -> Rows:
    row = register.model
    kind = cast(literal(register.noun), String)
    one = mark(Unread, row.episode_id, row.taken_on, kind=kind, row_id=row.id, taken_on=row.taken_on)
    return one.where(row.service_id.in_(SERVICES), live(row), row.read_on.is_(None), row.taken_on <= ON)


def _lines(fact: Unread, of: Of, worker: Actor, on: date) -> Iterator[Todo]:
    if of.closed_on is None and of.deceased_on is None:
        register = RESULTS[fact.kind]
        rank = Rank.OVERDUE if fact.taken_on < on else Rank.DUE
        words = f"{sentence(register.thing)} that nobody has read"
        row = ("row_id", fact.row_id)
        more = {"dated": "taken", "of_prescriber": True, "subject": fact.row_id}
        line = of.line(words, fact.taken_on, rank, register.endpoint("row"), "Read it", row, **more)
        yield from whose([line], worker)


UNREAD = Pending((Unread,), lambda: [_unread(one) for one in RESULTS.values()], each(_lines))
