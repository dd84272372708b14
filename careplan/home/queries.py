"""Whether the database can serve, what the banner says, and what waits for a worker today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, ScalarResult, Select, cast, func, literal, null, or_, select, union_all
from sqlalchemy.exc import SQLAlchemyError

from careplan.assessment.models import Answer, Assessment
from careplan.clients.models import Client, Episode, Pause
from careplan.ground.db import db
from careplan.ground.migrations import at_head
from careplan.home.rules import BANNER_ITEMS, Said
from careplan.risk.models import RiskLevel


def ready() -> bool:
    """The database answers and stands at the newest migration."""
    try:
        with db.engine.connect() as connection:
            return at_head(connection)
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
    episodes = (
        select(Episode.id)
        .join(Client, Client.id == Episode.client_id)
        .where(Client.root_id == client.root_id, Episode.service_id.in_(services))
    )
    rows = db.session.execute(
        select(Answer.item, Answer.status, Answer.value, Assessment.started_on, Assessment.id)
        .join(Assessment, Assessment.id == Answer.assessment_id)
        .where(
            Assessment.episode_id.in_(episodes),
            Assessment.superseded_at.is_(None),
            Answer.item.in_(BANNER_ITEMS),
        )
        .order_by(Assessment.started_on, Assessment.recorded_at, Assessment.id)
    )
    return [Said(*row) for row in rows]
