"""Rows turned into the frozen facts of the rules. A child may name any row of its course's chain of corrections."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from careplan.clients.codes import PauseReason
from careplan.clients.rules.births import Birth
from careplan.ground.clock import london
from careplan.ground.corrections import live
from careplan.prescribing.codes import Cause, DoseStatus, Drug, Formulation, Mode, Phase, Source
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Reassessment, Regimen
from careplan.prescribing.rules.facts import (
    COVERS,
    Away,
    Dose,
    Facts,
    Order,
    Seen,
    Tolerance,
    Verified,
    Weekly,
    Weeks,
    order_on,
    week_on,
)
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.week import Week, days_provided
from careplan.staff.models import Worker

IMPORTED = "import"
"""Who recorded what a package brought without saying who."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One dose as logged, with who logged it."""

    id: str
    course_id: str
    on: date
    slot: int
    mode: Mode
    status: DoseStatus
    mg: Decimal | None
    cause: Cause | None
    source: Source | None
    note: str | None
    at: datetime
    by: str
    corrects: str | None = None
    correction_reason: str | None = None
    superseded: bool = False
    until: date | None = None
    because: str | None = None


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
    return (
        select(link.root_id, *COLUMNS)
        .select_from(DoseEvent)
        .join(link, link.id == DoseEvent.course_id)
        .outerjoin(Worker, Worker.id == DoseEvent.recorded_by)
        .where(
            among(link.root_id, roots),
            among(DoseEvent.service_id, services),
            DoseEvent.wrong_client.is_(None),
        )
    )


def live_doses(services: Ids, roots: Ids) -> Select[Any]:
    """Doses that were not corrected, by day and slot."""
    doses = every_dose(services, roots).where(live(DoseEvent))
    return doses.order_by(DoseEvent.happened_on, DoseEvent.slot, DoseEvent.id)


def logged(row: Any) -> Logged:
    """A row of these columns as a value."""
    root, dose_id, on, slot, mode, status, mg, *text = row
    cause, source, note, at, by, corrects, why, superseded, until, because = text
    dose = (dose_id, root, on, slot, Mode(mode), DoseStatus(status), mg)
    told = (Cause(cause) if cause else None, Source(source) if source else None, note, at, by)
    return Logged(*dose, *told, corrects, why, superseded is not None, until, because)


def order(row: DoseOrder) -> Order:
    """An order row as the rules see it."""
    written_on = london(row.recorded_at).date()
    return Order(row.effective_on, row.daily_mg, Formulation(row.formulation), Phase(row.phase), written_on)


def weeks(rows: Sequence[Regimen]) -> Weeks:
    """Weekly regimens by the day they begin."""
    return tuple(Weekly(row.effective_on, Week(row.collect, row.supervised)) for row in rows)


def doses(
    doses: Iterable[Logged], orders: tuple[Order, ...], weeks: Weeks, standard: Standard
) -> tuple[Dose, ...]:
    """Logged doses with the days that each of them covers."""
    return tuple(_dose(one, order_on(orders, one.on), week_on(weeks, one.on), standard) for one in doses)


def _dose(one: Logged, order: Order | None, week: Week | None, standard: Standard) -> Dose:
    """Zero milligrams are no dose, whatever an import calls them."""
    days = (one.until - one.on).days + 1 if one.until else days_provided(order, week, one.on, standard)
    home = one.mode is Mode.TAKE_HOME and week is not None and not week.collects_on(one.on)
    nothing = one.mg == 0 and one.status in COVERS
    status = DoseStatus.NOT_SUPPLIED if nothing else one.status
    return Dose(one.on, status, one.cause, days, home, one.mg, one.by == IMPORTED)


def seen(row: Reassessment) -> Seen:
    """A reassessment as the rules see it."""
    return Seen(row.reassessed_on, Tolerance(row.tolerance), row.intoxicated)


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


AWAY = {
    PauseReason.PRISON: "prison",
    PauseReason.HOSPITAL: "hospital",
    PauseReason.RESIDENTIAL_ELSEWHERE: "residential treatment elsewhere",
}


def away(reason: str, from_on: date, until_on: date | None) -> Away:
    """A pause of the episode as the rules see it."""
    return Away(AWAY[PauseReason(reason)], from_on, until_on)


def times_away(many: Iterable[Any]) -> tuple[Away, ...]:
    """The times away that rows of one course carry, each once."""
    result = {row.from_on: away(row.reason, row.from_on, row.until_on) for row in many if row.from_on}
    return tuple(result.values())


def facts(
    course: Course,
    born: Birth | None,
    orders: tuple[Order, ...],
    taken: tuple[Dose, ...],
    seen: tuple[Seen, ...],
    gone: tuple[Away, ...],
) -> Facts:
    """One course as the rules see it."""
    return Facts(
        Drug(course.drug),
        course.first_dose_on,
        orders,
        taken,
        seen,
        Tolerance(course.tolerance) if course.tolerance else None,
        course.sedatives_or_alcohol,
        verified(course),
        born,
        gone,
    )
