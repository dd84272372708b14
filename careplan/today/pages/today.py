"""Today in words: the ranked lines with their buttons, the counts, and what each role may go on to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app, url_for

from careplan.audit.review.codes import READ_AUDIT, READ_AUDIT_FIGURES
from careplan.clients.codes import HAND_OVER, MANAGE_RECORDS, READ_DESK, READ_RECORD
from careplan.clients.labels import OUTCOMES, PURPOSES
from careplan.clients.rules.waits import WAITS as WAIT_STANDARD
from careplan.contacts.queries.diary import day_count
from careplan.contacts.rules.diary import Slot
from careplan.ground.clock import london, now
from careplan.ground.offers import Rank, Todo
from careplan.prescribing.codes import PRESCRIBE
from careplan.staff.codes import MANAGE_WORKERS, Role
from careplan.staff.queries import count_drafts, throttled
from careplan.staff.rules import SIGN_IN, Actor
from careplan.team.rules import on_the_worker
from careplan.today import queries
from careplan.today.pages.accounts import Accounts, accounts, stopped, unready
from careplan.today.pages.work import Work, work
from careplan.today.rules.ranking import AT_MOST, waited_days
from careplan.ui.frame import address
from careplan.ui.paging import page_count
from careplan.ui.tables import Column, Link, Paged, Table, Tag
from careplan.ui.words import clock, counted, day, time_words

TAGS = {
    Rank.SAFETY: ("Safety", "red"),
    Rank.WAITING: ("Waiting", "red"),
    Rank.OVERDUE: ("Overdue", "orange"),
    Rank.DUE: ("Due", "yellow"),
    Rank.OPEN: ("Open", "blue"),
}

WAITS = ("Waiting", "blue")
PAGE = 50
APPOINTMENTS = (
    Column("Time", lambda one: clock(one.starts_at)),
    Column("Client", "client", lambda one: address("record.overview", episode_id=one.episode_id)),
    Column("For", lambda one: ", ".join(filter(None, (PURPOSES[one.purpose], one.place, one.instead)))),
    Column("What came of it", lambda one: OUTCOMES[one.outcome] if one.outcome else _of(one, "appointment")),
    Column("Note", lambda one: "Written" if one.noted else _of(one, "new")),
)
LINES = "What to do, the most pressing first"
COLUMNS = (
    Column("Client", "name", "record"),
    Column("State", "tag"),
    Column("Why"),
    Column("What to do", lambda line: Link(line.button, line.href, f": {line.name}")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: who, why, since when, and where."""

    name: str
    reason: str
    since: str
    tag: Tag
    button: str
    href: str
    record: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that leads to its list."""

    value: str
    text: str
    href: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """What the page shows; `hidden` lines wait behind "show all", which has pages of `PAGE` lines."""

    clinical: bool
    pressing: int
    whose: str
    lines: Table
    hidden: int
    appointments: Table
    clients: tuple[tuple[str, str], ...]
    tiles: list[dict[str, object]]
    accounts: Accounts
    unready: Table
    throttled: Table
    packs: tuple[tuple[str, str], ...]


def today(worker: Actor, on: date, page: int | None) -> Today:
    """What waits for this worker, the most pressing or a page of all, the last where there are fewer.

    Few statements while nothing was written since it was last asked.
    """
    services = worker.open_services(READ_RECORD)
    waits = work(worker, on)
    pages = page_count(len(waits.todo), PAGE)
    page = page and min(page, pages)
    first, most = (0, AT_MOST) if page is None else ((page - 1) * PAGE, PAGE)
    shown = waits.todo[first : first + most]
    paged = Paged(page, pages, lambda to: url_for("today.today", show="all", page=to)) if page else None
    lines = [_line(one, on) for one in shown]
    managed = worker.open_services(MANAGE_WORKERS)
    told_from = on - timedelta(days=SIGN_IN.latest.told_days)
    return Today(
        clinical=bool(services),
        pressing=waits.pressing,
        whose=_whose(waits),
        lines=Table(LINES, COLUMNS, lines, caption_hidden=True, paged=paged),
        hidden=0 if page else len(waits.todo) - len(shown),
        appointments=Table("My appointments today", APPOINTMENTS, waits.appointments),
        clients=waits.clients,
        tiles=[vars_of(tile) for tile in _tiles(worker, services, waits, on)],
        accounts=accounts(worker, on),
        unready=unready(queries.unready(managed, on) if managed else []),
        throttled=stopped(throttled(managed, told_from) if managed else []),
        packs=_packs(worker, services),
    )


def _whose(waits: Work) -> str:
    """Whose the pressing lines are, where not all are the worker's own."""
    covered = waits.cover.pressing
    shared = max(waits.pressing - waits.own - covered, 0)
    others = [(covered, "you cover"), (shared, "shared with colleagues")]
    parts = [f"{number} {words}" for number, words in others if number]
    return ", ".join([f"{waits.own} of yours", *parts]) if parts else ""


def _packs(worker: Actor, services: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The services whose downtime pack the worker may print, by name."""
    held = {(one.service_name, one.service_id) for one in worker.memberships if one.service_id in services}
    return tuple((id_, name) for name, id_ in sorted(held))


def _of(one: Slot, page: str) -> Link:
    """The way from an appointment to its own page, or to the note about it."""
    words, name = ("Write the note", "appointment") if page == "new" else ("Record it", "appointment_id")
    href = address(f"contacts.{page}", **{"episode_id": one.episode_id, name: one.id})
    return Link(words, href, f": {one.client}")


def vars_of(tile: Tile) -> dict[str, object]:
    """The tile as the macro reads it."""
    return {"value": tile.value, "text": tile.text, "href": tile.href, "urgent": tile.urgent}


def _line(one: Todo, on: date) -> Line:
    """The line in words."""
    tag, colour = WAITS if one.subject == "waiting" and one.rank is Rank.OPEN else TAGS[one.rank]
    record = url_for("record.overview", episode_id=one.episode_id) if one.episode_id else ""
    href = url_for(one.endpoint, **dict(one.values))  # type: ignore[arg-type]
    return Line(
        one.client_name,
        ", ".join(filter(None, (one.reason[:1].upper() + one.reason[1:], one.instead))),
        _since(one, on),
        Tag(tag, colour),
        one.button,
        href,
        record,
    )


def _since(one: Todo, on: date) -> str:
    """What the line's day is, that day, and how long ago."""
    if one.since == on:
        return f"{one.dated} today" if one.dated else ""
    ago = f" ({counted(waited_days(one, on), 'day')} ago)" if one.since < on else ""
    return f"{one.dated or 'since'} {day(one.since)}{ago}"


def _tiles(worker: Actor, services: frozenset[str], waits: Work, on: date) -> Iterator[Tile]:
    if worker.has_drafts and (kept_typed := count_drafts(worker.id)):
        words = "draft you did not send" if kept_typed == 1 else "drafts you did not send"
        yield Tile(str(kept_typed), words, url_for("staff.my_drafts"))
    walk_ins, begins = on_the_worker(waits.duties, f"{london(now()):%H:%M}")
    if walk_ins:
        from_then = f" from {time_words(on, begins)}" if begins else ""
        words = f"{counted(walk_ins, 'walk-in').split(' ', 1)[1]} not seen yet: you are on duty{from_then}"
        yield Tile(str(walk_ins), words, url_for("team.duty"), not begins)
    if services:
        mine, nobodys, left = queries.caseload_sizes(services, worker.id, on)
        if mine or waits.cover.clients or Role.KEYWORKER in worker.roles:
            yield from _own_tiles(mine, waits)
        yield from _nobodys(worker, nobodys, left)
        if worker.may(MANAGE_RECORDS):
            yield from _answered_for(waits)
    yield from _at_the_desk(worker, on)
    yield from _closing(worker)
    if worker.may(READ_AUDIT_FIGURES) and "audit.index" in current_app.view_functions:
        words = "see the weakest figures" if worker.may(READ_AUDIT) else "see the figures"
        yield Tile("Audit", words, url_for("audit.index"))
    if worker.may(PRESCRIBE) and "prescribing.dose_round" in current_app.view_functions:
        yield Tile("Doses", "log today's doses", url_for("prescribing.dose_round"))


def _nobodys(worker: Actor, nobodys: int, left: int) -> Iterator[Tile]:
    """Who has no keyworker; a manager hands them over, with those whose keyworker is gone."""
    manager = worker.may(HAND_OVER)
    here = url_for("clients.hand_over") if manager else url_for("record.caseload", whose="nobodys")
    if number := left if manager else nobodys:
        words = counted(number, "client").split(" ", 1)[1] + " without a keyworker"
        yield Tile(str(number), words, here, manager)


def _at_the_desk(worker: Actor, on: date) -> Iterator[Tile]:
    """The day's appointments, for who sees the diary and no record."""
    desk = worker.open_services(READ_DESK) - worker.services(READ_RECORD)
    if desk:
        every, unsettled = day_count(desk, on, now())
        words = f"{counted(every, 'appointment').split(' ', 1)[1]} today, {unsettled} without an outcome"
        yield Tile(str(every), words, url_for("contacts.diary", whose="all"), unsettled > 0)


def _closing(worker: Actor) -> Iterator[Tile]:
    """Who would be lost at a service that closes or has closed: a manager ends or transfers these episodes."""
    ends = {one.service_id: one for one in worker.memberships if one.closed_on and one.role is Role.MANAGER}
    for service_id, number in queries.still_open(frozenset(ends)).items() if ends else ():
        current = ends[service_id]
        verb = "closed" if current.closed else "closes"
        words = f"still open at {current.service_name}, which {verb} on {day(current.closed_on)}"
        yield Tile(str(number), words, url_for("record.caseload", whose="all", service=service_id), True)


def _answered_for(waits: Work) -> Iterator[Tile]:
    """What a manager answers for: late reviews of all keyworkers, and who waits to be seen; the caseload lists them."""
    reviews = "review" if waits.behind == 1 else "reviews"
    words = f"{reviews} late or overdue, all keyworkers"
    here = url_for("record.caseload", whose="all", state="behind")
    yield Tile(str(waits.behind), words, here, waits.behind > 0)
    if waits.unseen:
        longest = counted(WAIT_STANDARD.latest.target.days, "day")
        words = f"waiting to be seen, {waits.long} for more than {longest}"
        here = url_for("record.caseload", whose="all", state="waiting")
        yield Tile(str(waits.unseen), words, here, waits.long > 0)


def _own_tiles(mine: int, waits: Work) -> Iterator[Tile]:
    cover = waits.cover
    words = _with_cover("on my caseload", cover.clients)
    yield Tile(str(mine), words, url_for("record.caseload", whose="mine"))
    behind = url_for("record.caseload", whose="mine", state="behind")
    words = _with_cover("reviews late or overdue", cover.late)
    yield Tile(str(waits.late), words, behind, waits.late + cover.late > 0)
    due = url_for("record.caseload", whose="mine", state="due")
    yield Tile(str(waits.due), _with_cover("reviews due soon", cover.due), due)


def _with_cover(words: str, number: int) -> str:
    """The words of a count of the worker's own, with how many there are of whom the worker covers."""
    return f"{words}, and {number} you cover" if number else words
