"""Whom a package brings without an episode: its services may find and refer them."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, aliased

from careplan.clients.models import Arrival, Client, Episode
from careplan.ground.corrections import live
from careplan.package.actions.stage import Stage

AT_ONCE = 400


def keep_arrivals(stage: Stage, session: Session) -> None:
    """Tie the package's clients who have no episode, here or in careplan, to the package's services."""
    sql = "SELECT id FROM clients c WHERE NOT EXISTS (SELECT 1 FROM episodes e WHERE e.client_id = c.id) ORDER BY id"
    ids = [id_ for (id_,) in stage.db.execute(sql)]
    services = [id_ for (id_,) in stage.db.execute("SELECT id FROM services ORDER BY id")]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        placed = _placed(session, some)
        pairs = [(client, service) for client in some if client not in placed for service in services]
        existing_rows = set(
            session.execute(select(Arrival.client_id, Arrival.service_id).where(Arrival.client_id.in_(some)))
        )
        rows = [{"client_id": one, "service_id": at} for one, at in pairs if (one, at) not in existing_rows]
        if rows:
            session.execute(insert(Arrival), rows)


def _placed(session: Session, ids: list[str]) -> set[str]:
    """Those of the clients who have an episode."""
    one, named = aliased(Client), aliased(Client)
    return set(
        session.scalars(
            select(one.id)
            .join(named, named.root_id == one.root_id)
            .join(Episode, Episode.client_id == named.id)
            .where(one.id.in_(ids), live(Episode))
        )
    )
