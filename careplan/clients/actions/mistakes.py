"""Recorded by mistake: a row is struck out with who, when and why, and with it what it alone brought.

Where a second person has to agree later, a request waits without effect.
"""

from collections.abc import Callable, Iterable
from typing import Any, Unpack

from sqlalchemy import or_, update

from careplan.clients.actions.following import tell_both_sides
from careplan.clients.codes import MANAGE_RECORDS, StrikeAnswer
from careplan.clients.models import Episode, RightRecord, StrikeRequest
from careplan.clients.queries.deaths import episodes_of_client
from careplan.ground.clock import now
from careplan.ground.corrections import Why, is_live, strike
from careplan.ground.db import db
from careplan.ground.gathering import parted
from careplan.staff.rules import Actor
from careplan.trail.actions import write


def may_strike(by: Actor, service_id: str, author: str) -> bool:
    """Whether the actor may say that a row of the service was a mistake: its author, or a manager of the service."""
    return by.id == author or service_id in by.services(MANAGE_RECORDS)


def may_read_removed(by: Actor, episode: Episode, *, shared: bool) -> bool:
    """Whether the actor may read what was taken out for another client, as manager of the service; where the rows hang
    on the client, of every service that treats them, as the other client may be known to one of them alone.
    """
    where = {one.service_id for one in episodes_of_client(episode.client)} if shared else set()
    return where | {episode.service_id} <= by.services(MANAGE_RECORDS)


def strike_out(
    *, by: Actor, episode: Episode, row: Any, act: str, along: Iterable[Any] = (), **why: Unpack[Why]
) -> None:
    """Strike out a live row, and what came with it and still lives, for one reason. ValueError on a dead row.

    `act` is the noun of the trail's entry. Who may is asked before (`may_strike`).
    """
    many = [row, *along]
    strike(row, by=by.id, **why)
    for one in many[1:]:
        if is_live(one):
            strike(one, by=by.id, **why)
    _ask_no_more(by, episode, many)
    tell_both_sides(episode)
    parted(by=by, episode=episode, clients={episode.client.root_id}, **why)
    write(
        f"{act}.struck",
        by=by,
        subject=f"{row.__tablename__}:{row.id}",
        of=episode,
        detail={"rows": len(many)},
    )


def striking(act: str, along: Callable[[Any], Iterable[Any]] = lambda _: ()) -> Callable[..., None]:
    """The action of a kind of row (`ground/offers.Mistake`) that takes only the rows `along` with it."""

    def struck(*, by: Actor, episode: Episode, row: Any, **why: Unpack[Why]) -> None:
        strike_out(by=by, episode=episode, row=row, act=act, along=along(row), **why)

    return struck


def ask_to_strike(
    *, by: Actor, episode: Episode, kind: str, row_id: str, colleague: str, **why: Unpack[Why]
) -> StrikeRequest:
    """Ask a colleague of the service to agree, from their own Today, that a row was recorded by mistake."""
    mine = {"episode_id": episode.root_id, "service_id": episode.service_id}
    row = StrikeRequest(kind=kind, row_id=row_id, asked_of=colleague, asked_by=by.id, **mine, **why)
    db.add(row)
    _trail("asked", by, episode, row)
    return row


def answer_strike(
    *, by: Actor, episode: Episode, row: StrikeRequest, answer: StrikeAnswer, words: str | None = None
) -> None:
    """What came of it. Whoever agrees strikes the row next; a refusal waits until whoever asked has withdrawn it."""
    row.answer, row.answer_words = answer, words or row.answer_words
    row.answered_at, row.answered_by = now(), by.id
    db.session.flush()
    _trail(answer, by, episode, row)


def take_over(*, by: Actor, right: Episode, kind: str, row: Any) -> None:
    """The form of the row opens, filled in, in the record of the right client: that is done once."""
    where = {"episode_id": right.root_id, "service_id": right.service_id}
    db.add(RightRecord(kind=kind, row_id=row.id, opened_by=by.id, **where))
    subject = f"{row.__tablename__}:{row.id}"
    write("mistake.taken_over", by=by, subject=subject, of=right, detail={"kind": kind})


def _ask_no_more(by: Actor, episode: Episode, rows: Iterable[Any]) -> None:
    """Nobody is asked any more about rows that are struck out, nor about any of a struck episode."""
    done = {"answer": StrikeAnswer.WITHDRAWN, "answered_at": now(), "answered_by": by.id}
    mine = (StrikeRequest.service_id == episode.service_id, StrikeRequest.answer.is_(None))
    ids = [one.id for one in rows if hasattr(one, "id")]
    roots = [one.root_id for one in rows if isinstance(one, Episode)]
    about = or_(StrikeRequest.row_id.in_(ids), StrikeRequest.episode_id.in_(roots))
    db.session.execute(update(StrikeRequest).where(*mine, about).values(done))


def _trail(act: str, by: Actor, episode: Episode, row: StrikeRequest) -> None:
    write(
        f"strike.{act}",
        by=by,
        subject=f"strike_requests:{row.id}",
        of=episode,
        detail={"kind": row.kind, "row": row.row_id, "of": row.asked_of},
    )
