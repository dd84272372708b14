"""What waits for a keyworker: consents that end soon, and safeguarding that is looked at again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.registers.rows import Owner, every
from careplan.clients.rules.todo import Of, whose
from careplan.ground.corrections import live
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Load, Pending, Rank, Todo, each
from careplan.people.labels import RELATIONS as RELATION_NAMES
from careplan.people.labels import concern_words, person_words
from careplan.people.registers import (
    CONSENTS,
    RELATIONS,
    SAFEGUARDING,
    WAYS,
    Address,
    Consent,
    Preference,
    SafeguardingStep,
)
from careplan.people.rules import (
    CLOSED,
    OVERRIDE,
    SHARING,
    Agreed,
    Concern,
    Person,
    Way,
    by_preference,
    children_first,
    holds,
)
from careplan.staff.models import Service
from careplan.staff.rules import Actor


def family(services: frozenset[str], episode: Episode, on: date) -> list[str]:
    """Household, children wherever they live and others who matter on the day, in words; children first.

    One statement.
    """
    rows = every(RELATIONS, Owner(services, episode.service_id, episode))
    here = [one for one in rows if one.until is None or one.until > on]
    people = [Person(one.name, one.relation, one.lives, one.born_on, one.born_year) for one in here]
    return [person_words(one) for one in children_first(people)]


def sharing(services: frozenset[str], episode: Episode, on: date) -> list[Agreed]:
    """The consents of the episode that hold on the day, the latest first; what is told without one is none.

    One statement.
    """
    rows = every(CONSENTS, Owner(services, episode.service_id, episode))
    return [
        Agreed(one.party, one.purpose, one.scope, one.expires_on)
        for one in rows
        if one.basis != OVERRIDE and holds(one.withdrawn_on, one.expires_on, on)
    ]


def ways_in_use(services: frozenset[str], episode: Episode, on: date) -> list[Way]:
    """Telephone numbers and email addresses in use on the day, the preferred first. One statement."""
    rows = every(WAYS, Owner(services, episode.service_id, episode))
    return by_preference(
        Way(one.kind, one.value, one.safe or "", one.preferred, one.whose)
        for one in rows
        if one.until is None or one.until > on
    )


def told_people(services: frozenset[str], episode: Episode, on: date) -> list[str]:
    """People who may be told on the day that the client is in treatment: who they are, by name. One statement."""
    rows = every(RELATIONS, Owner(services, episode.service_id, episode))
    here = (one for one in rows if one.may_be_told and (one.until is None or one.until > on))
    return [f"{one.name}, {RELATION_NAMES[one.relation].lower()}" for one in here]


@dataclass(frozen=True, slots=True)
class Ending:
    """A consent that ends soon, or has ended."""

    id: str
    party: str
    expires_on: date


ENDS = bindparam("consent_ends", type_=Date)


def _consents() -> Rows:
    """The latest consent for each party that ends soon and was not withdrawn; not one on which the client came here."""
    row, later = Consent, aliased(Consent)
    newer = exists().where(
        later.episode_id == row.episode_id,
        func.lower(later.party) == func.lower(row.party),
        later.expires_on > row.expires_on,
        live(later),
    )
    ending = mark(
        Ending, row.episode_id, row.expires_on, id=row.id, party=row.party, expires_on=row.expires_on
    )
    soon = and_(row.expires_on <= ENDS, row.withdrawn_on.is_(None))
    own = select(Service.id).where(
        Service.id == row.service_id, func.lower(Service.name) == func.lower(row.party)
    )
    return ending.where(row.service_id.in_(SERVICES), live(row), soon, ~newer, ~own.exists())


def _steps() -> Rows:
    """The latest step for each person that is open and looked at again by now."""
    row, later = SafeguardingStep, aliased(SafeguardingStep)
    newer = exists().where(_same(row, later), later.happened_on > row.happened_on, live(later))
    names = ("whom", "name", "stage", "happened_on", "review_on")
    steps = mark(Concern, row.episode_id, row.review_on, **{name: getattr(row, name) for name in names})
    return steps.where(
        row.service_id.in_(SERVICES), live(row), row.stage != CLOSED, row.review_on <= ON, ~newer
    )


def _lines(fact: Ending | Concern, of: Of, worker: Actor, on: date) -> Iterator[Todo]:
    if of.closed_on is None and of.deceased_on is None:
        yield from whose([_line(fact, of, on)], worker)


def _line(fact: Ending | Concern, of: Of, on: date) -> Todo:
    if isinstance(fact, Ending):
        over = fact.expires_on < on
        words = f"Consent to tell {fact.party} {'has ended' if over else 'ends'}: ask again"
        rank = Rank.OVERDUE if over else Rank.OPEN
        return of.line(words, fact.expires_on, rank, CONSENTS.endpoint("new"), "Ask again", dated="ends")
    due = fact.review_on or fact.happened_on
    rank = Rank.OVERDUE if due < on else Rank.DUE
    here = SAFEGUARDING.endpoint("new")
    return of.line(
        f"{concern_words(fact)}: look again", due, rank, here, "Record a step", dated="due", of_manager=True
    )


def _values(on: date) -> dict[str, Any]:
    return {"consent_ends": on + timedelta(days=SHARING.on(on).ask_again.days)}


PENDING = Pending((Ending, Concern), lambda: [_consents(), _steps()], each(_lines), _values)


def _concerns() -> Select[str]:
    """Episodes in which somebody has to be kept safe: the latest step does not close the concern."""
    row, later = SafeguardingStep, aliased(SafeguardingStep)
    newer = exists().where(_same(row, later), later.happened_on > row.happened_on, live(later))
    return select(row.episode_id).where(row.service_id.in_(SERVICES), live(row), row.stage != CLOSED, ~newer)


def _same(row: Any, later: Any) -> Any:
    """SQL condition: steps about the same person."""
    name, other = (func.lower(func.coalesce(one.name, "")) for one in (row, later))
    return and_(later.episode_id == row.episode_id, later.whom == row.whom, name == other)


def _clients(row: Any, *more: Any) -> Select[str]:
    """Episodes whose clients have such a row."""
    mine, named = aliased(Client), aliased(Client)
    return (
        select(Episode.root_id)
        .join(named, named.id == Episode.client_id)
        .join(mine, mine.root_id == named.root_id)
        .join(row, row.client_id == mine.id)
        .where(Episode.service_id.in_(SERVICES), live(Episode), live(row), *more)
    )


def _interpreters() -> Select[str]:
    """Clients of whom the latest row says so."""
    row, later = Preference, aliased(Preference)
    newer = exists().where(later.client_id == row.client_id, later.recorded_at > row.recorded_at, live(later))
    return _clients(row, row.interpreter.is_(True), ~newer)


LOADS = (
    Load("safeguarding", "Somebody to keep safe", _concerns),
    Load(
        "homeless",
        "No fixed abode",
        lambda: _clients(Address, Address.kind == "no_fixed_abode", Address.until.is_(None)),
    ),
    Load("interpreter", "Interpreter needed", _interpreters),
)
