"""Action plans: the lines of services, and the weekly course of their measures, read once for all weeks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from careplan.audit.measures import measures_by
from careplan.audit.measures.weekly import readings
from careplan.audit.models import ActionLine
from careplan.audit.queries.facts import facts_of
from careplan.audit.queries.peers import RATE, slim
from careplan.audit.queries.seen import rows, seen
from careplan.audit.queries.settings import midpoints_each
from careplan.audit.queries.units import every_service
from careplan.audit.rules.bands import Band
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Level, Request, Unit
from careplan.audit.rules.facts import Service as Facts
from careplan.audit.rules.holding import Reading, Standing, standing, weekly
from careplan.audit.rules.national import compared, figures, peers
from careplan.audit.rules.outliers import Peers
from careplan.audit.rules.ruleset import CriterionRule, MeasureRule, Ruleset, load
from careplan.clients.rules import Rank, Todo
from careplan.staff.models import Service

Bound = tuple[CriterionRule, MeasureRule]


@dataclass(frozen=True, slots=True)
class Line:
    """An action line with the course of its measure and where it stands."""

    row: ActionLine
    service: str
    bound: Bound | None
    readings: tuple[Reading, ...]
    standing: Standing


def bindable(ruleset: Ruleset) -> dict[str, Bound]:
    """The measures that a line may be bound to, by id: those that have a band of their own at a service.

    Not the incidents of 5.2: whether they are many hangs on courses of all services on every day, week after week.
    """
    return {
        rule.id: (criterion, rule)
        for criterion, rule in ruleset.measures()
        if rule.level == "service" and rule.id != RATE
    }


def lines(services: frozenset[str], on: date, line_id: str | None = None) -> tuple[Line, ...]:
    """The lines of the services with their courses up to the day, those due first above; or one of them.

    The statements do not grow with the lines, their measures or their weeks.
    """
    statement = _lines(services)
    if line_id is not None:
        statement = statement.where(ActionLine.id == line_id)
    return _followed([tuple(row) for row in rows(statement)], on)


def line(services: frozenset[str], line_id: str) -> ActionLine | None:
    """One line of the services, held so that nobody else changes it meanwhile."""
    found = rows(_lines(services).where(ActionLine.id == line_id).with_for_update(of=ActionLine))
    return found[0][0] if found else None


def overdue(services: frozenset[str], on: date) -> tuple[Line, ...]:
    """Lines past their day that are not closed; the record is read only where a line may be among them."""
    late = _lines(services).where(ActionLine.due_on < on, ActionLine.withdrawn_at.is_(None))
    found = _followed([tuple(row) for row in rows(late)], on)
    return tuple(one for one in found if one.standing.overdue)


def todo(services: frozenset[str], on: date) -> list[Todo]:
    """Overdue lines of the services, for those who manage them."""
    return [
        Todo(
            episode_id="",
            client_name=one.service,
            reason=f"Action plan, {one.row.measure}: {one.row.action}",
            since=one.row.due_on,
            rank=Rank.OVERDUE,
            endpoint="audit.line_page",
            values=(("service_id", one.row.unit_id), ("line_id", one.row.id)),
            button="Open the action",
            service_id=one.row.unit_id,
            dated="was due",
            subject=f"action_line:{one.row.id}",
        )
        for one in overdue(services, on)
    ]


def _lines(services: frozenset[str]) -> Select[ActionLine, str]:
    return (
        select(ActionLine, Service.name)
        .join(Service, Service.id == ActionLine.service_id)
        .where(ActionLine.service_id.in_(services))
        .order_by(ActionLine.due_on, ActionLine.id)
    )


def _followed(found: Sequence[tuple[ActionLine, str]], on: date) -> tuple[Line, ...]:
    ruleset = load()
    known = bindable(ruleset)
    wanted = frozenset(row.unit_id for row, _ in found if row.measure in known)
    facts = {one.id: one for one in facts_of(wanted, Census.at(on), with_answers=False)} if wanted else {}
    points = midpoints_each(wanted, ruleset) if wanted else {}
    days = sorted({day for row, _ in found for day in weekly(row.start_on, on)})
    others = _others(ruleset, days) if any(_compares(known.get(row.measure)) for row, _ in found) else {}
    made = []
    for row, name in found:
        bound, service = known.get(row.measure), facts.get(row.unit_id)
        course: tuple[Reading, ...] = ()
        if bound is not None and service is not None:
            request = Request(
                Unit(Level.SERVICE, row.unit_id, name), Census.at(on), ruleset, points[row.unit_id]
            )
            course = _course(request, service, bound, weekly(row.start_on, on), others)
        withdrawn = row.withdrawn_at is not None
        where = standing(course, Band(row.target), row.due_on, on, withdrawn=withdrawn)
        made.append(Line(row, name, bound, course, where))
    return tuple(made)


def _compares(bound: Bound | None) -> bool:
    return bound is not None and bound[1].compares


def _course(
    request: Request, service: Facts, bound: Bound, days: Iterable[date], others: dict[Census, Peers]
) -> tuple[Reading, ...]:
    return readings(request, (service,), bound, [Census.at(day) for day in days], others)


def _others(ruleset: Ruleset, days: Iterable[date]) -> dict[Census, Peers]:
    """What all services are like at each census, from one reading of their posts and answers."""
    names, measures = compared(ruleset), measures_by(ruleset.numbers)
    found = slim(seen(every_service(), None), frozenset(names))
    homes = {one.id: one.partnership_id for one in found}
    censuses = [Census.at(day) for day in days]
    return {
        census: peers(ruleset, figures(names, measures, found, census, leave_out=RATE), homes)
        for census in censuses
    }
