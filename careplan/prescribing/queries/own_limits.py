"""A provider's own limits: those that hold at a service, and everything that was signed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.models import OwnLimit
from careplan.prescribing.rules.own_limits import Own, with_own
from careplan.prescribing.rules.standard import Standard, standard
from careplan.staff.models import Provider, Service


@dataclass(frozen=True, slots=True)
class Led:
    """A provider with its services that prescribe, by id: their names."""

    id: str
    name: str
    services: Mapping[str, str]


def own(services: Collection[str]) -> dict[str, tuple[Own, ...]]:
    """By service every limit that is signed as it has to be, whatever its day. One statement."""
    limits: dict[str, tuple[Own, ...]] = defaultdict(tuple)
    for row in db.session.execute(
        select(OwnLimit.service_id, OwnLimit.standard, OwnLimit.name, OwnLimit.value, OwnLimit.effective_on)
        .where(
            OwnLimit.service_id.in_(sorted(services)),
            live(OwnLimit),
            or_(OwnLimit.looser.is_(False), OwnLimit.second_at.is_not(None)),
        )
        .order_by(OwnLimit.effective_on, OwnLimit.id)
    ):
        limits[row.service_id] += (Own(row.standard, row.name, row.value, row.effective_on),)
    return limits


def limits(service_id: str, on: date) -> Standard:
    """The numbers that hold at a service on a day. One statement."""
    return with_own(standard(on), own([service_id]).get(service_id, ()), on)


def providers(services: frozenset[str]) -> list[Led]:
    """The providers of these services with all their services that prescribe, by name. One statement."""
    mine = select(Service.provider_id).where(Service.id.in_(services))
    rows = db.session.execute(
        select(Provider.id, Provider.name, Service.id, Service.name)
        .join(Service, Service.provider_id == Provider.id)
        .where(Provider.id.in_(mine), Service.prescribing.is_(True))
        .order_by(Provider.name, Provider.id, Service.name, Service.id)
    )
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for provider_id, provider, service_id, service in rows:
        found.setdefault(provider_id, (provider, {}))[1][service_id] = service
    return [Led(id_, name, held) for id_, (name, held) in found.items()]


def own_of(services: frozenset[str]) -> list[tuple[Led, tuple[Own, ...]]]:
    """The providers of these services, each with what is signed there. Two statements."""
    led = providers(services)
    limits = own([id_ for one in led for id_ in one.services if id_ in services])
    return [(one, next((limits[id_] for id_ in one.services if id_ in limits), ())) for one in led]


def signed(services: Collection[str], name: str | None = None) -> Sequence[OwnLimit]:
    """Every limit of these services, of one number or of all, the latest first. One statement."""
    named = () if name is None else (OwnLimit.name == name,)
    return db.session.scalars(
        select(OwnLimit)
        .where(OwnLimit.service_id.in_(sorted(services)), live(OwnLimit), *named)
        .order_by(OwnLimit.effective_on.desc(), OwnLimit.recorded_at.desc(), OwnLimit.id)
    ).all()
