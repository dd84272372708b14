"""Which services have the standard of prescribing signed off."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from careplan.governance.models import StandardInForce
from careplan.ground.corrections import live
from careplan.ground.marks import SERVICES
from careplan.ground.reading import read
from careplan.staff.models import Service


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
