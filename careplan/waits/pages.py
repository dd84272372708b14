"""The waiting list in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from careplan.clients.codes import PRESCRIBING, AppointmentPurpose
from careplan.clients.labels import PRIORITIES
from careplan.clients.registers.outside import OUTSIDE_REFERRALS
from careplan.ground.clock import london
from careplan.ui.paging import page_number
from careplan.ui.returning import led
from careplan.ui.tables import Above, Column, Link, Paged, Table, Tag
from careplan.ui.words import clock, counted, day_short
from careplan.waits.labels import ANSWERS, AWAITED, STANDINGS, STATES, left_words
from careplan.waits.queries import page
from careplan.waits.registers import WAIT_REVIEWS
from careplan.waits.rules import NOT_DECIDED, Rung, Standing, Wait, standing

SIZE = 50
PURPOSES: dict[str, str] = dict.fromkeys(PRESCRIBING, AppointmentPurpose.PRESCRIBING)
"""What the first appointment for a treatment is for, where it is not an assessment."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of the list, how many wait, and what was chosen."""

    table: Table
    total: int
    kind: str | None
    service_id: str | None


def waiting(services: Mapping[str, str], args: Mapping[str, str], on: date) -> Waiting:
    """The list that an address asks for; `services` are the worker's, id and name. Two statements."""
    kind = args.get("kind") if args.get("kind") in AWAITED else None
    service = args.get("service") if args.get("service") in services else None
    asked_for = frozenset({service} if service else services)
    rows, number, pages, total = page(asked_for, kind, page_number(args.get("page", "1")), SIZE)

    def address(at: int) -> str:
        return url_for("waits.index", kind=kind, service=service, page=at)

    columns = [
        Column("Client", "client_name", lambda row: url_for("record.overview", episode_id=row.episode_id)),
        Column("Waits for", lambda row: AWAITED[row.kind]),
        Column("Priority", lambda row: Tag(PRIORITIES[row.priority], "red") if row.first else "No priority"),
        Column("Waited", lambda row: Above(counted(row.waited(on), "day"), day_short(row.referred_on))),
        Column("Target", lambda row: Tag(left_words(row, on), STANDINGS[standing(row, on)][1])),
        Column("Review", lambda row: _review(row, on)),
        Column("Referral, keyworker", lambda row: Above(_stands(row), row.keyworker or "Nobody yet")),
        *([Column("Service", lambda row: services[row.service_id])] if len(services) > 1 else []),
        Column("Action", label_hidden=True),
    ]
    empty = "Nobody waits. Clients appear here from their referral until a first appointment is offered."
    paged = Paged(number, pages, address)
    table = Table("Waiting list", columns, rows, empty, caption_hidden=True, classes="app-wide", paged=paged)
    return Waiting(table, total, kind, service)


def _review(row: Wait, on: date) -> Link | str:
    """Why it takes so long, where nobody said so; the day on which it was reported."""
    if standing(row, on) is Standing.LONG:
        where = url_for(WAIT_REVIEWS.endpoint("new"), episode_id=row.episode_id, kind=row.kind)
        return Link("Review the wait", where, f" of {row.client_name}")
    if row.reported_on:
        return f"Reported {day_short(row.reported_on)}"
    return f"Reviewed {day_short(row.reviewed_on)}" if row.reviewed_on else ""


def _stands(row: Wait) -> Link:
    """Where the referral stands: booked, what was answered, received."""
    words = "Received"
    if row.appointment_at is not None:
        words = booked_words(row)
    elif row.answer is not None:
        words = ANSWERS[row.answer]
    where = url_for("waits.referral", episode_id=row.episode_id)
    return Link(words, where, f": {row.client_name}, referral")


def booked_words(row: Wait) -> str:
    """Day and time of the appointment that is booked."""
    at = row.appointment_at and london(row.appointment_at)
    return f"Booked for {day_short(at.date())}, {clock(at)}" if at else ""


def acts(row: Wait, moment: datetime) -> list[tuple[str, str]]:
    """What can be done about a wait from the list, words and address; accepting and putting back stand apart."""
    here = {"episode_id": row.episode_id}
    if row.appointment_id is None or row.appointment_at is None:
        purpose = "triage" if row.kind == NOT_DECIDED else PURPOSES.get(row.kind, "assessment")
        return [("Offer an appointment", led("contacts.book", **here, purpose=purpose))]
    where = {**here, "appointment_id": row.appointment_id, "kind": row.kind}
    if row.appointment_at > moment:
        return [("Move", led("contacts.move", **here, appointment_id=row.appointment_id))]
    return [
        ("Came", led("contacts.first_attendance", **where, outcome="attended")),
        ("Did not come", led("contacts.first_attendance", **where, outcome="did_not_attend")),
    ]


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
