"""Whom the forms of a register name: the staff of the service, and one of its clients."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.queries import Wanted, find
from careplan.clients.rules.names import name_parts
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Membership, Worker


def staff(service_id: str, on: date) -> dict[str, str]:
    """Workers with a role at the service on the day: names by id, in the order of names."""
    until = or_(Membership.until_on.is_(None), Membership.until_on > on)
    rows = (
        select(Worker.id, Worker.name)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(Membership.service_id == service_id, Membership.from_on <= on, until, live(Membership))
        .distinct()
        .order_by(Worker.name, Worker.id)
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}


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
