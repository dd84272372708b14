"""Reviews that are due: of clients with an open course, by the last review under it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, bindparam, exists, or_, tuple_
from sqlalchemy.orm import aliased

from careplan.clients.rules.todo import Of, whose
from careplan.ground.corrections import live
from careplan.ground.dates import months_before
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.prescribing.models import Course
from careplan.prescribing.registers import PRESCRIBING_REVIEWS, PrescribingReview
from careplan.prescribing.rules.reviewing import REVIEWING, Reviewed
from careplan.staff.rules import Actor

LONG_AGO = bindparam("reviewed_before", type_=Date)


def _open() -> Any:
    return and_(Course.ended_on.is_(None), live(Course))


def _again() -> Rows:
    """The last review under an open course, where the next day has come or the months are over."""
    row, later = PrescribingReview, aliased(PrescribingReview)
    order = ("reviewed_on", "recorded_at", "id")
    after, this = (tuple_(*(getattr(one, name) for name in order)) for one in (later, row))
    newer = exists().where(later.episode_id == row.episode_id, after > this, live(later))
    course = exists().where(
        Course.episode_id == row.episode_id, Course.first_dose_on <= row.reviewed_on, _open()
    )
    due = mark(Reviewed, row.episode_id, row.reviewed_on, since=row.reviewed_on, next_on=row.next_on)
    over = or_(row.next_on <= ON, row.reviewed_on <= LONG_AGO)
    return due.where(row.service_id.in_(SERVICES), live(row), over, ~newer, course)


def _first() -> Rows:
    """The first dose of an open course under which nobody held a review for so long."""
    row = PrescribingReview
    reviewed = exists().where(
        row.episode_id == Course.episode_id, row.reviewed_on >= Course.first_dose_on, live(row)
    )
    due = mark(Reviewed, Course.episode_id, Course.first_dose_on, since=Course.first_dose_on)
    return due.where(Course.service_id.in_(SERVICES), _open(), Course.first_dose_on <= LONG_AGO, ~reviewed)


def _lines(fact: Reviewed, of: Of, worker: Actor, on: date) -> Iterator[Todo]:
    if of.closed_on is None and of.deceased_on is None:
        due = fact.due_on(REVIEWING.on(on))
        rank = Rank.OVERDUE if due < on else Rank.DUE
        here = PRESCRIBING_REVIEWS.endpoint("new")
        line = of.line("Prescribing review", due, rank, here, "Record it", dated="due", of_prescriber=True)
        yield from whose([line], worker)


def _values(on: date) -> dict[str, Any]:
    return {"reviewed_before": months_before(on, REVIEWING.on(on).at_most.months)}


REVIEWS = Pending((Reviewed,), lambda: [_again(), _first()], each(_lines), _values)
