"""People and their episodes: registering, a new referral, details by version."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from careplan.clients.actions.deaths import settle_death, take_back_death
from careplan.clients.actions.handing import keep
from careplan.clients.actions.tasks import here_again
from careplan.clients.codes import BirthKnown
from careplan.clients.models import Client, Episode
from careplan.clients.rules.births import Birth
from careplan.clients.rules.names import folded, name_key, whole_name
from careplan.ground.clock import london_day, now
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


@dataclass(frozen=True, slots=True)
class Details:
    """What finds a client and what the national dataset asks of one."""

    first_name: str
    last_name: str
    date_of_birth: date
    sex: str
    birth_known: str = BirthKnown.KNOWN
    ethnicity: str | None = None
    nhs_number: str | None = None
    postcode: str | None = None
    deceased_on: date | None = None

    @property
    def whole_name(self) -> str:
        """As a sentence writes it."""
        return whole_name(self.first_name, self.last_name)

    @property
    def birth(self) -> Birth:
        """The day of birth and how well it is known."""
        return Birth(self.date_of_birth, self.birth_known)


@dataclass(frozen=True, slots=True)
class Referral:
    """How the client came to a service."""

    service_id: str
    referred_on: date
    referral_source: str
    priority: str | None = None
    keyworker_id: str | None = None
    ndtms_consent: bool | None = None
    ndtms_consent_on: date | None = None


class StaleDetails(ValueError):
    """The details were saved by somebody else since the page was shown."""


class NotYours(ValueError):
    """The actor does not work at the service that the referral names."""


def register_client(
    *,
    by: Actor,
    services: frozenset[str],
    details: Details,
    referral: Referral,
    number_reason: str | None = None,
) -> Episode:
    """A new client with a first episode. Duplicates are the page's question, asked before.

    `number_reason`: why another client of the services has the same NHS number; it stands in the trail.
    """
    client = Client(**asdict(details), recorded_by=by.id)
    db.add(client)
    write(
        "client.registered",
        by=by,
        subject=f"clients:{client.id}",
        service_id=referral.service_id,
        client_id=client.id,
        detail={"number_shared": number_reason} if number_reason else None,
    )
    return open_episode(by=by, services=services, client=client, referral=referral)


def open_episode(
    *, by: Actor, services: frozenset[str], client: Client, referral: Referral, after: Episode | None = None
) -> Episode:
    """A referral: the client's first or next episode at a service of the actor. Raises NotYours.

    `after`: the episode from whose record it was made, with which it goes where joined records are put apart.
    """
    if referral.service_id not in services:
        raise NotYours(referral.service_id)
    episode = Episode(
        client_id=after.client_id if after else client.id, **asdict(referral), recorded_by=by.id
    )
    db.add(episode)
    set_committed_value(episode, "client", client)
    here_again(by=by, episode=episode)
    if episode.keyworker_id is not None:
        keep(episode, episode.keyworker_id, episode.referred_on, at=episode.recorded_at, by=by.id)
    write(
        "episode.opened",
        by=by,
        subject=f"episodes:{episode.id}",
        service_id=episode.service_id,
        client_id=client.id,
    )
    return episode


def edit_client(
    *, by: Actor, episode: Episode, seen: int, details: Details, number_reason: str | None = None
) -> Client:
    """New details over the version that was seen; old values go to the trail. Raises StaleDetails."""
    client = episode.client
    if client.version != seen:
        raise StaleDetails(client.version)
    new = asdict(details)
    changed = {name: getattr(client, name) for name in new if getattr(client, name) != new[name]}
    if not changed:
        return client
    for name in changed:
        setattr(client, name, new[name])
    if changed.keys() & {"first_name", "last_name"}:
        client.found_by = folded(f"{client.first_name} {client.last_name}")
        client.name_key = name_key(client.first_name, client.last_name)
    if "deceased_on" in changed:
        _death(client, by, episode, first=changed["deceased_on"] is None)
    client.version += 1
    db.session.flush()
    write(
        "client.edited",
        by=by,
        subject=f"clients:{client.id}",
        service_id=episode.service_id,
        client_id=client.id,
        detail={"version": client.version, "before": {name: _text(value) for name, value in changed.items()}}
        | ({"number_shared": number_reason} if number_reason else {}),
    )
    return client


def _death(client: Client, by: Actor, episode: Episode, *, first: bool) -> None:
    """A death is known from when it was first entered, whatever its day is corrected to; taken back, it never was."""
    if client.deceased_on is None:
        client.deceased_at = client.deceased_by = None
        take_back_death(by=by, client=client)
    elif first:
        client.deceased_at, client.deceased_by = now(), by.id
        settle_death(by=by, episode=episode, client=client, today=london_day(client.deceased_at))


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
