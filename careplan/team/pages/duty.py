"""The duty list and the rota in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for

from careplan.clients.registers.pages import Left
from careplan.staff.doors import worker_may
from careplan.team import queries
from careplan.team.labels import TURNS
from careplan.team.queries import OnDuty, Walked
from careplan.team.registers import DUTIES
from careplan.team.rules import Away, turn
from careplan.ui.frame import addresses
from careplan.ui.paging import Rows
from careplan.ui.tables import Column, Link, Paged, Table, Tag
from careplan.ui.words import day, day_short, moment

SIZE = 25
AHEAD = timedelta(days=27)
"""So many days of the rota stand below its form."""


def time_words(text: str) -> str:
    """HH:MM as people write it: 9am, 2.30pm."""
    hour, minute = int(text[:2]), text[3:]
    return f"{hour % 12 or 12}{'' if minute == '00' else '.' + minute}{'pm' if hour >= 12 else 'am'}"


def _of(services: Mapping[str, str]) -> tuple[Column, ...]:
    """The column of the service, where there are several."""
    return (Column("Service", lambda one: services[one.service_id]),) if len(services) > 1 else ()


@dataclass(frozen=True, slots=True)
class DutyList:
    """What the duty list shows of the worker's services, and where a press says who was seen."""

    see_at: Callable[[Walked], str]
    on_duty: Table
    walked: Table
    nobodys: Table
    away: Table


def duty(services: Mapping[str, str], at: datetime, page: int, walked: int) -> DutyList:
    """The duty list as the London clock shows `at`, with a page each of who walked in and whose keyworker is away.

    Five statements, whatever the number of clients.
    """
    here, on = frozenset(services), at.date()
    away = queries.listed(here, on, page, SIZE, gone=True)
    came = queries.walked_in(here, on, walked, SIZE)
    return DutyList(
        _see_at(),
        _on_duty(services, queries.on_duty(here, on), f"{at:%H:%M}"),
        _walked(services, came, on, away.number),
        _nobodys(services, queries.listed(here, on, 1, SIZE, gone=False)),
        _left(here, on, away, came.number),
    )


def _hours(one: OnDuty) -> str:
    return f"{time_words(one.from_time)} to {time_words(one.until_time)}"


def _turn(one: OnDuty, at: str) -> Tag:
    if one.away:
        return Tag("Away", "red")
    return Tag(*TURNS[turn(one.from_time, one.until_time, at)])


def _on_duty(services: Mapping[str, str], rows: Sequence[OnDuty], at: str) -> Table:
    columns = (
        Column("Who", "name"),
        Column("When", _hours),
        *_of(services),
        Column("State", lambda one: _turn(one, at)),
    )
    return Table(
        "On duty", columns, rows, "Nobody is on the rota for today. A manager of the service sets it."
    )


def _walked(services: Mapping[str, str], page: Rows, on: date, other: int) -> Table:
    address = _records()

    def record(one: Walked) -> str:
        return address(one.episode_id) if one.episode_id else ""

    def came(one: Walked) -> str:
        at = time_words(one.came_at)
        at = at if one.came_on == on else f"{day_short(one.came_on)}, {at}"
        return f"{at}; came on {day_short(one.since)} and was not seen" if one.since else at

    columns = (
        Column("Who", "client", record),
        Column("Came", came),
        Column("What for", lambda one: one.words or "Not recorded"),
        *_of(services),
        Column("Seen"),
    )
    caption = f"Walk-ins ({page.total})" if page.pages > 1 else "Walk-ins"
    to = Paged(page.number, page.pages, lambda at: _address(other, at), "Pages of walk-ins")
    return Table(caption, columns, page.rows, "Nobody walked in today yet.", paged=to)


def _address(away: int, walked: int) -> str:
    """The duty list with these pages of its two lists."""
    return url_for("team.duty", page=away if away > 1 else None, walked=walked if walked > 1 else None)


def seen(one: Walked) -> str:
    """By whom and when a walk-in was seen."""
    return f"{one.seen_by}, {time_words(one.seen_at)}"


def _see_at() -> Callable[[Walked], str]:
    """Where one press says that the worker saw them; empty for who may not. Who sees a client writes about it."""
    stranger = addresses("team.see", "walk_in_id") if worker_may("keep_duty") else None
    client = (
        addresses("contacts.seen", "episode_id", "walk_in_id") if worker_may("write_assessment") else None
    )

    def address(one: Walked) -> str:
        if one.episode_id is None:
            return stranger(one.id) if stranger else ""
        return client(one.episode_id, one.id) if client else ""

    return address


def _records() -> Callable[[str], str]:
    """What makes the address of a record, or of its appointments for who may not open it: reception."""
    return addresses(
        "record.overview" if worker_may("read_record") else "contacts.appointments", "episode_id"
    )


def _nobodys(services: Mapping[str, str], page: Rows) -> Table:
    address = _records()
    columns = (
        Column("Client", "name", lambda one: address(one.episode_id)),
        Column("Referred", lambda one: day_short(one.referred_on)),
        Column("Keyworker", lambda one: f"Was {one.keyworker}" if one.keyworker else "Nobody yet"),
        *_of(services),
    )
    caption = f"Nobody’s clients ({page.total})"
    return Table(caption, columns, page.rows, "Every client has a keyworker.")


def _left(services: frozenset[str], on: date, page: Rows, other: int) -> Table:
    gone = {(one.worker_id, one.service_id): one for one in queries.away(services, on)}
    keyed = ((one, gone.get((one.keyworker_id or "", one.service_id))) for one in page.rows)
    rows = [(one, absence) for one, absence in keyed if absence]
    address = _records()
    columns = (
        Column("Client", lambda one: one[0].name, lambda one: address(one[0].episode_id)),
        Column("Keyworker", lambda one: one[1].worker),
        Column("Away until", lambda one: day_short(one[1].until_on)),
        Column("Cover", lambda one: one[1].cover or Tag("Nobody", "red")),
    )
    paged = Paged(page.number, page.pages, lambda at: _address(at, other), "Pages of clients")
    return Table(
        f"Keyworker away ({page.total})", columns, rows, "Every keyworker is here today.", paged=paged
    )


def rota(rows: Sequence[OnDuty]) -> Table:
    """The next weeks of the rota, each row with the way to its correction."""
    columns = (
        Column("Day", lambda one: f"{one.duty_on:%a} {day_short(one.duty_on)}"),
        Column("When", _hours),
        Column("Who", "name"),
        Column("State", lambda one: Tag("Away", "red") if one.away else ""),
        Column(
            "Action",
            lambda one: Link(
                "Correct",
                url_for(DUTIES.endpoint("row"), service_id=one.service_id, row_id=one.id),
                f" {one.name}, {day(one.duty_on)}",
            ),
            label_hidden=True,
        ),
    )
    return Table("The next four weeks", columns, rows, "Nobody is on the rota yet.")


def clashes(
    days: Iterable[date], rows: Iterable[OnDuty], absent: Iterable[Away], chosen: tuple[str, str, str]
) -> str:
    """Why a worker cannot be on duty on these days at these times (worker, from, until); empty where they can."""
    worker, first, last = chosen
    for on in days:
        twice = [
            one
            for one in rows
            if one.duty_on == on
            and one.worker_id == worker
            and one.from_time < last
            and first < one.until_time
        ]
        if twice:
            return f"{twice[0].name} is on duty from {_hours(twice[0])} on {day(on)} already"
        if gone := [one for one in absent if one.worker_id == worker and one.meets(on, on)]:
            return f"{gone[0].worker} is away on {day(on)}"
    return ""


def stays(row: Any) -> Left | None:
    """The appointment that a walk-in became, which its being struck out leaves in the diary."""
    if (one := queries.became(row)) is None:
        return None
    words = f"The appointment of {moment(one.starts_at)} that it became stays in the diary."
    here = url_for("clients.mistake", episode_id=one.episode_id, kind="appointment", row_id=one.id)
    return Left(words, here)
