"""Partnerships, providers and services as the administrator keeps them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from careplan.ground.db import db
from careplan.staff.models import Partnership, Provider, Service


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with the names of its provider and partnership."""

    service: Service
    provider: Provider
    partnership: Partnership


def service_rows(services: frozenset[str]) -> list[ServiceRow]:
    """The services by name, closed ones too. One statement."""
    rows = db.session.execute(_services(services).order_by(Service.name, Service.id))
    return [ServiceRow(*row) for row in rows]


def service_row(services: frozenset[str], service_id: str, lock: bool = False) -> ServiceRow | None:
    """The service, or None when it is not one of these. `lock`: nobody else changes it meanwhile."""
    rows = _services(services).where(Service.id == service_id)
    row = db.session.execute(rows.with_for_update(of=Service) if lock else rows).first()
    return ServiceRow(*row) if row else None


def _services(services: frozenset[str]) -> Select[*tuple[Any, ...]]:
    return (
        select(Service, Provider, Partnership)
        .join(Provider, Provider.id == Service.provider_id)
        .join(Partnership, Partnership.id == Service.partnership_id)
        .where(Service.id.in_(services))
    )


def units_of(services: frozenset[str], model: type[Provider] | type[Partnership]) -> dict[str, str]:
    """Names by id of the providers, or the partnerships, to which these services belong."""
    column = Service.provider_id if model is Provider else Service.partnership_id
    mine = select(column).where(Service.id.in_(services))
    rows = db.session.execute(
        select(model.id, model.name).where(model.id.in_(mine)).order_by(model.name, model.id)
    )
    return {row[0]: row[1] for row in rows}


def unit_of(services: frozenset[str], model: type[Any], id_: str, lock: bool = False) -> Any:
    """The provider or partnership, where all its services are among these: nobody renames what others stand under."""
    column = Service.provider_id if model is Provider else Service.partnership_id
    below = set(db.session.scalars(select(Service.id).where(column == id_)))
    if not below or not below <= services:
        return None
    rows = select(model).where(model.id == id_)
    return db.session.scalars(rows.with_for_update() if lock else rows).first()


def units_outside(services: frozenset[str]) -> set[str]:
    """Ids of the providers and partnerships under which other services stand too. One statement."""
    rows = db.session.execute(
        select(Service.provider_id, Service.partnership_id).where(Service.id.not_in(services)).distinct()
    )
    return {id_ for row in rows for id_ in row}


def units(model: type[Any]) -> list[Any]:
    """All of a kind by name: for commands only."""
    return list(db.session.scalars(select(model).order_by(model.name, model.id)))


def name_taken(model: type[Any], name: str, *same: Any) -> bool:
    """Whether one of a kind has the name, in capitals or small letters."""
    rows = select(model.id).where(func.lower(model.name) == name.lower(), *same)
    return db.session.scalars(rows.limit(1)).first() is not None
