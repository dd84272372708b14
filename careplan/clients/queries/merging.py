"""Two records of one person: the other one, and what was joined before."""

from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Arrival, Client, Episode, Merge
from careplan.ground.corrections import live
from careplan.ground.db import db


def client(services: frozenset[str], client_id: str, lock: bool = False) -> Client | None:
    """The live client whom an id leads to, also that of a joined record; None for anybody not of these services."""
    named = aliased(Client)
    here = or_(
        *(
            _chained(row.client_id).where(row.service_id.in_(services), *more).exists()
            for row, more in ((Episode, (live(Episode),)), (Arrival, ()))
        )
    )
    rows = (
        select(Client)
        .join(named, named.root_id == Client.root_id)
        .where(named.id == client_id, live(Client), here)
    )
    client: Client | None = db.session.scalars(rows.with_for_update(of=Client) if lock else rows).first()
    return client


def _chained(key: Any) -> Select[str]:
    link = aliased(Client)
    return select(link.id).join_from(link, key.class_, key == link.id).where(link.root_id == Client.root_id)


def same_person(client_id: str) -> Select[str]:
    """Every id under which the person with this id is recorded."""
    named = aliased(Client)
    rows = select(Client.id).join(named, named.root_id == Client.root_id)
    return rows.where(named.id == client_id).order_by(Client.id)


def merges(client: Client) -> list[Merge]:
    """What was joined to the client, or put apart again, the latest first; the client's record is open."""
    link = aliased(Client)
    rows = (
        select(Merge)
        .join(link, or_(link.id == Merge.survivor_id, link.id == Merge.other_id))
        .where(link.root_id == client.root_id, live(Merge))
        .distinct()
        .order_by(Merge.recorded_at.desc(), Merge.id.desc())
    )
    return list(db.session.scalars(rows))


def joined(client: Client) -> dict[str, Client]:
    """Every row under which the person was ever recorded, by its id."""
    rows = select(Client).where(Client.root_id == client.root_id).order_by(Client.id)
    return {one.id: one for one in db.session.scalars(rows)}
