"""What can be audited: services and partnerships by id, and names for lists."""

from collections.abc import Collection

from sqlalchemy import select

from careplan.audit.queries.seen import chain, rows
from careplan.audit.rules.engine import Level, Unit
from careplan.clients.models import Client, Episode
from careplan.staff.models import Partnership, Service


def service_unit(services: frozenset[str], service_id: str) -> Unit | None:
    """The service as a unit; none outside the services."""
    found = rows(select(Service.id, Service.name).where(Service.id == service_id, Service.id.in_(services)))
    return next((Unit(Level.SERVICE, id_, name) for id_, name in found), None)


def every_service() -> frozenset[str]:
    """All services: for commands, which no worker's doors bind."""
    return frozenset(id_ for (id_,) in rows(select(Service.id).order_by(Service.id)))


def partnership_unit(partnership_id: str) -> tuple[Unit, frozenset[str]] | None:
    """The partnership as a unit with its services; none where there is no such partnership."""
    found = rows(select(Partnership.id, Partnership.name).where(Partnership.id == partnership_id))
    statement = select(Service.id).where(Service.partnership_id == partnership_id).order_by(Service.id)
    members = frozenset(id_ for (id_,) in rows(statement))
    return next(((Unit(Level.PARTNERSHIP, id_, name), members) for id_, name in found), None)


def clients_of(services: frozenset[str], episodes: Collection[str]) -> dict[str, str]:
    """Names of clients by episode id, for the lines of a list."""
    named = chain(Client)
    statement = (
        select(Episode.id, Client.last_name, Client.first_name)
        .join(named, named.id == Episode.client_id)
        .join(Client, (Client.root_id == named.root_id) & Client.superseded_at.is_(None))
        .where(Episode.service_id.in_(services), Episode.id.in_(episodes))
        .order_by(Episode.id)
    )
    return {id_: f"{last.upper()}, {first}" for id_, last, first in rows(statement)}
