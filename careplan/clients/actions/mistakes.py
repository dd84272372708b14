"""Recorded by mistake: a row is struck out with who, when and why, and with it what it alone brought."""

from collections.abc import Iterable
from typing import Any

from careplan.clients.models import Episode
from careplan.ground.corrections import strike
from careplan.staff.rules import Actor, Permission
from careplan.trail.actions import write


def may_strike(by: Actor, service_id: str, author: str) -> bool:
    """Whether the actor may say that a row of the service was a mistake: its author, or a manager of the service."""
    return by.id == author or service_id in by.services(Permission.COUNTERSIGN_RISK)


def strike_out(
    *, by: Actor, episode: Episode, row: Any, act: str, reason: str, along: Iterable[Any] = ()
) -> None:
    """Strike out a live row, and the live rows that came with it, for one reason. ValueError on a dead one.

    `act` is the noun of the trail's entry. Who may is asked before (`may_strike`).
    """
    many = [row, *along]
    for one in many:
        strike(one, by=by.id, reason=reason)
    write(
        f"{act}.struck",
        by=by,
        subject=f"{row.__tablename__}:{row.id}",
        service_id=episode.service_id,
        client_id=episode.client_id,
        detail={"rows": len(many)},
    )


def strike_pause(*, by: Actor, episode: Episode, row: Any, reason: str) -> None:
    """The client was not away: the clocks run as if this had never been recorded."""
    strike_out(by=by, episode=episode, row=row, act="pause", reason=reason)
