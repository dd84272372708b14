"""The diary in words: a day or a week, the appointments of a record, and one of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from flask import url_for

from careplan.clients.actions import striking
from careplan.clients.codes import (
    CALLED_OFF,
    READ_RECORD,
    WRITE_ASSESSMENT,
    AppointmentOutcome,
    AppointmentPurpose,
)
from careplan.clients.doors import front, reads_record
from careplan.clients.labels import OUTCOMES, PURPOSES
from careplan.clients.models import Appointment
from careplan.clients.queries.mistakes import of_episode
from careplan.contacts.forms.diary import OutcomeForm
from careplan.contacts.pages.days import MOST, days_of
from careplan.contacts.queries import diary as reads
from careplan.contacts.queries.days import Wanted as Reading
from careplan.contacts.rules.diary import Slot, by_day, week_of
from careplan.ground.clock import london, now
from careplan.ground.dates import asked_day
from careplan.ground.mistakes import Again, Mistake
from careplan.staff.codes import CLINICAL
from careplan.staff.doors import actor
from careplan.staff.queries import colleagues
from careplan.staff.rules import Actor
from careplan.ui.frame import addresses
from careplan.ui.paging import Rows, page_count, page_number
from careplan.ui.tables import Above, Column, Link, Paged, Table, Tag
from careplan.ui.words import clock, day, day_long, time_words

if TYPE_CHECKING:
    from careplan.clients.models import Episode

VIEWS = {"day": "Day", "week": "Week"}
MINE, ALL = "mine", "all"
TWICE = "Booked twice"
COLOURS = {
    AppointmentOutcome.ATTENDED: "green",
    AppointmentOutcome.DID_NOT_ATTEND: "red",
    AppointmentOutcome.CANCELLED_BY_CLIENT: "grey",
    AppointmentOutcome.CANCELLED_BY_SERVICE: "grey",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the diary an address asks for: day, view, whose and, of the shown rooms and services, which."""

    on: date
    view: str = "day"
    whose: str = MINE
    place: str = ""
    service: str = ""
    page: int = 1

    @property
    def days(self) -> list[date]:
        """The days that are shown."""
        return week_of(self.on) if self.view == "week" else [self.on]

    def link(self, days: int = 0, **more: str) -> str:
        """The address of this diary so many days later, or changed."""
        narrowed = {"place": self.place or None, "service": self.service or None}
        page = {"page": self.page} if self.page > 1 and not (days or more) else {}
        values: dict[str, Any] = {"view": self.view, "whose": self.whose, **narrowed, **page, **more}
        every = {"day": (self.on + timedelta(days=days)).isoformat()} | values
        query = urlencode({name: value for name, value in every.items() if value is not None})
        return f"{url_for('contacts.diary')}?{query}"


def asked(args: Mapping[str, str], today: date) -> Asked:
    """What an address asks for; what it cannot mean is left out. Reception, whom nobody sees, sees everybody's."""
    on, usual = asked_day(args.get("day", ""), today), MINE if actor().may(READ_RECORD) else ALL
    view = args.get("view", "day")
    narrowed = args.get("place", ""), args.get("service", "")
    page = page_number(args.get("page", ""))
    return Asked(on, view if view in VIEWS else "day", args.get("whose") or usual, *narrowed, page)


def purpose(args: Mapping[str, str]) -> str:
    """What an address says an appointment is for; keywork where it says nothing that is known."""
    given = args.get("purpose", "")
    return given if given in PURPOSES else AppointmentPurpose.KEYWORK


def back(query: str | None, today: date) -> str:
    """The diary that a form came from."""
    given = {name: values[0] for name, values in parse_qs(query or "").items()}
    return asked(given, today).link() if given else url_for("contacts.diary")


@dataclass(frozen=True, slots=True)
class Diary:
    """What the page shows: days with their appointments and how many more, and what it can be narrowed to.

    `past`: whose time has come. `noted_at`: the services where the worker writes notes.
    """

    heading: str
    days: Sequence[tuple[date, Sequence[Slot], int]]
    whose: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, str]]
    services: Mapping[str, str]
    table: Table | None
    past: set[str]
    noted_at: frozenset[str]


def diary(services: frozenset[str], worker: Actor, wanted: Asked) -> Diary:
    """A day or a week of one worker or of everybody. Two statements, four after a write."""
    names = colleagues(services, wanted.on, CLINICAL)
    whose = worker.id if wanted.whose == MINE else wanted.whose
    held = {one.service_id: one.service_name for one in worker.memberships if one.service_id in services}
    narrowed = (None if whose == ALL else whose, wanted.service if wanted.service in held else None)
    reading = Reading(services, tuple(wanted.days), *narrowed, wanted.place or None)
    of_day = wanted.view == "day"
    places, totals, number, slots = days_of(reading, wanted.page if of_day else None)
    days, moment = by_day(slots), now()
    others = [(id_, name) for id_, name in names.items() if id_ != worker.id]
    return Diary(
        heading=_heading(wanted),
        days=[(on, days.get(on, []), totals[at] - MOST) for at, on in enumerate(wanted.days)],
        whose=[(MINE, "Mine"), (ALL, "Everybody"), *others],
        places=[(one, one) for one in places],
        services=held if len(held) > 1 else {},
        table=_table(wanted, slots, (number, totals[0]), whose == worker.id, held) if of_day else None,
        past={one.id for one in slots if one.starts_at <= moment},
        noted_at=worker.services(WRITE_ASSESSMENT),
    )


def _heading(wanted: Asked) -> str:
    if wanted.view == "week":
        return f"Diary, week of {day(wanted.days[0])}"
    return f"Diary, {day_long(wanted.on)}"


def what(one: Slot) -> str:
    """What it is for, where, and in which clinic."""
    return ", ".join(filter(None, (PURPOSES[one.purpose], one.place, one.clinic)))


def time_of(one: Slot) -> str:
    """From when to when."""
    return f"{clock(one.starts_at)} to {clock(one.ends_at)}"


def outcome(one: Slot) -> Tag:
    """What came of it."""
    if one.outcome is None:
        return Tag("Booked", "blue")
    late = f", {one.late_minutes} minutes late" if one.late_minutes else ""
    return Tag(f"{OUTCOMES[one.outcome]}{late}", COLOURS[one.outcome])


def short(on: date) -> str:
    """A day as a column of the week is headed: Mon 2 Mar."""
    return f"{on:%a} {on.day} {on:%b}"


def page_of() -> Callable[[Slot], str]:
    """What makes the addresses of appointments."""
    made = addresses("contacts.appointment", "episode_id", "appointment_id")
    return lambda one: made(one.episode_id, one.id)


def _table(
    wanted: Asked, rows: Sequence[Slot], of: tuple[int, int], mine: bool, services: Mapping[str, str]
) -> Table:
    """The appointments of one page of a day; `of`: which page, and how many appointments the day has."""
    leads = page_of()
    columns = (
        Column("Time", lambda one: Above(time_of(one), TWICE) if one.twice else time_of(one)),
        Column("Client", "client", lambda one: url_for(front(one.service_id), episode_id=one.episode_id)),
        Column("For", lambda one: Link(what(one), leads(one), f", {one.client}")),
        *(() if mine else (Column("With", lambda one: one.worker or "Nobody yet"),)),
        *((Column("Service", lambda one: services[one.service_id]),) if len(services) > 1 else ()),
        Column("What came of it"),
    )
    paged = Paged(of[0], page_count(of[1], reads.SIZE), lambda page: wanted.link(page=str(page)))
    empty = "No appointment on this day."
    return Table("Appointments", columns, rows, empty, caption_hidden=True, paged=paged)


def of_record(page: Rows) -> Table:
    """The appointments of a record, the latest first."""
    leads = page_of()
    columns = (
        Column("When", lambda one: Link(f"{day(one.starts_at)}, {clock(one.starts_at)}", leads(one))),
        Column("For", lambda one: Above(what(one), TWICE) if one.twice else what(one)),
        Column("With", lambda one: one.worker or "Nobody yet"),
        Column("What came of it", outcome),
    )
    empty = "No appointment is booked yet. Appointments appear here, the latest first."
    paged = Paged(page.number, page.pages, "?page={}".format)
    return Table("Appointments", columns, page.rows, empty, caption_hidden=True, paged=paged)


def when(row: Appointment) -> str:
    """Day and time of an appointment."""
    at = london(row.starts_at)
    return f"{day_long(at)}, {time_words(at.date(), f'{at:%H:%M}')}"


def told_desk(row: Appointment) -> list[tuple[str, str]]:
    """What reception reads of an appointment: labels and words."""
    late = f", {row.late_minutes} minutes late" if row.late_minutes else ""
    came = f"{OUTCOMES[row.outcome]}{late}" if row.outcome else "Not recorded yet"
    rows = [
        ("When", when(row)),
        ("For", PURPOSES[row.purpose]),
        ("How long", f"{row.minutes} minutes" if row.minutes else ""),
        ("Room or place", row.place or ""),
        ("Clinic", row.clinic or ""),
        ("What came of it", came),
    ]
    return [one for one in rows if one[1]]


def told(row: Appointment) -> list[tuple[str, str]]:
    """The same with what colleagues wrote about it."""
    written = [("Note for colleagues", row.words or ""), ("Why", row.outcome_words or "")]
    return [*told_desk(row), *(one for one in written if one[1])]


def told_here(row: Appointment) -> list[tuple[str, str]]:
    """What the worker may read of an appointment: reception not what colleagues wrote."""
    return told(row) if reads_record(row.service_id) else told_desk(row)


def clashes(services: frozenset[str], rows: Sequence[Appointment]) -> list[str]:
    """Who or which room is booked already at these times, in sentences; nothing is refused for it."""
    ids, days = {row.root_id for row in rows}, [london(row.starts_at).date() for row in rows]
    every = reads.of_days(services, days, reads.shares(rows[0]))
    mine = [one for one in every if one.id in ids]
    return [
        f"{other.worker if other.worker_id == one.worker_id else other.place} has another appointment on "
        f"{day(one.starts_at)}, {time_of(other)}."
        for one in mine
        for other in every
        if other.id not in ids and other.stands and one.meets(other)
    ]


def fields(row: Appointment) -> dict[str, Any]:
    """What an appointment holds, by the names of the form that books one."""
    at = london(row.starts_at)
    names = ("purpose", "worker_id", "minutes", "place", "clinic", "words")
    return {"day": at.date(), "at": f"{at:%H:%M}", **{name: getattr(row, name) for name in names}}


def may_be(form: OutcomeForm, row: Appointment) -> bool:
    """Whether the outcome can be known yet; if not, the form says what can be done."""
    if row.starts_at > now() and form.outcome.data not in CALLED_OFF:
        form.form_errors.append("This appointment is still to come. It can be moved or cancelled")
    return not form.form_errors


def said(settled: str | None) -> str:
    """An outcome within a sentence."""
    return OUTCOMES[settled or ""].lower()


def _again(episode: "Episode", row: Appointment) -> Again:
    """With what came of one that has been, and for reception without what colleagues wrote."""
    given = fields(row) | ({"outcome": row.outcome} if row.starts_at <= now() else {})
    return "contacts.book", {}, given if reads_record(episode.service_id) else given | {"words": None}


MISTAKES = (
    Mistake(
        kind="appointment",
        name="appointment",
        then="It leaves the diary. A note that was written about it stays.",
        find=of_episode(Appointment),
        shown=told_here,
        strike=striking("appointment"),
        again=_again,
        desk=True,
    ),
)
