"""One client's courses with all that hangs on them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode, Pause
from careplan.clients.rules.births import Birth
from careplan.ground.corrections import is_live, live
from careplan.ground.db import Recorded, db
from careplan.prescribing.models import (
    Course,
    DoseEvent,
    DoseOrder,
    OrderFinding,
    Reassessment,
    Regimen,
    WeekFinding,
)
from careplan.prescribing.queries import rows
from careplan.prescribing.queries.asked import child_rows, live_dose_rows
from careplan.prescribing.queries.own_limits import own
from careplan.prescribing.queries.rows import Parts
from careplan.prescribing.rules.due import Due, due
from careplan.prescribing.rules.facts import Away, Facts, Logged, Order, order_on
from careplan.prescribing.rules.health import Health
from careplan.prescribing.rules.own_limits import Own, with_own
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.standard import standard as standard_on
from careplan.prescribing.rules.week import Week, supervised_on
from careplan.staff.models import Worker


@dataclass(frozen=True, slots=True)
class History:
    """A course with its orders, weeks, doses and reassessments, each in the order of their days."""

    course: Course
    facts: Facts
    orders: tuple[DoseOrder, ...]
    regimens: tuple[Regimen, ...]
    logged: tuple[Logged, ...]
    reassessments: tuple[Reassessment, ...]
    names: dict[str, str]
    struck_orders: tuple[DoseOrder, ...] = ()
    struck_regimens: tuple[Regimen, ...] = ()
    health: Health | None = None
    own: tuple[Own, ...] = ()

    def standard(self, on: date) -> Standard:
        """The numbers that hold at the course's service on a day."""
        return with_own(standard_on(on), self.own, on)

    @property
    def every_order(self) -> list[DoseOrder]:
        """Orders with the corrected ones beside them, the latest first."""
        rows = (*self.orders, *self.struck_orders)
        return sorted(rows, key=lambda row: (row.effective_on, row.recorded_at, row.id), reverse=True)

    @property
    def every_regimen(self) -> list[Regimen]:
        """Weekly regimens with the corrected ones beside them, the latest first."""
        rows = (*self.regimens, *self.struck_regimens)
        return sorted(rows, key=lambda row: (row.effective_on, row.recorded_at, row.id), reverse=True)

    @property
    def id(self) -> str:
        """The id that pages use: the first row of the course's chain."""
        return self.course.root_id

    def order_on(self, day: date) -> Order | None:
        """The order in force on a day."""
        return order_on(self.facts.orders, day)

    def due_on(self, day: date, today: date, standard: Standard) -> Due:
        """What is due on a day, held back after missed days where that is so."""
        return due(self.facts, day, today, standard)

    def week_on(self, day: date) -> Week | None:
        """The weekly regimen in force on a day."""
        return self.facts.week_on(day)

    def supervised_on(self, day: date) -> bool:
        """Whether the dose of a day was to be taken under supervision."""
        return supervised_on(self.week_on(day), day, self.course.first_dose_on)

    def without(self, dose_id: str) -> Facts:
        """The facts as they are when one entry of the dose log is left out."""
        return replace(self.facts, doses=tuple(one for one in self.logged if one.id != dose_id))

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
            live(Course),
        )
        .order_by(Course.first_dose_on.desc(), Course.id.desc())
    ).all()


def course(services: frozenset[str], episode_id: str, course_id: str) -> Course | None:
    """The live row of a course by an id of its chain, or None outside the episode (its root id) or services."""
    link = aliased(Course)
    course: Course | None = db.session.scalars(
        select(Course)
        .join(link, link.root_id == Course.root_id)
        .where(
            link.id == course_id,
            Course.episode_id == episode_id,
            Course.service_id.in_(services),
            live(Course),
        )
    ).first()
    return course


def died_on(services: frozenset[str], client_id: str) -> date | None:
    """The day a client of these services died, as the live row of the client says; None while alive."""
    link = aliased(Client)
    day: date | None = db.session.scalar(
        select(Client.deceased_on)
        .join(link, link.root_id == Client.root_id)
        .join(Episode, Episode.client_id == link.id)
        .where(link.id == client_id, Episode.service_id.in_(services), live(Client))
        .order_by(Client.id)
        .limit(1)
    )
    return day


Children = dict[str, list[Any]]


def _children(
    model: Any, services: frozenset[str], roots: Iterable[str], day: str
) -> tuple[Children, Children]:
    """Rows of a child table by course: the live ones, and those corrected or struck out."""
    current: Children = defaultdict(list)
    past: Children = defaultdict(list)
    for root, row in db.session.execute(child_rows(model, day), _among(services, roots)):
        (current if is_live(row) else past)[root].append(row)
    return current, past


def _among(services: frozenset[str], roots: Iterable[str]) -> dict[str, list[str]]:
    return {"services": sorted(services), "roots": sorted(roots)}


def history(
    services: frozenset[str], courses: Sequence[Course], born: Birth | None, standard: Standard
) -> list[History]:
    """All that hangs on these courses, in seven statements however many they are."""
    roots = [one.root_id for one in courses]
    orders, struck_orders = _children(DoseOrder, services, roots, "effective_on")
    regimens, struck_regimens = _children(Regimen, services, roots, "effective_on")
    seen, _ = _children(Reassessment, services, roots, "reassessed_on")
    gone = _gone(services, {one.episode_id for one in courses})
    limits = own({one.service_id for one in courses})
    logged: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(live_dose_rows(), _among(services, roots)):
        logged[row[0]].append(row)
    kinds = (orders, struck_orders, regimens, struck_regimens, seen)
    names = _names([*courses, *(row for kind in kinds for many in kind.values() for row in many)])
    made = []
    for one in courses:
        root = one.root_id
        parts = Parts(
            tuple(rows.order(row) for row in orders[root]),
            tuple(rows.weekly(row.effective_on, row.collect, row.supervised) for row in regimens[root]),
            tuple(rows.seen(row.reassessed_on, row.tolerance, row.intoxicated) for row in seen[root]),
            gone[one.episode_id],
        )
        facts = rows.facts(one, born, parts)
        doses = rows.doses(logged[root], facts, standard)
        facts = replace(facts, doses=doses)
        kept = (tuple(orders[root]), tuple(regimens[root]), doses, tuple(seen[root]))
        struck = (tuple(struck_orders[root]), tuple(struck_regimens[root]))
        made.append(History(one, facts, *kept, names, *struck, own=limits.get(one.service_id, ())))
    return made


def _gone(services: frozenset[str], episode_ids: Iterable[str]) -> dict[str, tuple[Away, ...]]:
    away: dict[str, tuple[Away, ...]] = defaultdict(tuple)
    for row in db.session.scalars(
        select(Pause)
        .where(
            Pause.episode_id.in_(sorted(episode_ids)),
            Pause.service_id.in_(services),
            live(Pause),
        )
        .order_by(Pause.from_on, Pause.id)
    ):
        away[row.episode_id] += (rows.away(row.reason, row.from_on, row.until_on),)
    return away


def _names(written: Iterable[Recorded]) -> dict[str, str]:
    ids = sorted({row.recorded_by for row in written})
    result = db.session.execute(select(Worker.id, Worker.name).where(Worker.id.in_(ids)).order_by(Worker.id))
    return {row[0]: row[1] for row in result}


def findings(services: frozenset[str], order_ids: Iterable[str]) -> dict[str, list[OrderFinding]]:
    """What the rules said about each order when it was made, in the order it was written."""
    return _said(OrderFinding, OrderFinding.dose_order_id, services, order_ids)


def week_findings(services: frozenset[str], week_ids: Iterable[str]) -> dict[str, list[WeekFinding]]:
    """What the rules said about each week when it was set, in the order it was written."""
    return _said(WeekFinding, WeekFinding.regimen_id, services, week_ids)


def _said(row: Any, of: Any, services: frozenset[str], ids: Iterable[str]) -> dict[str, list[Any]]:
    by_id: dict[str, list[Any]] = defaultdict(list)
    mine = (of.in_(sorted(ids)), row.service_id.in_(services), live(row))
    for one in db.session.scalars(select(row).where(*mine).order_by(row.recorded_at, row.id)):
        by_id[getattr(one, of.key)].append(one)
    return by_id


def doses_page(services: frozenset[str], course_id: str, page: int, size: int) -> tuple[list[Logged], int]:
    """One page of a course's doses, newest first, corrected rows among them, and how many there are."""
    every = rows.every_dose(services, [course_id])
    total = db.session.scalar(every.with_only_columns(func.count(DoseEvent.id))) or 0
    result = db.session.execute(
        every.order_by(
            DoseEvent.happened_on.desc(), DoseEvent.slot, DoseEvent.recorded_at.desc(), DoseEvent.id
        )
        .limit(size)
        .offset((page - 1) * size)
    )
    return [rows.logged(row) for row in result], total


def dose(services: frozenset[str], course_id: str, dose_id: str) -> DoseEvent | None:
    """A dose of the course, corrected or live, or None."""
    statement = rows.of_courses(DoseEvent, services, [course_id]).where(DoseEvent.id == dose_id)
    row = db.session.execute(statement).first()
    return row[1] if row else None
