"""Which services have the standard of prescribing signed off."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.marks import SERVICES
from careplan.ground.reading import read
from careplan.prescribing.models import StandardInForce
from careplan.staff.models import Service, Worker


def unsigned(services: frozenset[str], standard: str) -> list[str]:
    """Names of those of these services that prescribe and have no sign-off of the edition, by name."""
    values = {"services": sorted(services), "standard": standard}
    return [row.name for row in read(_unsigned(), values)]


@cache
def _unsigned() -> Select[*tuple[Any, ...]]:
    """Built once: each page of the room asks it."""
    signed = select(StandardInForce.service_id).where(
        StandardInForce.service_id == Service.id,
        StandardInForce.standard == bindparam("standard"),
        live(StandardInForce),
    )
    return (
        select(Service.name)
        .where(Service.id.in_(SERVICES), Service.prescribing.is_(True), ~signed.exists())
        .order_by(Service.name, Service.id)
    )


def sign_offs(services: frozenset[str]) -> Sequence[tuple[StandardInForce, str, str]]:
    """Every sign-off of these services with the service's name and who recorded it, the latest first."""
    rows = db.session.execute(
        select(StandardInForce, Service.name, Worker.name)
        .join(Service, Service.id == StandardInForce.service_id)
        .outerjoin(Worker, Worker.id == StandardInForce.recorded_by)
        .where(StandardInForce.service_id.in_(services), live(StandardInForce))
        .order_by(StandardInForce.recorded_at.desc(), Service.name, StandardInForce.id)
    )
    return [(row[0], row[1], row[2] or row[0].recorded_by) for row in rows]
