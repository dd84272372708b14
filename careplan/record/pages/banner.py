"""The banner of an opened record, and its tabs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import g, request

from careplan.clients.codes import READ_DESK, READ_RECORD
from careplan.clients.doors import opened_episode, reads_record
from careplan.clients.labels import SEXES
from careplan.clients.rules.people import under_age
from careplan.ground import gathering, offers
from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.ground.permissions import Permission
from careplan.record.pages import memory
from careplan.record.pages.checks import PAGES
from careplan.record.pages.overview import Task, of_page
from careplan.record.queries import BannerFacts, Elsewhere
from careplan.record.rules.allergies import all_allergies
from careplan.record.rules.banner import Allergies, ItemAnswer, allergies, child_at_home, latest, overdosed_on
from careplan.staff.doors import actor, permission_of, signed_in
from careplan.ui.frame import address
from careplan.ui.words import day, day_short, nhs_number

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@dataclass(frozen=True, slots=True)
class Flag:
    """Words that must not be missed, and the page that they come from (empty: this room has no page yet)."""

    text: str
    href: str
    colour: str = "red"


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the record."""

    key: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Banner:
    """The client in one line, after the NHS patient banner: the name first and without a label."""

    name: str
    initials: str
    born: str
    died: str
    gender: str
    nhs_number: str
    allergies: Allergies
    flags: tuple[Flag, ...]
    tabs: tuple[Tab, ...]
    href: str
    desk: bool = False
    checks: tuple[Task, ...] = ()


def banner() -> Banner | None:
    """The opened record's client, or None on pages that open no record. One statement at most, but for checks.

    Safety facts are read from every record the worker may open, whatever the page itself asks for; of a service where
    they are reception only, none.
    """
    episode = opened_episode()
    if episode is None:
        return None
    if not reads_record(episode.service_id):
        return _desk(episode)
    client, on = episode.client, today()
    may = actor().services(READ_RECORD)
    checked = request.endpoint in PAGES and not (episode.closed_on or client.deceased_on) and is_live(episode)
    facts: BannerFacts = g.get("banner_facts") or memory.facts(may, episode, on, whole=checked)
    answers, there = latest(facts.answers), facts.elsewhere
    here = {"episode_id": episode.id}
    died = client.deceased_on
    return Banner(
        name=client.name,
        initials=client.initials,
        born=client.birth.with_age(died or on),
        died=day_short(died) if died else "",
        gender=SEXES[client.sex],
        nhs_number=nhs_number(client.nhs_number, "Not recorded"),
        allergies=all_allergies(allergies(answers.get("allergies")), there.told),
        flags=(*_flags(episode, answers, facts, on), *_elsewhere(there, episode)),
        tabs=_tabs(episode),
        href=address("record.overview", **here) if is_live(episode) else "",
        checks=tuple(_checks(may, episode, facts, on)) if checked else (),
    )


def _checks(may: frozenset[str], episode: "Episode", facts: BannerFacts, on: date) -> list[Task]:
    """What does not go together, where it is decided. Three statements, none while courses are kept."""
    return of_page(request.endpoint or "", episode, facts, memory.courses(may, episode, on), on)


def _desk(episode: "Episode") -> Banner:
    """What reception is shown: the name, the birth, the preferred way and an interpreter. Nothing clinical is read."""
    client, on = episode.client, today()
    shown = memory.facts(frozenset(), episode, on).facts
    flags = [flag for marks in gathering.marks() for flag in marks.desk(shown)]
    href = address("contacts.appointments", episode_id=episode.id)
    return Banner(
        name=client.name,
        initials=client.initials,
        born=client.birth.with_age(client.deceased_on or on),
        died=day_short(client.deceased_on) if client.deceased_on else "",
        gender="",
        nhs_number="",
        allergies=Allergies("", None),
        flags=tuple(_linked(flag, episode) for flag in sorted(flags, key=lambda flag: flag.order)),
        tabs=_tabs(episode, READ_DESK),
        href=href,
        desk=True,
    )


def _tabs(episode: "Episode", door: Permission = READ_RECORD) -> tuple[Tab, ...]:
    """Each tab once, with its first page that this door leads to; a struck episode keeps its history alone."""
    tabs: dict[str, Tab] = {}
    for one in gathering.tabs():
        open_to = door is READ_RECORD or permission_of(one.endpoint) is door
        if open_to and one.key not in tabs and (is_live(episode) or one.endpoint == "record.history"):
            tabs[one.key] = Tab(one.key, one.text, address(one.endpoint, episode_id=episode.id))
    return tuple(tab for tab in tabs.values() if tab.href)


def _linked(flag: offers.Flag, episode: "Episode") -> Flag:
    return Flag(flag.text, address(flag.endpoint, episode_id=episode.id), flag.colour)


def _flags(episode: "Episode", answers: dict[str, ItemAnswer], facts: BannerFacts, on: date) -> list[Flag]:
    """Words first, in their order; each leads to where it was recorded."""
    offered = [flag for marks in gathering.marks() for flag in marks.flags(facts.facts)]
    own = [*_standing(episode, on), *_told(answers, on)]
    every = [(flag.order, _linked(flag, episode)) for flag in offered]
    return [flag for _, flag in sorted([*every, *own], key=lambda one: one[0])]


def _standing(episode: "Episode", on: date) -> Iterator[tuple[int, Flag]]:
    overview = address("record.overview", episode_id=episode.id)
    if not is_live(episode):
        yield 5, Flag("Registered by mistake", "", "grey")
    if episode.client.deceased_on:
        yield 10, Flag(f"Died {day(episode.client.deceased_on)}", overview, "grey")
    if episode.closed_on:
        yield 20, Flag(f"Episode closed {day(episode.closed_on)}", overview, "grey")
    worker = signed_in()
    if worker and (current := worker.closed(READ_RECORD).get(episode.service_id)):
        yield 30, Flag(f"Service closed {day(current.closed_on)}: read only", overview, "grey")
    if under_age(episode.client.birth, on):
        yield 40, Flag("Under 18", overview, "amber")


def _told(answers: dict[str, ItemAnswer], on: date) -> Iterator[tuple[int, Flag]]:
    if overdose := overdosed_on(answers, on):
        yield 60, Flag(f"Overdose {day(overdose)}", _assessments(answers["overdose_last_date"]), "amber")
    if child := child_at_home(answers):
        yield 70, Flag("Child at home", _assessments(child), "amber")


def _elsewhere(there: Elsewhere, episode: "Episode") -> Iterator[Flag]:
    """A course that runs at another service is told without which or what (it may be supplied twice)."""
    if episode.closed_on is None and not episode.client.deceased_on and there.treated:
        yield Flag("Ask: another service may be prescribing", "", "amber")


def _assessments(answer: ItemAnswer) -> str:
    return address("assessment.index", episode_id=answer.episode_id)
