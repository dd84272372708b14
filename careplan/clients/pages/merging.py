"""Two records of one person side by side, what joining them does, and what was joined, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from careplan.clients import queries
from careplan.clients.actions import details_of
from careplan.clients.forms.merging import LABELS, PREFIX, MergeForm
from careplan.clients.labels import ETHNICITIES, LIKENESSES, SEXES
from careplan.clients.queries import merging
from careplan.clients.queries.deaths import episodes_of_client
from careplan.clients.rules import merging as rules
from careplan.clients.rules.births import Birth
from careplan.clients.rules.likeness import likeness
from careplan.clients.rules.merging import CHOICES, Side, Values
from careplan.clients.rules.names import listed_name
from careplan.ground.clock import london, london_day
from careplan.ground.gathering import left_here, why_not_merge
from careplan.staff.queries import service_names
from careplan.ui.fields import Choice
from careplan.ui.words import day, nhs_number

if TYPE_CHECKING:
    from careplan.clients.models import Client, Episode, Merge

SAME = "This is the record that is open already. Choose another one"
NOT_ALL_YOURS = (
    "One of the two clients is also with a service that you do not manage. "
    "A manager of every service of both clients may join the records"
)
WORDS: dict[str, Callable[[Values], str]] = {
    "name": lambda one: listed_name(one["first_name"], one["last_name"]),
    "birth": lambda one: Birth(one["date_of_birth"], one["birth_known"]).long(),
    "sex": lambda one: SEXES[one["sex"]],
    "ethnicity": lambda one: ETHNICITIES.get(one["ethnicity"] or "", "Not recorded"),
    "nhs_number": lambda one: nhs_number(one["nhs_number"]) if one["nhs_number"] else "Not recorded",
    "postcode": lambda one: one["postcode"] or "Not recorded",
    "death": lambda one: day(one["deceased_on"]) if one["deceased_on"] else "None: the client is alive",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One of the two records: its heading, its name, and what tells it apart."""

    heading: str
    name: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Both records, what they have in common, why they may be one person (empty: nothing says so), why not joined."""

    survivor: "Client"
    other: "Client"
    cards: tuple[Card, Card]
    same: tuple[tuple[str, str], ...]
    why: str
    refusals: tuple[str, ...]
    seen: str


def pair(services: frozenset[str], episode: "Episode", other: "Client", on: date) -> Pair:
    """The episode's client, who survives, and the other."""
    survivor = episode.client
    mine, theirs = details_of(survivor), details_of(other)
    apart = rules.differing(mine, theirs)
    alike = likeness(rules.person(mine), rules.person(theirs))
    cards = (_card("This record stays", survivor), _card("The other record leads to it", other))
    same = tuple((LABELS[one], WORDS[one](mine)) for one in CHOICES if one not in apart)
    why = LIKENESSES[alike[0]] if alike else ""
    seen = f"{survivor.version}.{other.version}"
    return Pair(survivor, other, cards, same, why, tuple(refusals(services, survivor, other, on)), seen)


def refusals(services: frozenset[str], survivor: "Client", other: "Client", on: date) -> list[str]:
    """Why the two cannot be joined by this worker today, in sentences."""
    if survivor.root_id == other.root_id:
        return [SAME]
    if not within(services, survivor, other):
        return [NOT_ALL_YOURS]
    return why_not_merge(services, survivor.id, other.id, on)


def within(services: frozenset[str], *clients: "Client") -> bool:
    """Whether every service that the clients are with is among these."""
    return {one.service_id for client in clients for one in episodes_of_client(client)} <= services


def _card(heading: str, client: "Client") -> Card:
    episodes = episodes_of_client(client)
    names = service_names(frozenset(one.service_id for one in episodes))
    stays = [
        f"{names[one.service_id]}, {day(one.referred_on)} to {day(one.closed_on, 'now')}" for one in episodes
    ]
    rows = (
        ("Record id", client.id),
        ("Born", client.birth.long()),
        ("Registered", day(london(client.recorded_at))),
        ("Episodes", "; ".join(stays) or "None"),
    )
    return Card(heading, client.name, rows)


def ask(form: MergeForm, two: Pair) -> MergeForm:
    """The form with the details of both records to choose from."""
    mine, theirs = details_of(two.survivor), details_of(two.other)
    form.ask(rules.differing(mine, theirs), rules.doubts(mine, theirs))
    for choice in (one for one in CHOICES if PREFIX + one in form):
        words = WORDS[choice]
        form[PREFIX + choice].choices = [
            Choice(Side.SURVIVOR, words(mine), "In this record"),
            Choice(Side.OTHER, words(theirs), "In the other record"),
        ]
    return form


def misfits(form: MergeForm, two: Pair) -> list[str]:
    """Why what was chosen does not fit both records, in sentences."""
    after = rules.merged(details_of(two.survivor), details_of(two.other), form.taken)
    referred = [one.referred_on for client in (two.survivor, two.other) for one in episodes_of_client(client)]
    return rules.misfits(after, referred)


def result(form: MergeForm, two: Pair) -> list[tuple[str, str]]:
    """The client as the choices make one: label and words."""
    after = rules.merged(details_of(two.survivor), details_of(two.other), form.taken)
    return [(LABELS[choice], WORDS[choice](after)) for choice in CHOICES]


def consequences(two: Pair, on: date) -> list[str]:
    """What joining does, in sentences."""
    mine, theirs = episodes_of_client(two.survivor), episodes_of_client(two.other)
    shared = {one.service_id for one in mine if not one.closed_on}
    shared &= {one.service_id for one in theirs if not one.closed_on}
    twice = [
        f"The client then has two open episodes at {name}. End one of them when you know which goes on."
        for name in service_names(frozenset(shared)).values()
    ]
    return [
        "All that stands in either record stays: episodes, assessments, plans, courses and doses. "
        "Allergies of both are shown together.",
        "Whoever opens the other record is led to the one that stays.",
        *twice,
        f"A manager can take it back until {day(rules.undone_until(on))}.",
    ]


@dataclass(frozen=True, slots=True)
class Joined:
    """One joining: what is told of it, why it cannot be taken back (empty: it can), and what left meanwhile."""

    row: "Merge"
    told: tuple[tuple[str, str], ...]
    refusal: str
    until: str
    left: tuple[str, ...]


def joinings(episode: "Episode", services: frozenset[str], on: date) -> list[Joined]:
    """Everything that was joined to the client or put apart again, the latest first.

    `services`: those whose letters and packets are told of.
    """
    rows = merging.merges(episode.client)
    since = min((row.recorded_at for row in rows), default=None)
    left = left_here(services, episode.client, since) if since else []
    workers = queries.worker_names({one for row in rows for one in (row.recorded_by, row.undone_by) if one})
    people = merging.joined(episode.client)
    standing = [row for row in rows if row.undone_at is None]
    ended = [row for row in rows if row.undone_at is not None]
    return [
        _joined(row, workers, people, on, _meanwhile(row, left), row in standing[1:])
        for row in (*standing, *ended)
    ]


def _meanwhile(row: "Merge", left: list[tuple[datetime, str]]) -> tuple[str, ...]:
    """What left while the two were one."""
    until = row.undone_at
    return tuple(words for at, words in left if row.recorded_at <= at and (until is None or at < until))


def _joined(
    row: "Merge",
    workers: Mapping[str, str],
    people: Mapping[str, Any],
    on: date,
    left: tuple[str, ...],
    later: bool,
) -> Joined:
    merged_on = london_day(row.recorded_at)
    other = people.get(row.other_id or "")
    told = [
        ("Other record", f"{other.name}, {row.other_id}" if other else row.other_id or "Not in this record"),
        ("Joined", f"{day(merged_on)}, by {workers.get(row.recorded_by, row.recorded_by)}"),
        ("Why", row.reason),
        *((label, words) for label, words in _more(row) if words),
    ]
    if row.undone_at is not None:
        by = workers.get(row.undone_by or "", row.undone_by)
        told.append(("Put apart again", f"{day(london_day(row.undone_at))}, by {by}"))
    refusal = rules.why_not_undo(merged_on, on, kept=row.undo is not None, later=later)
    return Joined(row, tuple(told), refusal, day(rules.undone_until(merged_on)), left)


def _more(row: "Merge") -> tuple[tuple[str, str | None], ...]:
    return ("Why two NHS numbers", row.number_reason), ("Alive or not", row.death_reason)
