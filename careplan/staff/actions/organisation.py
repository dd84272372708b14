"""Partnerships, providers and services: added, renamed, described, closed. What was signed keeps the old name."""

from datetime import date
from typing import Any, TypeVar

from careplan.ground.db import db
from careplan.staff import queries
from careplan.staff.actions.workers import Author, Refused
from careplan.staff.codes import Sector
from careplan.staff.models import Partnership, Provider, Service
from careplan.staff.rules import Actor
from careplan.trail.actions import write

Unit = Partnership | Provider | Service
U = TypeVar("U", Partnership, Provider, Service)
SERVICE = ("prescribing", "structured", "out_of_hours", "ndtms_agency")
"""What may change about a service besides its name and its days."""


def add_partnership(*, by: Author, name: str) -> Partnership:
    """A new local drug partnership. Refused when one has that name."""
    return _add(Partnership(name=_free(Partnership, name)), by)


def add_provider(*, by: Author, name: str, sector: Sector) -> Provider:
    """A new organisation that runs services. Refused when one has that name."""
    return _add(Provider(name=_free(Provider, name), sector=sector.value), by)


def add_service(
    *,
    by: Author,
    name: str,
    provider_id: str,
    partnership_id: str,
    opened_on: date | None = None,
    **what: Any,
) -> Service:
    """A new service of a provider in a partnership. Refused when the provider has one of that name."""
    taken = _free(Service, name, Service.provider_id == provider_id)
    given = {key: what.get(key) for key in SERVICE}
    return _add(
        Service(
            name=taken, provider_id=provider_id, partnership_id=partnership_id, opened_on=opened_on, **given
        ),
        by,
    )


def rename(*, by: Author, unit: Unit, name: str) -> Unit:
    """The name from now on. The old one goes to the trail and stays in what was signed. Refused when it is taken."""
    if unit.name != name:
        same = Service.provider_id == unit.provider_id if isinstance(unit, Service) else None
        before, unit.name = unit.name, _free(type(unit), name, same)
        _written("renamed", by, unit, before=before, after=name)
    return unit


def describe_service(*, by: Author, service: Service, **what: Any) -> Service:
    """What the service offers now; the values before go to the trail."""
    before = {key: getattr(service, key) for key in SERVICE if getattr(service, key) != what[key]}
    for key in before:
        setattr(service, key, what[key])
    if before:
        _written("described", by, service, before=before)
    return service


def close_service(*, by: Author, service: Service, on: date | None) -> Service:
    """The day from which nothing is written at the service any more; None opens it again."""
    if on is not None and service.opened_on is not None and on < service.opened_on:
        raise Refused("The service cannot close before the day on which it opened")
    if service.closed_on != on:
        before, service.closed_on = service.closed_on, on
        days = {"before": before and before.isoformat(), "on": on and on.isoformat()}
        _written("closed" if on else "reopened", by, service, **days)
    return service


def _free(model: type[Any], name: str, *same: Any) -> str:
    if queries.name_taken(model, name, *(one for one in same if one is not None)):
        raise Refused(f"There is one with the name {name} already")
    return name


def _add(unit: U, by: Author) -> U:
    db.add(unit)
    _written("added", by, unit, name=unit.name)
    return unit


def _written(what: str, by: Author, unit: Unit, **detail: Any) -> None:
    db.session.flush()
    table = unit.__tablename__
    service = unit.id if isinstance(unit, Service) else None
    write(f"{table[:-1]}.{what}", by=by, subject=f"{table}:{unit.id}", service_id=service, detail=detail)


REACHING = ("telephone", "address", "out_of_hours_words")
"""The columns of a service that say how to reach it."""


def describe_reaching(*, by: Actor, service: Service, **words: str | None) -> Service:
    """Set telephone, address and out-of-hours words; the words before go to the trail."""
    before = {name: getattr(service, name) for name in REACHING}
    if before != words:
        for name in REACHING:
            setattr(service, name, words[name])
        db.session.flush()
        subject = f"services:{service.id}"
        write("service.reaching", by=by, subject=subject, service_id=service.id, detail={"before": before})
    return service
