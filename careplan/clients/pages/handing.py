"""The manager's page on which clients are handed over: whose they are, and to whom they may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from careplan.clients import queries
from careplan.clients.forms.handing import HandOverForm
from careplan.clients.pages.people import keyworker_choices
from careplan.staff.queries import service_names
from careplan.ui.fields import Choice
from careplan.ui.words import counted, day

NOBODY = "nobody"
CHANGED = "The list has changed since you opened it. Look at it once more and choose again"
MOST = 100
"""So many clients stand on the page; the rest follow when these are handed over."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Whose clients are shown, whose could be, and how many more there are than stand on the page."""

    whose: str
    lists: dict[str, str]
    rows: list[queries.Kept]
    more: int


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


def offer(form: HandOverForm, services: frozenset[str], page: HandOver, on: date) -> HandOverForm:
    """The form with the clients of the list and the workers of the services."""
    names = service_names(services)
    form.clients.choices = [
        Choice(one.episode_id, f"{one.name}, born {one.birth.short()}", _hint(one, names))
        for one in page.rows
    ]
    form.keyworker.choices = keyworker_choices(services, on, names)
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
    return f"{names.get(one.service_id, '')}, referred {day(one.referred_on)}{was}"


def chosen(form: HandOverForm, services: frozenset[str], page: HandOver, on: date) -> list[Any]:
    """The episodes to hand over, but for those that somebody took or closed while they were read.

    None, with a sentence in the form, where all were, or where the worker has no role at a service.
    """
    was = {one.episode_id: one.keyworker_id for one in page.rows}
    ids = list(was) if form.everyone.data else form.clients.data
    episodes = [one for one in queries.open_episodes(services, ids) if one.keyworker_id == was[one.id]]
    if not episodes:
        form.clients.errors = [CHANGED]
    there = {at for worker, _, at in queries.keyworkers(services, on) if worker == form.keyworker.data}
    if outside := sorted({one.service_id for one in episodes} - there):
        names = service_names(frozenset(outside))
        form.keyworker.errors = [f"This worker has no role at {' and '.join(names.values())}"]
        return []
    return episodes
