"""The clients of a service whom a register names."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.queries import Wanted, find
from careplan.clients.rules.names import name_parts
from careplan.ground.corrections import live
from careplan.ground.db import db


def clients(service_id: str, ids: Collection[str]) -> dict[str, tuple[Client, str]]:
    """Clients of the service by any id of their chain: the live row, and the id of the latest episode there."""
    given, named = aliased(Client), aliased(Client)
    rows = (
        select(given.id, Client, Episode.id)
        .join(Client, and_(Client.root_id == given.root_id, live(Client)))
        .join(named, named.root_id == given.root_id)
        .join(Episode, Episode.client_id == named.id)
        .where(given.id.in_(ids), Episode.service_id == service_id, live(Episode))
        .order_by(Episode.referred_on, Episode.id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(rows)}


def client_meant(service_id: str, text: str) -> tuple[str | None, Any, str]:
    """The id and the row of the one client of the service that the words mean, or the sentence why none is."""
    by_id = clients(service_id, [text])
    if by_id:
        person = by_id[text][0]
        return person.id, person, ""
    digits = "".join(text.split())
    wanted = Wanted(nhs_number=digits) if digits.isdigit() else Wanted(name=name_parts(text))
    rows = {one.client_id: one for one in find(frozenset({service_id}), wanted)}
    if len(rows) > 1:
        return None, None, "Several clients of this service have that name. Enter the NHS number"
    if not rows:
        return None, None, "No client of this service is found by that name or number"
    one = next(iter(rows.values()))
    return one.client_id, one, ""
