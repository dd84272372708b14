"""Clients whom an import brought without an episode: found by the services of that package until one begins."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Arrival, Client, Episode
from careplan.ground.corrections import live
from careplan.ground.db import db


def arrivals(services: frozenset[str], condition: ColumnElement[bool], most: int | None) -> list[Client]:
    """Those who fit the condition, by name. One statement."""
    order = (func.lower(Client.last_name), func.lower(Client.first_name), Client.id)
    return list(db.session.scalars(_waiting(services).where(condition).order_by(*order).limit(most)))


def arrival(services: frozenset[str], client_id: str, lock: bool = False) -> Client | None:
    """The client, while no episode has begun and one of the services may refer; None for anybody else.

    `lock`: nobody else refers them meanwhile.
    """
    rows = _waiting(services).where(Client.id == client_id)
    client: Client | None = db.session.scalars(rows.with_for_update(of=Client) if lock else rows).first()
    return client


def _waiting(services: frozenset[str]) -> Select[Any]:
    other, brought = aliased(Client), aliased(Client)
    here = (
        select(Arrival.client_id)
        .join(brought, brought.id == Arrival.client_id)
        .where(brought.root_id == Client.root_id, Arrival.service_id.in_(services))
    )
    begun = (
        select(Episode.id)
        .join(other, other.id == Episode.client_id)
        .where(other.root_id == Client.root_id, live(Episode))
    )
    return select(Client).where(live(Client), here.exists(), ~begun.exists())
