"""One episode, opened by its id; and the names that stand beside it."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from careplan.clients.codes import ExitReason
from careplan.clients.models import Client, Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.reading import load
from careplan.ground.types import Id, listed
from careplan.trail.queries import mark_of


def episodes_of(services: frozenset[str], client: Client) -> list[Episode]:
    """Every episode of the client at these services, the newest first."""
    named = aliased(Client)
    return list(
        db.session.scalars(
            select(Episode)
            .join(named, named.id == Episode.client_id)
            .where(
                named.root_id == client.root_id,
                Episode.service_id.in_(services),
                live(Episode),
            )
            .order_by(Episode.referred_on.desc(), Episode.id.desc())
        )
    )


def has_died(episode: Episode) -> bool:
    """Whether the record says so: by the day of death, or by why the episode ended."""
    return episode.client.deceased_on is not None or episode.exit_reason == ExitReason.DIED


def other_stays(episode: Episode) -> list[tuple[date, date | None]]:
    """First and last day of the client's other stays at the episode's service, the newest first. One statement."""
    every = episodes_of(frozenset({episode.service_id}), episode.client)
    return [(one.referred_on, one.closed_on) for one in every if one.root_id != episode.root_id]


@cache
def _opened(lock: bool, struck: bool) -> Select[*tuple[Any, ...]]:
    """Built once: every page of a record asks it."""
    named = aliased(Client)
    rows = (
        select(Episode, Client, mark_of(Client.root_id))
        .join(named, named.id == Episode.client_id)
        .join(Client, Client.root_id == named.root_id)
        .where(
            Episode.id == bindparam("episode", type_=Id),
            listed(Episode.service_id, "services"),
            Episode.struck_at.is_not(None) if struck else live(Episode),
            live(Client),
        )
    )
    return rows.with_for_update(key_share=True, of=(Episode, Client)) if lock else rows


def corrected(services: frozenset[str], episode_id: str) -> str | None:
    """The id of the live episode in whose chain a corrected one stands, at one of the services."""
    was = aliased(Episode)
    here = select(Episode.id).join(was, was.root_id == Episode.root_id)
    wrong = (was.id == episode_id, was.superseded_at.is_not(None))
    mine = here.where(*wrong, live(Episode), Episode.service_id.in_(services))
    return db.session.scalars(mine.order_by(Episode.id)).first()


def lock(episode: Episode) -> None:
    """Let whoever else is about to add to this episode wait; what is read after this is what they left behind."""
    db.session.execute(select(Episode.id).where(Episode.id == episode.id).with_for_update())


def episode(
    services: frozenset[str], episode_id: str, lock: bool = False, struck: bool = False
) -> Episode | None:
    """The live episode with its live client, or None when it is not one of these services'. One statement.

    `lock`: nobody else writes to it until the transaction ends, so what is read from here on is what stands. Where
    somebody joined the client's record while this waited for the row, it is read once more.
    `struck`: one that was registered by mistake instead.
    """
    values = {"episode": episode_id, "services": sorted(services)}
    rows = load(_opened(lock, struck), values)
    if not rows and lock:
        rows = load(_opened(lock, struck), values)
    if not rows:
        return None
    episode, client, mark = rows[0]
    episode.mark = mark
    set_committed_value(episode, "client", client)
    return episode  # type: ignore[no-any-return]
