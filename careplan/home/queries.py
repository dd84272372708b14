"""Whether the database can serve, what the banner says, and what waits for a worker today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.clients.models import Client, Episode, Pause
from careplan.ground.db import db
from careplan.ground.migrations import at_head
from careplan.home.rules import BANNER_ITEMS, Said
from careplan.risk.models import RiskLevel


def ready() -> bool:
    """The database answers and stands at the newest migration."""
    try:
        return at_head(db.session.connection())
    except SQLAlchemyError:
        return False


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands beside a name: levels by domain of the latest risk assessment, and the pause of the day."""

    levels: tuple[tuple[str, str], ...] = ()
    assessed_on: date | None = None
    assessment_id: str | None = None
    paused: str | None = None
    paused_on: date | None = None


def banner_answers(services: frozenset[str], client: Client) -> list[Said]:
    """Answers to the banner's items in all of the client's episodes at these services, oldest first."""
    person = aliased(Client)
    rows = db.session.execute(
        select(Answer.item, Answer.status, Answer.value, Assessment.started_on, Assessment.id, Episode.id)
        .join(Assessment, Assessment.root_id == Answer.assessment_id)
        .join(Episode, Episode.root_id == Assessment.episode_id)
        .join(person, person.id == Episode.client_id)
        .where(
            person.root_id == client.root_id,
            Episode.service_id.in_(services),
            Episode.superseded_at.is_(None),
            Assessment.superseded_at.is_(None),
            Answer.item.in_(BANNER_ITEMS),
        )
        .order_by(Assessment.started_on, Assessment.recorded_at, Assessment.id, Answer.item)
    )
    return [Said(*row) for row in rows]


def marks(episode: Episode, on: date) -> Marks:
    """Levels of the episode's latest completed risk assessment, and where a paused client is on the day."""
    rows = db.session.execute(union_all(_levels(episode), _pauses(episode, on))).all()
    levels = [row for row in rows if row.kind == "level"]
    paused = next((row for row in rows if row.kind == "pause"), None)
    return Marks(
        levels=tuple((row.code, row.words) for row in levels),
        assessed_on=levels[0].on_day if levels else None,
        assessment_id=levels[0].source if levels else None,
        paused=paused.code if paused else None,
        paused_on=paused.on_day if paused else None,
    )


def _levels(episode: Episode) -> Select[*tuple[Any, ...]]:
    newest = (
        select(Assessment.id)
        .where(
            Assessment.episode_id == episode.root_id,
            Assessment.kind == "risk",
            Assessment.completed_on.is_not(None),
            Assessment.superseded_at.is_(None),
        )
        .order_by(Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            literal("level").label("kind"),
            RiskLevel.domain.label("code"),
            RiskLevel.level.label("words"),
            Assessment.completed_on.label("on_day"),
            Assessment.id.label("source"),
        )
        .join(Assessment, Assessment.root_id == RiskLevel.assessment_id)
        .where(Assessment.id == newest)
    )


def _pauses(episode: Episode, on: date) -> Select[*tuple[Any, ...]]:
    return select(literal("pause"), Pause.reason, literal(""), Pause.from_on, Pause.id).where(
        Pause.episode_id == episode.root_id,
        Pause.superseded_at.is_(None),
        Pause.from_on <= on,
        or_(Pause.until_on.is_(None), Pause.until_on > on),
    )
