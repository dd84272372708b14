"""Action plans: the lines of services, and the weekly course of their measures, read once for all weeks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import Select, String, cast, null, select

from careplan.audit.plans.models import ActionLine
from careplan.audit.plans.rules import Bound, Reading, Standing, bindable, closed, reading, standing, weekly
from careplan.audit.review.codes import SIGN_AUDIT
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.peers import Others, others
from careplan.audit.review.queries.units import every_service, midpoints_each
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service as Facts
from careplan.audit.review.rules.judging import NO_PEERS
from careplan.audit.review.rules.ruleset import load
from careplan.clients.queries.pending import MANAGED
from careplan.ground.db import db
from careplan.ground.marks import ON, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo
from careplan.ground.scope import scope
from careplan.staff.models import Service
from careplan.staff.rules import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """An action line with the course of its measure and where it stands."""

    row: ActionLine
    service: str
    bound: Bound | None
    readings: tuple[Reading, ...]
    standing: Standing


def lines(services: frozenset[str], on: date, line_id: str | None = None) -> tuple[Line, ...]:
    """The lines of the services with their courses up to the day, those due first above; or one of them.

    The statements do not grow with the lines, their measures or their weeks.
    """
    statement = _lines(services)
    if line_id is not None:
        statement = statement.where(ActionLine.id == line_id)
    return _followed([(row, name) for row, name in db.session.execute(statement)], on)


def line(services: frozenset[str], line_id: str) -> ActionLine | None:
    """One line of the services, held so that nobody else changes it meanwhile."""
    one = _lines(services).where(ActionLine.id == line_id).with_for_update(of=ActionLine)
    return db.session.scalars(one).first()


@dataclass(frozen=True, slots=True)
class Late:
    """A line past its day that nobody withdrew, with the name of its service."""

    id: str
    unit_id: str
    service: str
    measure: str
    action: str
    target: str
    start_on: date
    due_on: date


def _late() -> Rows:
    """Of services that the worker manages."""
    row = ActionLine
    names = ("id", "unit_id", "measure", "action", "target", "start_on", "due_on")
    columns = {name: getattr(row, name) for name in names}
    return (
        mark(Late, cast(null(), String), row.due_on, service=Service.name, **columns)
        .select_from(row)
        .join(Service, Service.id == row.service_id)
        .where(row.service_id.in_(MANAGED), row.due_on < ON, row.withdrawn_at.is_(None))
    )


def overdue(late: Sequence[Late], on: date) -> list[Late]:
    """Those that are not closed. Each line's measure is read only as far back as that needs."""
    course, bounds = watched([(row.unit_id, row.measure) for row in late], on), bindable()

    def open_(row: Late) -> bool:
        bound = bounds.get(row.measure)
        if bound is None:
            return True
        back = (course.at(row.unit_id, bound, day) for day in reversed(weekly(row.start_on, on)))
        return not closed((one for one in back if one is not None), Band(row.target))

    return [row for row in late if open_(row)]


def _overdue(rows: Sequence[tuple[Late, None]], worker: Actor, on: date) -> list[Todo]:
    """Overdue lines, for who signs the audit."""
    bounds, signed = bindable(), worker.open_services(SIGN_AUDIT)
    late = [row for row, _ in rows if row.unit_id in signed]
    return [
        Todo(
            episode_id="",
            client_name=row.service,
            reason=f"Action plan, {bounds[row.measure].name if row.measure in bounds else row.measure}: {row.action}",
            since=row.due_on,
            rank=Rank.OVERDUE,
            endpoint="audit.line_page",
            values=(("service_id", row.unit_id), ("line_id", row.id)),
            button="Open the action",
            service_id=row.unit_id,
            dated="was due",
            subject=f"action_line:{row.id}",
        )
        for row in overdue(late, on)
    ]


PENDING = Pending((Late,), lambda: [_late()], _overdue)


def _lines(services: frozenset[str]) -> Select[ActionLine, str]:
    return (
        select(ActionLine, Service.name)
        .join(Service, Service.id == ActionLine.service_id)
        .where(ActionLine.service_id.in_(services))
        .order_by(ActionLine.due_on, ActionLine.id)
    )


def _followed(pairs: Sequence[tuple[ActionLine, str]], on: date) -> tuple[Line, ...]:
    bounds, course = bindable(), watched([(row.unit_id, row.measure) for row, _ in pairs], on)
    made = []
    for row, name in pairs:
        bound = bounds.get(row.measure)
        days = weekly(row.start_on, on) if bound is not None else ()
        each = (course.at(row.unit_id, bound, day) for day in days) if bound is not None else ()
        readings = tuple(one for one in each if one is not None)
        withdrawn = row.withdrawn_at is not None
        where = standing(readings, Band(row.target), row.due_on, on, withdrawn=withdrawn)
        made.append(Line(row, name, bound, readings, where))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Watched:
    """The record of services as it stands today, by which their measures are read at any day, each but once."""

    facts: Mapping[str, Facts]
    midpoints: Mapping[str, Mapping[str, Fraction]]
    others: Others | None = None
    readings: dict[tuple[str, str, date], Reading] = field(default_factory=dict)

    def at(self, service_id: str, bound: Bound, day: date) -> Reading | None:
        """The measure of a service on a day; none where the service was not read."""
        service = self.facts.get(service_id)
        if service is None:
            return None
        place = (service_id, bound.key, day)
        if place not in self.readings:
            census, points = Census.at(day), self.midpoints[service_id]
            peers = self.others.at(census) if self.others is not None and bound.rule.compares else NO_PEERS
            self.readings[place] = reading(bound, service, census, points, peers)
        return self.readings[place]


def watched(pairs: Iterable[tuple[str, str]], on: date) -> Watched:
    """What these measures of services need: nothing where there are none, others only where one compares."""
    ruleset, bounds = load(), bindable()
    bound = [(service, bounds[key]) for service, key in pairs if key in bounds]
    wanted = frozenset(unit for unit, _ in bound)
    if not wanted:
        return Watched({}, {})
    facts = {one.id: one for one in facts_of(wanted, Census.at(on), with_answers=False)}
    keys = {one.rule.id for _, one in bound if one.rule.compares}
    rest = others(ruleset, scope(every_service(), None), keys) if keys else None
    return Watched(facts, midpoints_each(wanted, ruleset), rest)
