"""The pages on which clients are handed over: whose they are, to whom they may go, and what waits for an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from flask import url_for

from careplan.clients import queries
from careplan.clients.codes import HAND_OVER, HandOverAnswer
from careplan.clients.forms.handing import AnswerForm, HandOverForm, hand_over_form
from careplan.clients.pages.people import keyworker_choices
from careplan.staff.queries import service_names
from careplan.staff.rules import Actor
from careplan.ui.fields import Choice
from careplan.ui.paging import part_of
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Paged, Table
from careplan.ui.words import counted, day, day_short

NOBODY = "nobody"
CHANGED = "The list has changed since you opened it. Look at it once more and choose again"
ALL_WAIT = "All clients of this list wait already for somebody to accept. Take that back first"
MOST = 100
"""So many clients stand on the page; the rest follow when these are handed over."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Whose clients are shown, whose could be, and how many more there are than stand on the page."""

    whose: str
    lists: dict[str, str]
    rows: list[queries.Kept]
    more: int
    own: bool = False


def own(services: frozenset[str], worker_id: str, on: date) -> HandOver:
    """The page for the worker's own clients. One statement."""
    rows = [one for one in queries.kept(services, on) if one.keyworker_id == worker_id]
    return HandOver(worker_id, {}, rows[:MOST], max(len(rows) - MOST, 0), own=True)


def hand_over(services: frozenset[str], whose: str, on: date) -> HandOver:
    """The page for one keyworker's clients, or for nobody's. Two statements."""
    lists: dict[str, list[queries.Kept]] = {NOBODY: []}
    for one in queries.kept(services, on):
        lists.setdefault(one.keyworker_id if one.here and one.keyworker_id else NOBODY, []).append(one)
    chosen = whose if whose in lists else NOBODY
    words = {key: f"{_whose(key, rows)} ({counted(len(rows), 'client')})" for key, rows in lists.items()}
    ordered = dict(sorted(words.items(), key=lambda pair: (pair[0] != NOBODY, pair[1])))
    return HandOver(chosen, ordered, lists[chosen][:MOST], max(len(lists[chosen]) - MOST, 0))


def _whose(key: str, rows: list[queries.Kept]) -> str:
    return "Nobody’s" if key == NOBODY else rows[0].keyworker


def offer(services: frozenset[str], page: HandOver, on: date) -> HandOverForm:
    """The form with the clients of the list and the workers of the services."""
    names, form = service_names(services), hand_over_form({one.episode_id: one.name for one in page.rows})
    form.clients.choices = [
        Choice(one.episode_id, f"{one.name}, born {one.birth.short()}", _hint(one, names))
        for one in page.rows
    ]
    choices = keyworker_choices(services, on, names)
    form.keyworker.choices = {
        id_: words for id_, words in choices.items() if not (page.own and id_ == page.whose)
    }
    form.shown.data = page.whose
    if not form.is_submitted():
        form.seen.data = version(page)
    return form


def version(page: HandOver) -> str:
    """Changes whenever the list does."""
    return sha256(" ".join(one.episode_id for one in page.rows).encode()).hexdigest()[:16]


def still_here(form: HandOverForm, page: HandOver) -> int:
    """Leave out whom somebody else has taken since the page was shown; how many those are.

    All of a list that has changed is not what was meant: the form says so.
    """
    here = {one.episode_id for one in page.rows}
    ticked = form.clients.data
    form.clients.data = [id_ for id_ in ticked if id_ in here]
    if form.everyone.data and form.differs(version(page)):
        form.everyone.process_errors = [CHANGED]
    elif ticked and not form.clients.data and not form.everyone.data:
        form.clients.process_errors = [CHANGED]
    return len(ticked) - len(form.clients.data)


def _hint(one: queries.Kept, names: Mapping[str, str]) -> str:
    was = f"; was {one.keyworker}’s" if one.keyworker and not one.here else ""
    waits = f"; waits for {one.waits_for} to answer" if one.waits_for else ""
    return f"{names.get(one.service_id, '')}, referred {day(one.referred_on)}{was}{waits}"


def chosen(form: HandOverForm, services: frozenset[str], page: HandOver, on: date) -> list[Any]:
    """The episodes to hand over, but for those that somebody took or closed while they were read.

    None, with a sentence in the form, where all were, or where the worker has no role at a service.
    """
    was = {one.episode_id: one.keyworker_id for one in page.rows}
    free = [one.episode_id for one in page.rows if not one.waits_for]
    if form.everyone.data and page.rows and not free:
        form.everyone.errors = [ALL_WAIT]
        return []
    ids = free if form.everyone.data else form.clients.data
    episodes = [one for one in queries.open_episodes(services, ids) if one.keyworker_id == was[one.id]]
    if not episodes:
        form.clients.errors = [CHANGED]
    if twice := _waiting(services, episodes):
        form.clients.errors = [twice]
        return []
    there = {at for worker, _, at in queries.keyworkers(services, on) if worker == form.keyworker.data}
    if outside := sorted({one.service_id for one in episodes} - there):
        names = service_names(frozenset(outside))
        form.keyworker.errors = [f"This worker has no role at {' and '.join(names.values())}"]
        return []
    return episodes


def _waiting(services: frozenset[str], episodes: Sequence[Any]) -> str:
    """Why clients who wait for another worker's answer are not handed over again; empty where none does."""
    waits = {row.episode_id for row in queries.waiting_of([one.root_id for one in episodes])}
    listed = [one for one in queries.offered(services) if one.row.episode_id in waits] if waits else []
    names = " and ".join(f"{one.client} waits for {one.to} to answer" for one in listed)
    return f"{names} already. Take that back first" if waits else ""


OFFERED = (
    Column("Client", "client", lambda one: url_for("record.overview", episode_id=one.episode_id)),
    Column("Keyworker until then", "keyworker"),
    Column("Handed to", "to"),
    Column("Handed over by", "by"),
    Column("Since", lambda one: day_short(one.row.handed_on)),
    Column("Note", lambda one: escaped(one.row.note or "No note")),
)
"""What the list of hand-overs that wait tells of each."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the worker to answer, and what the worker, or a manager for the service, waits for."""

    mine: list[queries.Offered]
    others: list[queries.Offered]
    table: Table

    @property
    def more(self) -> int:
        """How many wait for the worker beyond those who stand on the page."""
        return max(len(self.mine) - MOST, 0)


def handed(services: frozenset[str], worker: Actor, number: int = 1) -> Waiting:
    """The hand-overs that wait, for the page of one worker; `number`: the page of the list. One statement."""
    managed = worker.services(HAND_OVER)
    every = queries.offered(services)
    mine = [one for one in every if one.row.to_worker_id == worker.id]
    others = [
        one
        for one in every
        if one not in mine
        and (one.row.service_id in managed or worker.id in (one.row.recorded_by, one.row.from_worker_id))
    ]
    part = part_of(others, number, MOST)
    paged = Paged(part.number, part.pages, lambda to: url_for("clients.handed_over", page=to))
    columns = (*OFFERED, Column("Action", label_hidden=True))
    return Waiting(mine, others, Table("Waiting for an answer", columns, part.rows, paged=paged))


def answer_form(page: Waiting) -> AnswerForm:
    """The form with every client chosen and taken over, until the worker says otherwise."""
    form = AnswerForm()
    form.clients.choices = [
        Choice(
            one.row.id,
            f"{one.client}, until now {one.keyworker}’s",
            f"{one.row.note or 'No note'} (from {one.by}, {day(one.row.handed_on)})",
        )
        for one in page.mine[:MOST]
    ]
    if not form.is_submitted() and not form.from_draft:
        form.clients.process_data([one.row.id for one in page.mine[:MOST]])
        form.answer.process_data(HandOverAnswer.ACCEPTED)
    return form


def still_waiting(form: AnswerForm, page: Waiting) -> int:
    """Leave out of an answer who waits no more; how many those are."""
    sent, here = form.clients.data, {one.row.id for one in page.mine}
    form.clients.data = [id_ for id_ in sent if id_ in here]
    return len(sent) - len(form.clients.data)


def may_take_back(worker: Actor, one: queries.Offered) -> bool:
    """Whether the worker handed it over, or manages the service."""
    return worker.id == one.row.recorded_by or one.row.service_id in worker.services(HAND_OVER)


def name(form: HandOverForm) -> str:
    """The name of the worker who was chosen."""
    label = next(one.label for one in form.keyworker.options if one.value == form.keyworker.data)
    return label.partition(",")[0]
