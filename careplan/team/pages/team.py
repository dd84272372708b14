"""The manager's view of the team in words, and the records behind each figure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from flask import url_for

import careplan.clients.queries as clients
from careplan.clients.queries import Kept
from careplan.clients.rules.todo import late, owner
from careplan.ground import gathering
from careplan.ground.memory import Kept as Memory
from careplan.ground.offers import Todo
from careplan.staff.rules import Actor
from careplan.team import queries, rules
from careplan.team.codes import Figure
from careplan.team.labels import FIGURES
from careplan.team.registers import SUPERVISIONS
from careplan.team.rules import TEAM, Away
from careplan.trail.queries import marks
from careplan.ui.paging import part_of
from careplan.ui.tables import Column, Link, Paged, Table, Tag
from careplan.ui.words import counted, day_short, plain_number

SIZE = 25
NOTE_MISSING = "note_missing"
"""How the subject begins of the lines of Today that ask for a note (`contacts/queries/today`)."""


@dataclass(slots=True)
class Share:
    """A worker's part of what is done: living clients, what makes each weigh more and how much, and what waits."""

    kept: list[Kept] = field(default_factory=list)
    loads: dict[str, list[str]] = field(default_factory=dict)
    weights: dict[str, Decimal] = field(default_factory=dict)
    late: list[Todo] = field(default_factory=list)
    notes: list[Todo] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Member:
    """A worker of the team: the share, the absence of the day, and the last supervision."""

    id: str
    name: str
    service_id: str
    share: Share
    away: Away | None
    supervised: tuple[date, date | None] | None

    @property
    def weight(self) -> Decimal:
        """The weight of all clients."""
        return sum(self.share.weights.values(), Decimal(0))


SHARES: Memory[dict[str, Share]] = Memory(most=16)
"""By worker, of this process."""


def members(worker: Actor, services: frozenset[str], on: date) -> list[Member]:
    """The workers of the services that the worker manages, by name, and what waits for each.

    The same number of statements however many clients and workers there are. What everybody keeps and what waits is
    made anew after any change of a record of these services; the marks are read before it (`today.pages.work`).
    """
    state = (marks(services), on, worker.memberships, gathering.rooms())
    team = {id_: (name, at) for id_, name, at in reversed(clients.keyworkers(services, on))}
    key = (worker.id, services)
    shares = SHARES.get(key, (state, frozenset(team)), lambda: _shares(worker, services, team.keys(), on))
    supervisions, gone = (
        queries.supervised(services),
        {one.worker_id: one for one in queries.away(services, on)},
    )
    every = [
        Member(id_, name, at, shares[id_], gone.get(id_), supervisions.get(id_))
        for id_, (name, at) in team.items()
    ]
    return sorted(every, key=lambda one: (one.name, one.id))


def _shares(worker: Actor, services: frozenset[str], team: Collection[str], on: date) -> dict[str, Share]:
    weighs, numbers = queries.loads(services), TEAM.on(on).weight
    shares = {id_: Share() for id_ in team}
    for one in clients.living(services, on):
        if share := shares.get(one.keyworker_id or ""):
            share.kept.append(one)
            share.loads[one.root_id] = weighs.get(one.root_id, [])
            share.weights[one.root_id] = rules.weight(share.loads[one.root_id], numbers)
    waits = [one for one in queries.waiting(worker, services, team, on) if one.service_id in services]
    matters = gathering.matters()
    for id_, share in shares.items():
        share.late = late(waits, id_, matters)
        share.notes = [one for one in waits if owner(one) == id_ and one.subject.startswith(NOTE_MISSING)]
    return shares


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
        Column(FIGURES[Figure.CLIENTS], lambda one: _figure(one, Figure.CLIENTS, len(one.share.kept))),
        Column(FIGURES[Figure.WEIGHT], lambda one: _figure(one, Figure.WEIGHT, plain_number(one.weight))),
        Column(FIGURES[Figure.LATE], lambda one: _figure(one, Figure.LATE, len(one.share.late))),
        Column(FIGURES[Figure.NOTES], lambda one: _figure(one, Figure.NOTES, len(one.share.notes))),
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
    last, following = member.supervised or (None, None)
    due = rules.supervision_due(last, following, TEAM.on(on).supervision.weeks)
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


def behind(member: Member, figure: Figure, page: int) -> Table:
    """The records behind a figure, in pages."""
    share = member.share
    rows: Sequence[Any] = share.kept
    if figure is Figure.WEIGHT:
        rows = sorted(share.kept, key=lambda one: -share.weights[one.root_id])
    elif figure is not Figure.CLIENTS:
        rows = share.late if figure is Figure.LATE else share.notes
    part = part_of(rows, page, SIZE)
    here = partial(url_for, "team.member", worker_id=member.id, figure=figure.value)
    paged = Paged(part.number, part.pages, lambda to: here(page=to))
    columns = _lines() if figure in (Figure.LATE, Figure.NOTES) else _weights(share)
    return Table(
        FIGURES[figure],
        columns,
        part.rows,
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


def _weights(share: Share) -> tuple[Column, ...]:
    words = {one.code: one.words for one in gathering.loads()}

    def why(one: Kept) -> str:
        told = [words[code] for code in share.loads[one.root_id]]
        return ", ".join(told) or "Nothing recorded that weighs more"

    return (
        Column("Client", "name", _client),
        Column("Weight", lambda one: plain_number(share.weights[one.root_id])),
        Column("Why", why),
        Column("Referred", lambda one: day_short(one.referred_on)),
    )


def summary(rows: Sequence[Member]) -> str:
    """The team in one sentence."""
    clients_, whole = sum(len(one.share.kept) for one in rows), sum((one.weight for one in rows), Decimal(0))
    return f"{counted(len(rows), 'worker')}, {counted(clients_, 'client')}, weight {plain_number(whole)} together."
