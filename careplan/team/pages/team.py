"""The manager's view of the team in words, and the records behind each figure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for

import careplan.clients.queries as clients
from careplan.clients.queries import Kept
from careplan.ground import gathering
from careplan.ground.offers import Rank, Todo
from careplan.staff.rules import Actor
from careplan.team import queries, rules
from careplan.team.codes import Figure
from careplan.team.labels import FIGURES
from careplan.team.registers import SUPERVISIONS
from careplan.team.rules import TEAM, Away
from careplan.ui.paging import page_count
from careplan.ui.tables import Column, Link, Paged, Table, Tag
from careplan.ui.words import counted, day_short, plain_number

SIZE = 25
NOTE_MISSING = "note_missing"
"""How the subject begins of the lines of Today that ask for a note (`contacts/queries/today`)."""


@dataclass(slots=True)
class Member:
    """A worker of the team: the clients, what makes each weigh more, and what waits."""

    id: str
    name: str
    service_id: str
    kept: list[Kept] = field(default_factory=list)
    loads: dict[str, list[str]] = field(default_factory=dict)
    late: list[Todo] = field(default_factory=list)
    notes: list[Todo] = field(default_factory=list)
    away: Away | None = None
    supervised: tuple[date, date | None] | None = None

    def weight_of(self, one: Kept, on: date) -> Decimal:
        """How much a client weighs."""
        return rules.weight(self.loads.get(one.root_id, ()), TEAM.on(on).weight)

    def weight(self, on: date) -> Decimal:
        """The weight of all clients."""
        return sum((self.weight_of(one, on) for one in self.kept), Decimal(0))


def members(worker: Actor, services: frozenset[str], on: date) -> list[Member]:
    """The workers of the services that the worker manages, by name, and what waits for each.

    The same number of statements however many clients and workers there are.
    """
    team = {id_: Member(id_, name, at) for id_, name, at in reversed(clients.keyworkers(services, on))}
    weighs, held = queries.loads(services), queries.supervised(services)
    for one in clients.kept(services, on):
        if one.keyworker_id in team:
            team[one.keyworker_id].kept.append(one)
    for gone in queries.away(services, on):
        if gone.worker_id in team:
            team[gone.worker_id].away = gone
    for line in queries.waiting(worker, services, team.keys(), on):
        of = line.worker_id if line.worker_id in team else line.keyworker_id
        if of in team and line.service_id in services:
            _wait(team[of], line)
    for member in team.values():
        member.loads, member.supervised = weighs, held.get(member.id)
    return sorted(team.values(), key=lambda one: (one.name, one.id))


def _wait(member: Member, line: Todo) -> None:
    """A line once for each client and matter: it is a missing note, or late."""
    same = {(one.episode_id, one.subject or one.reason) for one in member.late}
    if line.subject.startswith(NOTE_MISSING):
        member.notes.append(line)
    elif line.rank <= Rank.OVERDUE and (line.episode_id, line.subject or line.reason) not in same:
        member.late.append(line)


def _figure(member: Member, figure: Figure, words: object) -> Link:
    return Link(
        words,
        url_for("team.member", worker_id=member.id, figure=figure.value),
        f" {FIGURES[figure].lower()} of {member.name}",
    )


def team(rows: Sequence[Member], on: date) -> Table:
    """The team view; each figure leads to the records behind it."""
    columns = (
        Column("Worker", "name"),
        Column(FIGURES[Figure.CLIENTS], lambda one: _figure(one, Figure.CLIENTS, len(one.kept))),
        Column(FIGURES[Figure.WEIGHT], lambda one: _figure(one, Figure.WEIGHT, plain_number(one.weight(on)))),
        Column(FIGURES[Figure.LATE], lambda one: _figure(one, Figure.LATE, len(one.late))),
        Column(FIGURES[Figure.NOTES], lambda one: _figure(one, Figure.NOTES, len(one.notes))),
        Column("Supervision", lambda one: _supervision(one, on)),
        Column(
            "Away",
            lambda one: (
                f"Until {day_short(one.away.until_on)}, cover {one.away.cover or 'nobody'}"
                if one.away
                else ""
            ),
        ),
    )
    return Table(
        "Team",
        columns,
        rows,
        "Nobody keeps clients at your services.",
        caption_hidden=True,
        classes="app-wide",
    )


def _supervision(member: Member, on: date) -> Link:
    held, following = member.supervised or (None, None)
    due = rules.supervision_due(held, following, TEAM.on(on).supervision.weeks)
    state = (
        Tag("Never held", "red")
        if due is None
        else Tag(f"Due {day_short(due)}", "red" if due < on else "green")
    )
    return Link(
        state,
        url_for(SUPERVISIONS.endpoint("listing"), service_id=member.service_id),
        f" supervision of {member.name}",
    )


def behind(member: Member, figure: Figure, on: date, page: int) -> Table:
    """The records behind a figure, in pages."""
    rows: Sequence[Any] = member.kept
    if figure is Figure.WEIGHT:
        rows = sorted(member.kept, key=lambda one: -member.weight_of(one, on))
    elif figure is not Figure.CLIENTS:
        rows = member.late if figure is Figure.LATE else member.notes
    pages = page_count(len(rows), SIZE)
    page = min(page, pages)
    paged = Paged(
        page, pages, lambda to: url_for("team.member", worker_id=member.id, figure=figure.value, page=to)
    )
    columns = _lines() if figure in (Figure.LATE, Figure.NOTES) else _weights(member, on)
    return Table(
        FIGURES[figure],
        columns,
        rows[(page - 1) * SIZE : page * SIZE],
        "None.",
        caption_hidden=True,
        paged=paged,
    )


def _lines() -> tuple[Column, ...]:
    def where(one: Todo) -> str:
        return url_for(one.endpoint, **dict(one.values))  # type: ignore[arg-type]

    return (
        Column(
            "Client",
            "client_name",
            lambda one: url_for("record.overview", episode_id=one.episode_id) if one.episode_id else "",
        ),
        Column("What waits", lambda one: one.reason[:1].upper() + one.reason[1:]),
        Column("Since", lambda one: day_short(one.since)),
        Column("Action", lambda one: Link(one.button, where(one), f": {one.client_name}"), label_hidden=True),
    )


def _client(one: Kept) -> str:
    return url_for("record.overview", episode_id=one.episode_id)


def _weights(member: Member, on: date) -> tuple[Column, ...]:
    words = {one.code: one.words for one in gathering.loads()}

    def why(one: Kept) -> str:
        told = [words[code] for code in member.loads.get(one.root_id, ())]
        return ", ".join(told) or "Nothing recorded that weighs more"

    return (
        Column("Client", "name", _client),
        Column("Weight", lambda one: plain_number(member.weight_of(one, on))),
        Column("Why", why),
        Column("Referred", lambda one: day_short(one.referred_on)),
    )


def summary(rows: Sequence[Member], on: date) -> str:
    """The team in one sentence."""
    clients_, whole = sum(len(one.kept) for one in rows), sum((one.weight(on) for one in rows), Decimal(0))
    return f"{counted(len(rows), 'worker')}, {counted(clients_, 'client')}, weight {plain_number(whole)} together."
