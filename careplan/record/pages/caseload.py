"""The caseload in words: one line for each client, and what the filters offer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import url_for

from careplan.ground import gathering
from careplan.ground.db import writes
from careplan.ground.memory import Kept
from careplan.ground.offers import Listed
from careplan.plans.labels import CLOCK
from careplan.plans.queries import Clocked, clocked, clocked_of
from careplan.plans.rules.clock import Reading
from careplan.record.labels import ORDERS, STATES, WHOSE
from careplan.record.queries import cells
from careplan.record.rules.caseload import Order, State, Whose, counts, kept, sorted_by
from careplan.staff.codes import Role
from careplan.staff.rules import Actor
from careplan.trail.queries import ByRecord, marks
from careplan.ui.paging import page_number, part_of
from careplan.ui.tables import Above, Column, Paged, Table, Tag
from careplan.ui.words import counted, day_short

SIZE = 50
CLOCKED: Kept[list[Clocked]] = Kept(most=16)
RECORDS: ByRecord[list[Clocked]] = ByRecord(most=16)
"""By services and keyworker, of this process. A thousand clients take about a megabyte."""
CELLS: Kept[list[Mapping[str, object]]] = Kept(most=64)
"""What rooms show of the clients of a page, by services and clients."""
NOBODY_YET = (
    "No clients are allocated to you yet. They appear here when you become their keyworker."
    " To see the whole service, choose All clients and Show."
)
NO_MATCH = "No client matches. Choose Any state or All clients, then Show."
OVERLAPS = frozenset({State.BEHIND})
"""Offered only while it is chosen: it counts clients of two other states again."""
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; codes only."""

    whose: Whose
    state: State | None
    service_id: str | None
    order: Order
    page: int

    def address(self, page: int) -> str:
        """The same list, another page of it."""
        values: dict[str, Any] = {"whose": self.whose, "state": self.state, "service": self.service_id}
        values |= {"sort": self.order, "page": page}
        return url_for("record.caseload", **{name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """One client of the list."""

    href: str
    name: str
    born: str
    started: str
    keyworker: str
    service: str
    plan: Tag | Above
    due: str
    more: tuple[object, ...]

    @property
    def keyworker_and_service(self) -> Above:
        """Who keeps the case, and where."""
        return Above(self.keyworker, self.service)


@dataclass(frozen=True, slots=True)
class Caseload:
    """A page of the list, with what the filters offer: codes with their words."""

    table: Table
    total: int
    services: Mapping[str, str]
    states: list[tuple[State, str]]


def filters_of(args: Mapping[str, str], worker: Actor) -> Filters:
    """What an address asks for; anything unknown falls back to the usual list."""
    usual = Whose.MINE if Role.KEYWORKER in worker.roles else Whose.ALL
    return Filters(
        _code(Whose, args.get("whose")) or usual,
        _code(State, args.get("state")),
        args.get("service") or None,
        _code(Order, args.get("sort")) or Order.URGENCY,
        page_number(args.get("page", "1")),
    )


def _code(codes: type[E], text: str | None) -> E | None:
    return next((code for code in codes if code == text), None)


def caseload(services: frozenset[str], worker: Actor, want: Filters, on: date) -> Caseload:
    """The page of the list. The number of statements does not depend on the number of clients."""
    pairs = sorted(
        {(one.service_name, one.service_id) for one in worker.memberships if one.service_id in services}
    )
    names = {service_id: name for name, service_id in pairs}
    state = None if writes.get() else (marks(services), on)  # read before the rows
    whole = _whole(services, state, on, worker.id if want.whose is Whose.MINE else None)
    service = want.service_id if want.service_id in names else None
    mine = kept(whole, worker.id, want.whose, None, service)
    rows = sorted_by(kept(mine, worker.id, want.whose, want.state, service), want.order)
    page, of_rooms = part_of(rows, want.page, SIZE), gathering.listed()
    more = _more_of(of_rooms, services, state, tuple(row.episode_id for row in page.rows), on)
    record = url_for("record.overview", episode_id="-")[:-1]
    paged = Paged(page.number, page.pages, want.address)
    table = Table(
        f"{WHOSE[want.whose]}, {ORDERS[want.order].lower()}",
        _columns(of_rooms, want.whose is Whose.ALL, len(names) > 1),
        [_line(row, record + row.episode_id, names, more) for row in page.rows],
        NOBODY_YET if want.whose is Whose.MINE and want.state is None else NO_MATCH,
        caption_hidden=True,
        classes="app-caseload app-wide",
        paged=paged,
    )
    return Caseload(table, len(rows), names, _states(counts(mine), want.state))


def _whole(
    services: frozenset[str], state: tuple[int, date] | None, on: date, keyworker_id: str | None
) -> list[Clocked]:
    """Every client by name, read again after any change of a record of the services."""

    def make() -> list[Clocked]:
        return clocked(services, on, keyworker_id)

    def renew(before: list[Clocked], written: frozenset[str]) -> list[Clocked]:
        ids = [one.episode_id for one in before if one.record in written]
        now = {one.episode_id: one for one in clocked_of(services, ids, on)}
        return [now.get(one.episode_id, one) for one in before]

    key = services, keyworker_id
    return CLOCKED.get(key, state, lambda: RECORDS.get(key, services, make, renew)) if state else make()


def _more_of(
    of_rooms: tuple[Listed, ...],
    services: frozenset[str],
    state: tuple[int, date] | None,
    episodes: tuple[str, ...],
    on: date,
) -> list[Mapping[str, object]]:
    """The cells of these clients by column and episode, read again likewise."""

    def make() -> list[Mapping[str, object]]:
        return cells(of_rooms, services, episodes, on)

    return CELLS.get((of_rooms, services, episodes), state, make) if state else make()


def _states(counted: Mapping[State, int], chosen: State | None) -> list[tuple[State, str]]:
    return [
        (state, f"{text} ({counted[state]})")
        for state, text in STATES.items()
        if state not in OVERLAPS or state == chosen
    ]


COLUMNS = (
    Column("Name", "name", "href"),
    Column("Born", "born"),
    Column("Treatment start", "started"),
    Column("Care plan", "plan"),
    Column("Plan review due", "due"),
)


def _columns(of_rooms: tuple[Listed, ...], of_all: bool, many: bool) -> tuple[Column, ...]:
    """With the keyworker where all clients are listed, and the service where the worker reads at several."""
    columns = (*COLUMNS, *(Column(one.label, _more(at)) for at, one in enumerate(of_rooms)))
    if of_all and many:
        return (*columns, Column("Keyworker and service", "keyworker_and_service"))
    if of_all:
        return (*columns, Column("Keyworker", "keyworker"))
    return (*columns, Column("Service", "service")) if many else columns


def _more(at: int) -> Callable[[Line], object]:
    return lambda line: line.more[at]


def _line(row: Clocked, href: str, names: Mapping[str, str], more: list[Mapping[str, object]]) -> Line:
    return Line(
        href=href,
        name=row.client_name,
        born=row.born.short(),
        started=day_short(row.started_on, "Not started"),
        keyworker=row.keyworker or "Nobody yet",
        service=names.get(row.service_id, ""),
        plan=_plan(row.reading),
        due=day_short(row.reading.due.on if row.reading.due else None, "None"),
        more=tuple(column[row.episode_id] for column in more),
    )


def _plan(reading: Reading) -> Tag | Above:
    state, colour = CLOCK[reading.status]
    if reading.waited is None:
        return Tag(state, colour)
    tag = Tag(state, "red" if reading.too_long else colour)
    return Above(tag, f"{counted(reading.waited, 'day')} since referral")
