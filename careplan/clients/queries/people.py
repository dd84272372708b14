"""Finding a client, and records that may be the same person; inside own services only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from careplan.clients.codes import BirthKnown
from careplan.clients.models import Client, Episode, Merge
from careplan.clients.queries.arrivals import arrivals
from careplan.clients.rules.births import NOBODY_KNOWS, Birth
from careplan.clients.rules.likeness import Likeness, Person, likeness, near_births, sought
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.codes import CLINICAL
from careplan.staff.models import Membership, Service, Worker

MOST = 50


@dataclass(frozen=True, slots=True)
class Match:
    """A client in a list, with the latest episode at one of the actor's services; without one, after an import."""

    client_id: str
    first_name: str
    last_name: str
    date_of_birth: date
    birth_known: str
    sex: str
    nhs_number: str | None
    deceased_on: date | None
    episode_id: str
    service_id: str
    service: str
    referred_on: date | None
    closed_on: date | None
    keyworker: str | None
    struck_at: datetime | None = None

    @property
    def name(self) -> str:
        """As a list shows it."""
        return listed_name(self.first_name, self.last_name)

    @property
    def birth(self) -> Birth:
        """The day of birth and how well it is known."""
        return Birth(self.date_of_birth, self.birth_known)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the client who is looked for; the parts of a name as `name_parts` gives them."""

    name: tuple[str, ...] = ()
    born: date | None = None
    nhs_number: str | None = None


def find(services: frozenset[str], wanted: Wanted, managed: frozenset[str] = frozenset()) -> list[Match]:
    """Clients who match all that is wanted, by name; one more than MOST when there are more to see.

    At the services in `managed` also those whose only episode was registered by mistake.
    """
    conditions = _named(wanted.name)
    if wanted.born is not None:
        conditions += [Client.date_of_birth == wanted.born, Client.birth_known == BirthKnown.KNOWN]
    if wanted.nhs_number is not None:
        conditions.append(Client.nhs_number == wanted.nhs_number)
    return _matches(services, and_(*conditions), MOST + 1, managed) if conditions else []


def resembling(services: frozenset[str], wanted: Wanted) -> list[tuple[Match, Likeness]]:
    """Clients who may be meant although not all that is wanted fits: a swapped day, a married name, a wrong number."""
    unsure = Client.birth_known != BirthKnown.KNOWN
    named = and_(true(), *_named(wanted.name))
    near = []
    if wanted.born is not None:
        days = (wanted.born, *near_births(wanted.born))
        near += [and_(Client.date_of_birth.in_(days), ~unsure), and_(unsure, named) if wanted.name else None]
    if wanted.nhs_number is not None:
        near += [Client.nhs_number == wanted.nhs_number]
        near += [and_(Client.nhs_number.is_(None), named) if wanted.name else None]
    listed = [condition for condition in near if condition is not None]
    birth = Birth(wanted.born) if wanted.born else Birth(NOBODY_KNOWS, BirthKnown.UNKNOWN)
    rows = _matches(services, or_(*listed), None) if listed else []
    pairs = [(one, sought(wanted.name, birth, wanted.nhs_number, _person(one))) for one in rows]
    return _ordered([(one, likeness(person, _person(one))) for one, person in pairs])


def _named(parts: tuple[str, ...]) -> list[ColumnElement[bool]]:
    return [Client.found_by.contains(part, autoescape=True) for part in parts]


def alike(services: frozenset[str], person: Person, but: str | None = None) -> list[tuple[Match, Likeness]]:
    """Records that may be this person, with the strongest reason; `but` is the client's own id when it is edited."""
    near = Client.name_key == person.key
    if person.certain:
        near = or_(near, and_(Client.date_of_birth == person.date_of_birth, Client.birth_known == "known"))
    if person.nhs_number:
        near = or_(near, Client.nhs_number == person.nhs_number)
    pairs = [(one, likeness(person, _person(one))) for one in _matches(services, near, None)]
    rows = _ordered([*pairs, *_by_joined(services, person, near)])
    kept: dict[tuple[str, str], tuple[Match, Likeness]] = {}
    for one, why in rows:
        if one.client_id != but:
            kept.setdefault((one.client_id, one.service_id), (one, why))
    return list(kept.values())


def _by_joined(
    services: frozenset[str], person: Person, near: ColumnElement[bool]
) -> list[tuple[Match, tuple[Likeness, ...]]]:
    """Clients whom somebody described as this person in a record that was joined to theirs."""
    survivor = aliased(Client)
    rows = db.session.execute(
        select(survivor.id, Client)
        .join(Merge, Merge.other_id == Client.id)
        .join(survivor, survivor.root_id == Client.root_id)
        .where(near, Merge.undone_at.is_(None), live(survivor))
        .order_by(Client.id)
    ).all()
    why = {id_: likeness(person, _person(row)) for id_, row in rows}
    return [(one, why[one.client_id]) for one in _matches(services, Client.id.in_(why), None)] if why else []


def _ordered(pairs: list[tuple[Match, tuple[Likeness, ...]]]) -> list[tuple[Match, Likeness]]:
    """Who is alike, the strongest reason first."""
    order = list(Likeness)
    return sorted(((one, why[0]) for one, why in pairs if why), key=lambda pair: order.index(pair[1]))


def _person(one: Match | Client) -> Person:
    return Person(one.first_name, one.last_name, one.date_of_birth, one.sex, one.nhs_number, one.birth_known)


def _matches(
    services: frozenset[str], condition: Any, most: int | None, managed: frozenset[str] = frozenset()
) -> list[Match]:
    """One row for each client and service: the open episode, else the latest."""
    mistaken = and_(Episode.struck_at.is_not(None), Episode.service_id.in_(managed))
    shown = or_(live(Episode), mistaken) if managed else live(Episode)
    rows = _episodes().where(Episode.service_id.in_(services), shown, condition).subquery()
    columns = [column for column in rows.c if column.name != "place"]
    order = (func.lower(rows.c.last_name), func.lower(rows.c.first_name), rows.c.client_id, rows.c.service)
    statement = select(*columns).where(rows.c.place == 1).order_by(*order).limit(most)
    episodes = [Match(*row) for row in db.session.execute(statement)]
    return [*episodes, *map(_arrived, arrivals(services, condition, most))]


def _arrived(one: Client) -> Match:
    values = (one.id, one.first_name, one.last_name, one.date_of_birth, one.birth_known, one.sex)
    return Match(*values, one.nhs_number, one.deceased_on, "", "", "", None, None, None)


def _episodes() -> Select[*tuple[Any, ...]]:
    named = aliased(Client)
    ends = (Episode.struck_at.is_not(None), Episode.closed_on.is_not(None))
    order = (*ends, Episode.referred_on.desc(), Episode.id.desc())
    newest = func.row_number().over(partition_by=(Client.id, Episode.service_id), order_by=order)
    columns = (
        *(
            Client.id.label("client_id"),
            Client.first_name,
            Client.last_name,
            Client.date_of_birth,
            Client.birth_known,
            Client.sex,
        ),
        *(Client.nhs_number, Client.deceased_on, Episode.id.label("episode_id"), Episode.service_id),
        *(Service.name.label("service"), Episode.referred_on, Episode.closed_on),
        *(Worker.name.label("keyworker"), Episode.struck_at, newest.label("place")),
    )
    return (
        select(*columns)
        .select_from(Episode)
        .join(named, named.id == Episode.client_id)
        .join(Client, Client.root_id == named.root_id)
        .join(Service, Service.id == Episode.service_id)
        .outerjoin(Worker, Worker.id == Episode.keyworker_id)
        .where(live(Client))
    )


def number_known_elsewhere(services: frozenset[str], client: Client) -> bool:
    """Whether a service outside these has another client with the NHS number, nothing else (decision record 0037)."""
    if client.nhs_number is None:
        return False
    named = aliased(Client)
    rows = (
        select(Client.id)
        .join(named, named.root_id == Client.root_id)
        .join(Episode, Episode.client_id == named.id)
        .where(Client.nhs_number == client.nhs_number, Client.root_id != client.root_id, live(Client))
        .where(Episode.service_id.not_in(services), live(Episode))
    )
    return db.session.scalars(rows.limit(1)).first() is not None


def keyworkers(services: Collection[str], on: date) -> list[tuple[str, str, str]]:
    """Workers who may hold a caseload at each service on the day: (worker, name, service), by name. One statement."""
    condition = and_(
        live(Membership),
        Membership.from_on <= on,
        or_(Membership.until_on.is_(None), Membership.until_on > on),
        Membership.role.in_(CLINICAL),
    )
    rows = db.session.execute(
        select(Worker.id, Worker.name, Membership.service_id)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(Membership.service_id.in_(services), condition, Worker.disabled_at.is_(None))
        .distinct()
        .order_by(Worker.name, Worker.id, Membership.service_id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def worker_names(ids: Collection[str]) -> dict[str, str]:
    """Names of workers by id; ids of system jobs are left out."""
    rows = db.session.execute(select(Worker.id, Worker.name).where(Worker.id.in_(ids)).order_by(Worker.id))
    return {row[0]: row[1] for row in rows}
