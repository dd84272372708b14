"""A page of the diary: how many appointments stand on its days, and those that it shows, with who is booked twice."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Double,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    extract,
    func,
    or_,
    select,
)

from careplan.clients.codes import CALLED_OFF, AppointmentPurpose
from careplan.clients.models import Appointment
from careplan.contacts.queries.diary import named, slot
from careplan.contacts.rules.diary import Slot
from careplan.contacts.rules.standard import DIARY
from careplan.ground.clock import moment_of
from careplan.ground.corrections import live
from careplan.ground.marks import SERVICES
from careplan.ground.reading import read
from careplan.ground.types import Id, Moment

AROUND: BindParameter[Any] = bindparam("around", expanding=True)
"""All services of the worker: who is booked twice is seen though the page be narrowed to one of them."""
WHOSE, PLACE = bindparam("whose", type_=Id), bindparam("place", type_=String)
FIRST, LAST = bindparam("first", type_=Integer), bindparam("last", type_=Integer)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose appointments of which days are read, at which of the worker's services; None for all."""

    services: frozenset[str]
    days: tuple[date, ...]
    whose: str | None = None
    service: str | None = None
    place: str | None = None

    def values(self) -> dict[str, Any]:
        """What the statements take."""
        ends = [*self.days, self.days[-1] + timedelta(days=1)]
        moments = {f"day_{number}": moment_of(one) for number, one in enumerate(ends)}
        around = sorted(self.services)
        values = {"around": around, "services": [self.service] if self.service else around, **moments}
        return values | ({"whose": self.whose} if self.whose else {})


def _day(number: int) -> BindParameter[Any]:
    return bindparam(f"day_{number}", type_=Moment)


def _place_of(days: int) -> ColumnElement[int]:
    """Which of so many days an appointment is on, counted from 0."""
    starts = Appointment.starts_at
    return case(*((starts < _day(number + 1), number) for number in range(days)), else_=days)


def _within(row: Any, days: int) -> ColumnElement[bool]:
    return and_(row.starts_at >= _day(0), row.starts_at < _day(days), live(row))


@cache
def _counts(days: int, of_worker: bool) -> Select[*tuple[Any, ...]]:
    row, mine = Appointment, [Appointment.worker_id == WHOSE] if of_worker else []
    counted = (
        select(_place_of(days).label("day"), row.service_id, func.coalesce(row.place, "").label("place"))
        .where(_within(row, days), row.service_id.in_(AROUND), *mine)
        .subquery()
        .c
    )
    groups = (counted.day, counted.service_id, counted.place)
    return select(*groups, func.count().label("number")).group_by(*groups).order_by(*groups)


def counts(wanted: Wanted) -> list[tuple[int, str, str, int]]:
    """How many appointments: the day's place among the days, service, room or place, number. One statement.

    Of all services and places, whichever are wanted.
    """
    return [tuple(row) for row in read(_counts(len(wanted.days), bool(wanted.whose)), wanted.values())]


def shown(wanted: Wanted, first: int, last: int) -> list[Slot]:
    """Of each day the appointments from number `first` (0 is the earliest) until before `last`. One statement."""
    place = {"place": wanted.place} if wanted.place else {}
    values = wanted.values() | place | {"first": first, "last": last}
    rows = read(_shown(len(wanted.days), bool(wanted.whose), bool(wanted.place)), values)
    return [slot(row, twice=bool(row.twice)) for row in rows]


@cache
def _shown(days: int, of_worker: bool, of_place: bool) -> Select[*tuple[Any, ...]]:
    """Built once: building it takes longer than running it."""
    row = Appointment
    more = [*([row.worker_id == WHOSE] if of_worker else []), *([row.place == PLACE] if of_place else [])]
    nth = func.row_number().over(partition_by=_place_of(days), order_by=(row.starts_at, row.root_id))
    picked = (
        select(row.id, nth.label("nth"))
        .where(_within(row, days), row.service_id.in_(SERVICES), *more)
        .subquery("picked")
    )
    busy = _busy(days)
    mine = busy.alias("mine")
    return (
        named()
        .add_columns(_twice(mine.c, busy.c).label("twice"))
        .join(picked, picked.c.id == row.id)
        .outerjoin(mine, mine.c.root_id == row.root_id)
        .where(picked.c.nth > FIRST, picked.c.nth <= LAST)
        .order_by(row.starts_at, row.root_id)
    )


def _busy(days: int) -> CTE:
    """From which second until which workers and rooms are taken on the days, worked out once for all that is shown."""
    row = Appointment
    columns = (row.root_id, row.worker_id, row.service_id, row.place, row.clinic, row.purpose)
    begins, lasts = cast(extract("epoch", row.starts_at), Double), 60 * _minutes(row)
    return (
        select(*columns, begins.label("begins"), (begins + lasts).label("ends"))
        .where(_within(row, days), row.service_id.in_(AROUND), _stands(row))
        .cte("busy")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )


def _twice(own: Any, other: Any) -> ColumnElement[bool]:
    """Whether the same worker or room is taken by another at the same time (`rules.diary.Slot.meets`)."""
    group = AppointmentPurpose.GROUP.value
    together = and_(own.begins == other.begins, own.purpose == group, other.purpose == group)
    room = and_(other.service_id == own.service_id, other.place == own.place, other.place != "")
    meets = (
        other.begins < own.ends,
        own.begins < other.ends,
        or_(other.worker_id == own.worker_id, room),
        other.root_id != own.root_id,
        ~together,
        or_(own.clinic.is_(None), own.clinic == "", other.clinic.is_(None), own.clinic != other.clinic),
    )
    return exists().where(*meets).correlate(own.root_id.table)


def _stands(row: Any) -> ColumnElement[bool]:
    return or_(row.outcome.is_(None), row.outcome.not_in(CALLED_OFF))


def _minutes(row: Any) -> ColumnElement[int]:
    """Those booked or, where nobody said, those of the edition in force on the day."""
    first, *later = DIARY.editions
    usual = [
        (and_(row.starts_at >= moment_of(edition.in_force_from), row.purpose == purpose), minutes)
        for edition in reversed(later)
        for purpose, minutes in edition.minutes.items()
    ]
    usual += [(row.purpose == purpose, minutes) for purpose, minutes in first.minutes.items()]
    return func.coalesce(row.minutes, case(*usual))
