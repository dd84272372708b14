"""Links and counts of the client survey."""

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import func, select

from careplan.ground.db import db
from careplan.staff.models import Service
from careplan.survey.models import SurveyCount, SurveyLink
from careplan.survey.rules import Count, month_of


def digest(secret: str) -> str:
    """What is kept of a link's secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def link(secret: str) -> tuple[SurveyLink, str] | None:
    """A link, live or not, with the name of its service; None for a secret that opens none."""
    row = db.session.execute(
        select(SurveyLink, Service.name)
        .join(Service, Service.id == SurveyLink.service_id)
        .where(SurveyLink.secret_sha256 == digest(secret))
        .order_by(SurveyLink.id)
    ).first()
    return None if row is None else (row[0], row[1])


def open_links(service_id: str, at: datetime) -> int:
    """How many links of a service still work."""
    live = (SurveyLink.service_id == service_id, SurveyLink.used.is_(False), SurveyLink.until > at)
    return db.session.scalar(select(func.count()).select_from(SurveyLink).where(*live)) or 0


def counts(services: Collection[str], on: date) -> list[tuple[str, Count]]:
    """Counts by service, by month and question, of months that were over before the day: nobody watches them grow."""
    row = SurveyCount
    statement = (
        select(row.service_id, row.month, row.question, row.positive, row.answered)
        .where(row.service_id.in_(services), row.month < month_of(on))
        .order_by(row.service_id, row.month, row.question)
    )
    return [(row[0], Count(*row[1:])) for row in db.session.execute(statement)]
