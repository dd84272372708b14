"""Reviews of prescribing that are due: the last one of an episode with an open course named the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists
from sqlalchemy.orm import aliased

from careplan.clients.rules.todo import Of, whose
from careplan.ground.corrections import live
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.prescribing.models import Course
from careplan.prescribing.registers import PRESCRIBING_REVIEWS, PrescribingReview
from careplan.staff.rules import Actor


@dataclass(frozen=True, slots=True)
class Due:
    """The day on which the client is reviewed again."""

    next_on: date


def _due() -> Rows:
    row, later = PrescribingReview, aliased(PrescribingReview)
    newer = exists().where(
        later.episode_id == row.episode_id, later.reviewed_on > row.reviewed_on, live(later)
    )
    course = exists().where(Course.episode_id == row.episode_id, Course.ended_on.is_(None), live(Course))
    due = mark(Due, row.episode_id, row.next_on, next_on=row.next_on)
    return due.where(row.service_id.in_(SERVICES), live(row), row.next_on <= ON, ~newer, course)


def _lines(fact: Due, of: Of, worker: Actor, on: date) -> Iterator[Todo]:
    if of.closed_on is None and of.deceased_on is None:
        rank = Rank.OVERDUE if fact.next_on < on else Rank.DUE
        here = PRESCRIBING_REVIEWS.endpoint("new")
        line = of.line(
            "Review of prescribing", fact.next_on, rank, here, "Record it", dated="due", of_prescriber=True
        )
        yield from whose([line], worker)


REVIEWS = Pending((Due,), lambda: [_due()], each(_lines))
