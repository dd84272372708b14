"""One client's courses with all that hangs on them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careplan.ground.db import db
from careplan.prescribing.codes import Drug
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, OrderFinding, Reassessment, Regimen
from careplan.prescribing.queries import rows
from careplan.prescribing.queries.rows import Logged, Weeks
from careplan.prescribing.rules.days import Stretch
from careplan.prescribing.rules.facts import Facts, Order, Seen, Tolerance, order_on
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.week import Week
from careplan.staff.models import Worker


@dataclass(frozen=True, slots=True)
class History:
    """A course with its orders, weeks, doses and reassessments, each in the order of their days."""

    course: Course
    facts: Facts
    orders: tuple[DoseOrder, ...]
    regimens: tuple[Regimen, ...]
    weeks: Weeks
    logged: tuple[Logged, ...]
    reassessments: tuple[Reassessment, ...]
    names: dict[str, str]

    @property
    def id(self) -> str:
        """The id that pages use: the first row of the course's chain."""
        return self.course.root_id

    @property
    def stretch(self) -> Stretch:
        """Drug, first day and end."""
        return Stretch(Drug(self.course.drug), self.course.first_dose_on, self.course.ended_on)

    def order_on(self, day: date) -> Order | None:
        """The order in force on a day."""
        return order_on(self.facts.orders, day)

    def week_on(self, day: date) -> Week | None:
        """The weekly regimen in force on a day."""
        return rows.week_on(self.weeks, day)

    def open_on(self, day: date) -> bool:
        """Whether the course has not ended by the day."""
        return self.course.ended_on is None or day < self.course.ended_on


def courses(services: frozenset[str], episode_id: str) -> Sequence[Course]:
    """The courses of an episode (its root id), the latest first."""
    return db.session.scalars(
        select(Course)
        .where(
            Course.episode_id == episode_id,
            Course.service_id.in_(services),
            Course.superseded_at.is_(None),
        )
        .order_by(Course.first_dose_on.desc(), Course.id.desc())
    ).all()


def stretches(services: frozenset[str], episode_id: str) -> list[Stretch]:
    """Drug, first day and end of each course of an episode (its root id)."""
    return [Stretch(Drug(one.drug), one.first_dose_on, one.ended_on) for one in courses(services, episode_id)]


def course(services: frozenset[str], episode_id: str, course_id: str) -> Course | None:
    """The live row of a course by an id of its chain, or None outside the episode (its root id) or services."""
    link = aliased(Course)
    found: Course | None = db.session.scalars(
        select(Course)
        .join(link, link.root_id == Course.root_id)
        .where(
            link.id == course_id,
            Course.episode_id == episode_id,
            Course.service_id.in_(services),
            Course.superseded_at.is_(None),
        )
    ).first()
    return found


def _children(model: Any, services: frozenset[str], roots: Iterable[str], day: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    live = rows.of_courses(model, services, roots).where(model.superseded_at.is_(None))
    for row in db.session.execute(live.order_by(getattr(model, day), model.id)):
        found[row[0]].append(row[1])
    return found


def history(
    services: frozenset[str], found: Sequence[Course], born: date | None, standard: Standard
) -> list[History]:
    """All that hangs on these courses, in five statements however many they are."""
    roots = [one.root_id for one in found]
    orders = _children(DoseOrder, services, roots, "effective_on")
    regimens = _children(Regimen, services, roots, "effective_on")
    seen = _children(Reassessment, services, roots, "reassessed_on")
    logged: dict[str, list[Logged]] = defaultdict(list)
    for row in db.session.execute(rows.live_doses(services, roots)):
        logged[row[0]].append(rows.logged(row))
    names = _names(row for kinds in (orders, regimens, seen) for many in kinds.values() for row in many)
    made = []
    for one in found:
        known = rows.weeks(regimens[one.root_id])
        ordered = tuple(rows.order(row) for row in orders[one.root_id])
        taken = rows.doses(logged[one.root_id], ordered, known, standard)
        found_again = tuple(Seen(row.reassessed_on, Tolerance(row.tolerance)) for row in seen[one.root_id])
        facts = rows.facts(one, born, ordered, taken, found_again)
        kept = (tuple(orders[one.root_id]), tuple(regimens[one.root_id]), known)
        made.append(History(one, facts, *kept, tuple(logged[one.root_id]), tuple(seen[one.root_id]), names))
    return made


def _names(written: Iterable[DoseOrder | Regimen | Reassessment]) -> dict[str, str]:
    ids = sorted({row.recorded_by for row in written})
    found = db.session.execute(select(Worker.id, Worker.name).where(Worker.id.in_(ids)).order_by(Worker.id))
    return {row[0]: row[1] for row in found}


def findings(services: frozenset[str], order_ids: Iterable[str]) -> dict[str, list[OrderFinding]]:
    """What the rules said about each order when it was made, in the order it was written."""
    found: dict[str, list[OrderFinding]] = defaultdict(list)
    for row in db.session.scalars(
        select(OrderFinding)
        .where(
            OrderFinding.dose_order_id.in_(sorted(order_ids)),
            OrderFinding.service_id.in_(services),
            OrderFinding.superseded_at.is_(None),
        )
        .order_by(OrderFinding.recorded_at, OrderFinding.id)
    ):
        found[row.dose_order_id].append(row)
    return found


def doses_page(services: frozenset[str], course_id: str, page: int, size: int) -> tuple[list[Logged], int]:
    """One page of a course's doses, newest first, corrected rows among them, and how many there are."""
    every = rows.every_dose(services, [course_id])
    total = db.session.scalar(every.with_only_columns(func.count(DoseEvent.id))) or 0
    found = db.session.execute(
        every.order_by(
            DoseEvent.happened_on.desc(), DoseEvent.slot, DoseEvent.recorded_at.desc(), DoseEvent.id
        )
        .limit(size)
        .offset((page - 1) * size)
    )
    return [rows.logged(row) for row in found], total


def dose(services: frozenset[str], course_id: str, dose_id: str) -> DoseEvent | None:
    """A dose of the course, corrected or live, or None."""
    asked = rows.of_courses(DoseEvent, services, [course_id]).where(DoseEvent.id == dose_id)
    found = db.session.execute(asked).first()
    return found[1] if found else None
