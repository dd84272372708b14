"""What can be audited: services and partnerships by id with their mid-points, and names for lists."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from careplan.audit.review.models import Midpoint
from careplan.audit.review.rules.engine import Level, Unit
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.clients.models import Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.scope import chain, rows, scope
from careplan.staff.models import Partnership, Service, Worker


def service_unit(services: frozenset[str], service_id: str) -> Unit | None:
    """The service as a unit; none outside the services."""
    units_there = rows(
        select(Service.id, Service.name).where(Service.id == service_id, Service.id.in_(services))
    )
    return next((Unit(Level.SERVICE, id_, name) for id_, name in units_there), None)


def every_service() -> frozenset[str]:
    """All services: for commands, which no worker's doors bind."""
    return frozenset(id_ for (id_,) in rows(select(Service.id).order_by(Service.id)))


def every_partnership() -> frozenset[str]:
    """All partnerships."""
    return frozenset(id_ for (id_,) in rows(select(Partnership.id).order_by(Partnership.id)))


def partnership_unit(partnership_id: str) -> tuple[Unit, frozenset[str]] | None:
    """The partnership as a unit with its services; none where there is no such partnership."""
    units_there = rows(select(Partnership.id, Partnership.name).where(Partnership.id == partnership_id))
    statement = select(Service.id).where(Service.partnership_id == partnership_id).order_by(Service.id)
    members = frozenset(id_ for (id_,) in rows(statement))
    return next(((Unit(Level.PARTNERSHIP, id_, name), members) for id_, name in units_there), None)


def partnership_names(services: frozenset[str]) -> dict[str, str]:
    """Names of the partnerships that consist of these services alone, by id and ordered by name.

    One service outside is enough to leave a partnership out: its figures would tell of it.
    """
    whole = Partnership.id.in_(select(Service.partnership_id).where(Service.id.in_(services)))
    parted = Partnership.id.in_(select(Service.partnership_id).where(Service.id.not_in(services)))
    statement = (
        select(Partnership.id, Partnership.name)
        .where(whole, ~parted)
        .order_by(Partnership.name, Partnership.id)
    )
    return dict(tuple(row) for row in rows(statement))


def partnership_held(services: frozenset[str], partnership_id: str) -> tuple[Unit, frozenset[str]] | None:
    """The partnership as a unit with its services; none unless every one of them is among the services."""
    return partnership_unit(partnership_id) if partnership_id in partnership_names(services) else None


def clients_of(services: frozenset[str], episodes: Collection[str]) -> dict[str, str]:
    """Names of clients by episode id, for the lines of a list."""
    named = chain(Client)
    statement = (
        select(Episode.id, Client.last_name, Client.first_name)
        .join(named, named.id == Episode.client_id)
        .join(Client, (Client.root_id == named.root_id) & live(Client))
        .where(Episode.service_id.in_(services), Episode.id.in_(episodes))
        .order_by(Episode.id)
    )
    return {id_: listed_name(first, last) for id_, last, first in rows(statement)}


def _latest(
    services: frozenset[str], ruleset: Ruleset, day: date | None
) -> dict[tuple[str, str], Fraction | None]:
    """The last word of each service on each measure, as far as known."""
    row = Midpoint
    statement = (
        select(row.service_id, row.measure, row.percent)
        .where(row.service_id.in_(services), row.ruleset == ruleset.edition)
        .where(scope(services, day).live(row))
        .order_by(row.recorded_at, row.id)
    )
    return {
        (service, measure): None if percent is None else Fraction(percent)
        for service, measure, percent in rows(statement)
    }


def midpoints(services: frozenset[str], ruleset: Ruleset, day: date | None = None) -> dict[str, Fraction]:
    """The mid-points in percent by measure: of one service its own, of several those on which they agree."""
    shares: dict[str, set[Fraction]] = {}
    for (_, measure), percent in _latest(services, ruleset, day).items():
        if percent is not None:
            shares.setdefault(measure, set()).add(percent)
    return {measure: next(iter(values)) for measure, values in shares.items() if len(values) == 1}


def midpoints_each(services: frozenset[str], ruleset: Ruleset) -> dict[str, dict[str, Fraction]]:
    """The mid-points of each service as they stand now, in one statement; a service without any is there, too."""
    shares: dict[str, dict[str, Fraction]] = {service: {} for service in sorted(services)}
    for (service, measure), percent in _latest(services, ruleset, None).items():
        if percent is not None:
            shares[service][measure] = percent
    return shares


def midpoint_history(
    services: frozenset[str], service_id: str, ruleset: Ruleset
) -> list[tuple[Midpoint, str]]:
    """Every mid-point that was set for the service, the last first, each with who set it."""
    row = Midpoint
    statement = (
        select(row, Worker.name)
        .outerjoin(Worker, Worker.id == row.recorded_by)
        .where(row.service_id == service_id, row.service_id.in_(services), row.ruleset == ruleset.edition)
        .order_by(row.recorded_at.desc(), row.id.desc())
    )
    return [(one, name or one.recorded_by) for one, name in db.session.execute(statement)]
