"""Rows turned into the frozen facts of the rules. A child may name any row of its course's chain of corrections."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from careplan.clients.labels import PAUSES
from careplan.clients.rules.births import Birth
from careplan.ground.clock import london_day
from careplan.ground.corrections import live
from careplan.prescribing.codes import Cause, DoseStatus, Drug, Formulation, Mode, Phase, Source
from careplan.prescribing.models import Course, DoseEvent, DoseOrder
from careplan.prescribing.rules import facts as rules
from careplan.prescribing.rules.facts import (
    Away,
    Facts,
    Logged,
    Order,
    Seen,
    Tolerance,
    Verified,
    Weekly,
    Weeks,
)
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.week import Week, days_provided
from careplan.staff.models import Worker

E = TypeVar("E", bound=StrEnum)
IMPORTED = "import"
"""Who recorded what a package brought without saying who."""


def _by_code(codes: type[E]) -> Mapping[str, E]:
    """The members of an enum by what is stored of them; looked up in a fifth of the time that the enum takes."""
    return {one.value: one for one in codes}


STATUSES, CAUSES, MODES, SOURCES = (
    _by_code(DoseStatus),
    _by_code(Cause),
    _by_code(Mode),
    _by_code(Source),
)
FORMULATIONS, PHASES = _by_code(Formulation), _by_code(Phase)

Ids = Iterable[str] | BindParameter[Any]


def among(column: Any, ids: Ids) -> ColumnElement[bool]:
    """The column holds one of these ids, given now or when the statement runs."""
    condition: ColumnElement[bool] = column.in_(ids if isinstance(ids, BindParameter) else sorted(ids))
    return condition


def of_courses(child: Any, services: Ids, roots: Ids) -> Select[Any]:
    """Rows of a child table with the root id of their course, in these services."""
    link = aliased(Course)
    return (
        select(link.root_id, child)
        .join(link, link.id == child.course_id)
        .where(among(link.root_id, roots), among(child.service_id, services))
    )


COLUMNS: tuple[Any, ...] = (
    DoseEvent.id,
    DoseEvent.happened_on,
    DoseEvent.slot,
    DoseEvent.mode,
    DoseEvent.status,
    DoseEvent.mg,
    DoseEvent.cause,
    DoseEvent.source,
    DoseEvent.note,
    DoseEvent.recorded_at,
    func.coalesce(Worker.name, DoseEvent.recorded_by),
    DoseEvent.corrects,
    DoseEvent.correction_reason,
    func.coalesce(DoseEvent.struck_at, DoseEvent.superseded_at),
    DoseEvent.covers_until,
    DoseEvent.because,
)


def every_dose(services: Ids, roots: Ids) -> Select[Any]:
    """All doses of these courses as columns for `logged`, corrected and struck ones among them, in no order."""
    link = aliased(Course)
    doses = select(link.root_id, *COLUMNS).select_from(DoseEvent).join(link, link.id == DoseEvent.course_id)
    of_courses = (among(link.root_id, roots), among(DoseEvent.service_id, services))
    return of_log(doses).where(*of_courses, DoseEvent.wrong_client.is_(None))


def of_log(doses: Select[Any]) -> Select[Any]:
    """Doses with the name of who logged them."""
    return doses.outerjoin(Worker, Worker.id == DoseEvent.recorded_by)


BY_DAY = (DoseEvent.happened_on, DoseEvent.slot, DoseEvent.id)


def live_doses(services: Ids, roots: Ids) -> Select[Any]:
    """Doses that were not corrected, by day and slot."""
    return every_dose(services, roots).where(live(DoseEvent)).order_by(*BY_DAY)


def order(row: DoseOrder) -> Order:
    """An order row as the rules see it."""
    return made(row.effective_on, row.daily_mg, row.formulation, row.phase, row.recorded_at)


def made(on: date, mg: Decimal, formulation: str, phase: str, at: datetime) -> Order:
    """An order of its columns; `at` is the moment it was recorded."""
    return Order(on, mg, FORMULATIONS[formulation], PHASES[phase], london_day(at))


_week = lru_cache(512)(Week)
"""Few weeks differ, and each is checked when it is made."""


def weekly(on: date, collect: str, supervised: str) -> Weekly:
    """A weekly regimen as the rules see it."""
    return Weekly(on, _week(collect, supervised))


def doses(rows: Iterable[Any], course: rules.Course, standard: Standard) -> tuple[Logged, ...]:
    """Rows of these columns as doses of the course, with the days that each of them covers."""
    return tuple(_dose(row, course, standard) for row in rows)


def _dose(row: Any, course: rules.Course | None, standard: Standard | None) -> Logged:
    root, dose_id, on, slot, mode, status, mg, cause, source, note, at, by, *text, until, because = row
    corrects, why, superseded = text
    week, days, home = None, 1, False
    if course is not None and standard is not None:
        week = course.week_on(on)
        days = (until - on).days + 1 if until else days_provided(course.order_on(on), week, on, standard)
        home = MODES[mode] is Mode.TAKE_HOME and week is not None and not week.collects_on(on)
    return Logged(
        on,
        STATUSES[status],
        CAUSES[cause] if cause else None,
        days,
        home,
        mg,
        by == IMPORTED,
        id=dose_id,
        course_id=root,
        slot=slot,
        mode=MODES[mode],
        source=SOURCES[source] if source else None,
        note=note,
        at=at,
        by=by,
        corrects=corrects,
        correction_reason=why,
        superseded=superseded is not None,
        until=until,
        because=because,
    )


def logged(row: Any) -> Logged:
    """A row of these columns by itself, whatever it covers: of the list of all doses, the corrected ones among them."""
    return _dose(row, None, None)


def seen(on: date, tolerance: str, intoxicated: bool) -> Seen:
    """A reassessment as the rules see it."""
    return Seen(on, Tolerance(tolerance), intoxicated)


def verified(course: Any) -> Verified | None:
    """The confirmed dose elsewhere of a course, or of what is said of one: amount, last day and who confirmed it."""
    if course.verified_dose_mg is None or course.verified_last_dose_on is None or not course.verified_by:
        return None
    return Verified(
        course.verified_dose_mg,
        course.verified_last_dose_on,
        course.verified_by,
        course.verified_organisation or "",
        course.verified_telephone or "",
        course.verified_on,
    )


def away(reason: str, from_on: date, until_on: date | None) -> Away:
    """A pause of the episode as the rules see it."""
    return Away(PAUSES[reason].removeprefix("In "), from_on, until_on)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is recorded of a course beside its doses, and decides what is due."""

    orders: tuple[Order, ...] = ()
    weeks: Weeks = ()
    seen: tuple[Seen, ...] = ()
    away: tuple[Away, ...] = ()


def parts(rows: Iterable[Any]) -> Mapping[str, Parts]:
    """Orders, weeks, reassessments and times away by course, of rows that say of which kind they are."""
    kinds: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for kind, root, on, until_on, first, second, mg, at, _ in rows:
        kinds[root][kind].append(_MAKES[kind](on, until_on, first, second, mg, at))
    return defaultdict(
        Parts,
        {root: Parts(**{kind: tuple(many) for kind, many in one.items()}) for root, one in kinds.items()},
    )


_MAKES: Mapping[str, Callable[..., Any]] = {
    "orders": lambda on, _, formulation, phase, mg, at: made(on, mg, formulation, phase, at),
    "weeks": lambda on, _, collect, supervised, *__: weekly(on, collect, supervised),
    "seen": lambda on, _, tolerance, intoxicated, *__: seen(on, tolerance, intoxicated == "1"),
    "away": lambda on, until_on, reason, *_: away(reason, on, until_on),
}


def facts(course: Any, born: Birth | None, parts: Parts, doses: tuple[Logged, ...] = ()) -> Facts:
    """One course as the rules see it."""
    return Facts(
        Drug(course.drug),
        course.first_dose_on,
        course.ended_on,
        orders=parts.orders,
        weeks=parts.weeks,
        root_id=course.root_id,
        doses=doses,
        seen=parts.seen,
        tolerance=Tolerance(course.tolerance) if course.tolerance else None,
        sedatives_or_alcohol=course.sedatives_or_alcohol,
        verified=verified(course),
        born=born,
        away=parts.away,
    )
