"""The waiting list in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from careplan.clients.labels import PRIORITIES
from careplan.ui.paging import page_number
from careplan.ui.tables import Column, Link, Paged, Table, Tag
from careplan.ui.words import counted, day_short
from careplan.waits.labels import AWAITED, STANDINGS, left_words
from careplan.waits.queries import page
from careplan.waits.registers import WAIT_REVIEWS
from careplan.waits.rules import Standing, Wait, standing

SIZE = 50


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
        Column("Referred", lambda row: day_short(row.referred_on)),
        Column("Waited", lambda row: counted(row.waited(on), "day")),
        Column("Target", lambda row: left_words(row, on)),
        Column("State", lambda row: Tag(*STANDINGS[standing(row, on)])),
        Column("Keyworker", lambda row: row.keyworker or "Nobody yet"),
        *([Column("Service", lambda row: services[row.service_id])] if len(services) > 1 else []),
        Column("Reported", lambda row: day_short(row.reported_on, "")),
        Column("Action", lambda row: _next(row, on), label_hidden=True),
    ]
    empty = "Nobody waits. Clients appear here from their referral until a first appointment is offered."
    paged = Paged(number, pages, address)
    table = Table("Waiting list", columns, rows, empty, caption_hidden=True, classes="app-wide", paged=paged)
    return Waiting(table, total, kind, service)


def _next(row: Wait, on: date) -> Link:
    """Why it takes so long, where nobody said so; else the form that offers an appointment."""
    if standing(row, on) is Standing.LONG:
        where = url_for(WAIT_REVIEWS.endpoint("new"), episode_id=row.episode_id, kind=row.kind)
        return Link("Review the wait", where, f" of {row.client_name}")
    return Link("Offer", url_for("clients.treatment", episode_id=row.episode_id), f" to {row.client_name}")
