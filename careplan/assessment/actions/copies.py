"""Answers that were carried over from what does not stand any more: struck out, or another person's."""

from collections.abc import Collection, Sequence
from typing import Any, Unpack

from sqlalchemy import ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.actions.digesting import keep_digests
from careplan.assessment.codes import Status
from careplan.assessment.models import Answer, Assessment
from careplan.clients.models import Client, Episode
from careplan.ground.clock import now
from careplan.ground.corrections import Why, live, strike
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


def let_go(*, by: Actor, episode: Episode, clients: Collection[str], **why: Unpack[Why]) -> None:
    """Let copies go that nobody confirmed since and whose source is no answer of their client (root ids) any more.

    In an open assessment the question is asked anew. In a completed one a copy of another client's answer is struck
    out; one that was merely wrong stays, marked as not confirmed, as everything does that was completed with it.
    """
    dropped = [one for one in _copies(clients) if one.Assessment.completed_on is None or one.anothers]
    for row, paper, _ in dropped:
        if paper.completed_on is not None:
            strike(row, by=by.id, **why)
            continue
        row.status, row.value, row.need, row.carried_from = Status.NOT_ASKED, None, None, None
        row.confirmed_on, row.recorded_at, row.recorded_by = None, now(), by.id
    if dropped:
        db.session.flush()
        keep_digests(Assessment.id.in_({row.assessment_id for row, *_ in dropped}))
        subject = f"episodes:{episode.root_id}"
        write("answer.let_go", by=by, subject=subject, of=episode, detail={"rows": len(dropped)})


def _copies(clients: Collection[str]) -> Sequence[Any]:
    """Copies of the clients that stand no more: with their assessment, and whether they are another person's words."""
    source, rows, whose = _sources()
    alive = [whose.root_id == Client.root_id, *(live(one) for one in rows)]
    gone = or_(whose.root_id != Client.root_id, *(one.wrong_client.is_(True) for one in rows))
    statement = (
        select(Answer, Assessment, exists(source.where(gone)).label("anothers"))
        .join(Assessment, Assessment.root_id == Answer.assessment_id)
        .join(Episode, Episode.root_id == Assessment.episode_id)
        .join(Client, Client.id == Episode.client_id)
        .where(
            Client.root_id.in_(clients),
            *(live(one) for one in (Answer, Assessment, Episode)),
            Answer.carried_from.is_not(None),
            or_(Answer.confirmed_on.is_(None), Answer.confirmed_on <= _source_day()),
            ~exists(source.where(*alive)),
        )
        .order_by(Answer.assessment_id, Answer.item)
    )
    return db.session.execute(statement).all()


def _source_day() -> ScalarSelect[Any]:
    """The day from which a copy counts: one that was confirmed later was said again."""
    paper = aliased(Assessment)
    day = select(func.coalesce(paper.completed_on, paper.started_on))
    return day.where(paper.id == Answer.carried_from).correlate(Answer).scalar_subquery()


def _sources() -> tuple[Select[Any], tuple[Any, Any, Any], Any]:
    """The answers that a copy was taken from, as it says; with the tables that must stand, and the client's."""
    told, home, paper = aliased(Answer), aliased(Assessment), aliased(Assessment)
    stay, whose = aliased(Episode), aliased(Client)
    source = (
        select(told.item)
        .join(home, home.root_id == told.assessment_id)
        .join(paper, paper.root_id == home.root_id)
        .join(stay, stay.root_id == paper.episode_id)
        .join(whose, whose.id == stay.client_id)
        .where(home.id == Answer.carried_from, told.item == Answer.item, told.value == Answer.value)
        .correlate(Answer, Client)
    )
    return source, (told, paper, stay), whose
