"""The waiting list in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from careplan.clients.codes import PRESCRIBING, AppointmentPurpose
from careplan.clients.labels import PRIORITIES
from careplan.clients.registers.outside import OUTSIDE_REFERRALS
from careplan.ground.clock import london
from careplan.ground.memory import Kept
from careplan.trail.queries import marks
from careplan.ui.frame import addresses
from careplan.ui.paging import page_number
from careplan.ui.render import own_address
from careplan.ui.returning import NAME
from careplan.ui.tables import Above, Column, Link, Paged, Table, Tag
from careplan.ui.words import clock, counted, day_short
from careplan.waits.labels import ANSWERS, AWAITED, STANDINGS, STATES, left_words
from careplan.waits.queries import page
from careplan.waits.registers import WAIT_REVIEWS
from careplan.waits.rules import NOT_DECIDED, Rung, Standing, Wait, standing

SIZE = 25
NOBODY = "Nobody waits. Clients appear here from their referral until a first appointment is offered."
NO_MATCH = "Nobody waits here. Choose Any treatment or All services, then Show."
NEW_REVIEW = WAIT_REVIEWS.endpoint("new")
PURPOSES: dict[str, str] = dict.fromkeys(PRESCRIBING, AppointmentPurpose.PRESCRIBING)
"""What the first appointment for a treatment is for, where it is not an assessment."""


PAGES: Kept[tuple[list[Wait], int, int, int]] = Kept(most=64)
"""By services, treatment and page, of this process: read again after any change of a record of the services."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of the list, how many wait, what was chosen, and what can be done about a wait."""

    table: Table
    total: int
    kind: str | None
    service_id: str | None
    acts: Callable[[Wait, datetime], list[Link]]
    accept: Callable[[str], str]


def waiting(services: Mapping[str, str], args: Mapping[str, str], on: date) -> Waiting:
    """The list that an address asks for; `services`: id and name. One statement, three after a write."""
    kind = args.get("kind") if args.get("kind") in AWAITED else None
    service = args.get("service") if args.get("service") in services else None
    asked_for = frozenset({service} if service else services)
    at, state = page_number(args.get("page", "1")), marks(asked_for)  # read before the rows
    rows, number, pages, total = PAGES.get(
        (asked_for, kind, at), state, lambda: page(asked_for, kind, at, SIZE)
    )

    def address(at: int) -> str:
        return url_for("waits.index", kind=kind, service=service, page=at)

    empty = NO_MATCH if kind or service else NOBODY
    paged = Paged(number, pages, address)
    table = Table(
        "Waiting list",
        _columns(services, on),
        rows,
        empty,
        caption_hidden=True,
        classes="app-wide",
        paged=paged,
    )
    return Waiting(table, total, kind, service, acts(), addresses("waits.accept", "episode_id"))


def _columns(services: Mapping[str, str], on: date) -> list[Column]:
    """The columns of the list, that of the service where there are several."""
    record, review = addresses("record.overview", "episode_id"), addresses(NEW_REVIEW, "episode_id", "kind")
    referral = addresses("waits.referral", "episode_id")

    def reviewed(row: Wait) -> Link | str:
        """Why it takes so long, where nobody said so; the day on which it was reported."""
        if standing(row, on) is Standing.LONG:
            return Link("Review the wait", review(row.episode_id, row.kind), f" of {row.client_name}")
        if row.reported_on:
            return f"Reported {day_short(row.reported_on)}"
        return f"Reviewed {day_short(row.reviewed_on)}" if row.reviewed_on else ""

    def stands(row: Wait) -> Above:
        where = Link(stands_words(row), referral(row.episode_id), f": {row.client_name}, referral")
        return Above(where, row.keyworker or "Nobody yet")

    return [
        Column("Client", "client_name", lambda row: record(row.episode_id)),
        Column("Waits for", lambda row: AWAITED[row.kind]),
        Column("Priority", lambda row: Tag(PRIORITIES[row.priority], "red") if row.first else "No priority"),
        Column("Waited", lambda row: Above(counted(row.waited(on), "day"), day_short(row.referred_on))),
        Column("Target", lambda row: Tag(left_words(row, on), STANDINGS[standing(row, on)][1])),
        Column("Review", reviewed),
        Column("Referral, keyworker", stands),
        *([Column("Service", lambda row: services[row.service_id])] if len(services) > 1 else []),
        Column("Action", label_hidden=True),
    ]


def stands_words(row: Wait) -> str:
    """Where the referral stands: booked, what was answered, received."""
    return booked_words(row) or (ANSWERS[row.answer] if row.answer is not None else "Received")


def booked_words(row: Wait) -> str:
    """Day and time of the appointment that is booked."""
    at = row.appointment_at and london(row.appointment_at)
    return f"Booked for {day_short(at.date())}, {clock(at)}" if at else ""


def acts() -> Callable[[Wait, datetime], list[Link]]:
    """What tells at a moment what can be done about a wait from the list; accepting stands apart, in a form."""
    back = {NAME: own_address()}
    book = addresses("contacts.book", "episode_id", "purpose", **back)
    move = addresses("contacts.move", "episode_id", "appointment_id", **back)
    came = addresses("contacts.first_attendance", "episode_id", "appointment_id", "kind", "outcome", **back)
    put_back = addresses("plans.put_back", "episode_id")

    def of(row: Wait, moment: datetime) -> Iterator[tuple[str, str]]:
        if row.appointment_id is None or row.appointment_at is None:
            purpose = "triage" if row.kind == NOT_DECIDED else PURPOSES.get(row.kind, "assessment")
            yield "Offer an appointment", book(row.episode_id, purpose)
        elif row.appointment_at > moment:
            yield "Move", move(row.episode_id, row.appointment_id)
        else:
            for words, outcome in (("Came", "attended"), ("Did not come", "did_not_attend")):
                yield words, came(row.episode_id, row.appointment_id, row.kind, outcome)
        yield "Put back", put_back(row.episode_id)

    return lambda row, at: [Link(words, where, f": {row.client_name}") for words, where in of(row, at)]


def facts(row: Any) -> list[tuple[str, str]]:
    """Who referred, in words."""
    return OUTSIDE_REFERRALS.told(row) if row is not None else []


def steps(every: Sequence[Rung]) -> Table:
    """The states of a referral, each with its day and who."""
    columns = (
        Column("State", lambda one: STATES[one.state]),
        Column("Day", lambda one: day_short(one.on)),
        Column("Who", "by"),
        Column("What was said", "words"),
    )
    return Table("Steps of the referral", columns, every)
