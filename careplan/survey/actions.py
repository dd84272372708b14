"""Making a link, and counting answers: of a link, of a pile of papers. They flush; the request commits."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Date, bindparam, text, update

from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.survey.models import SurveyLink
from careplan.survey.queries import digest, open_links
from careplan.survey.rules import SURVEY, Sheet, counted, month_of
from careplan.trail.actions import changed, write

COUNT = text(
    "INSERT INTO survey_counts (service_id, month, question, positive, answered)"
    " VALUES (:service_id, :month, :question, :positive, :answered)"
    " ON CONFLICT (service_id, month, question) DO UPDATE SET"
    " positive = survey_counts.positive + excluded.positive,"
    " answered = survey_counts.answered + excluded.answered"
).bindparams(bindparam("month", type_=Date))


class TooMany(ValueError):
    """So many links of the service are open that no more is made."""


def make_link(*, by: Actor, service_id: str, hours: int, at: datetime) -> str:
    """A link that works once within these hours; answers its secret, which is kept nowhere. Raises TooMany."""
    if open_links(service_id, at) >= SURVEY.latest.bounds.most_open:
        raise TooMany
    secret = secrets.token_urlsafe(32)
    row = SurveyLink(service_id=service_id, secret_sha256=digest(secret), until=at + timedelta(hours=hours))
    db.add(row)
    write("survey_link.made", by=by, subject=f"survey_links:{row.id}", service_id=service_id)
    return secret


def answer(*, link: SurveyLink, sheet: Sheet, at: datetime, on: date) -> bool:
    """Count the answers of whoever opened the link; False, and nothing counted, where it works no longer.

    No trail: an entry would give a moment to answers that have none.
    """
    live = (SurveyLink.id == link.id, SurveyLink.used.is_(False), SurveyLink.until > at)
    spent = db.session.execute(update(SurveyLink).where(*live).values(used=True).returning(SurveyLink.id))
    if spent.first() is None:
        return False
    _count(link.service_id, [sheet], on)
    return True


def key_in(*, by: Actor, service_id: str, sheets: Collection[Sheet], on: date) -> None:
    """Count a pile of papers in the month of the day."""
    _count(service_id, sheets, on)
    detail = {"papers": len(sheets)}
    write("survey.keyed_in", by=by, subject=f"services:{service_id}", service_id=service_id, detail=detail)


def _count(service_id: str, sheets: Collection[Sheet], on: date) -> None:
    session = db.session()
    at = {"service_id": service_id, "month": month_of(on)}
    rows = [
        at | {"question": topic.value, "positive": share.positive, "answered": share.answered}
        for topic, share in sorted(counted(sheets).items())
    ]
    session.connection().execute(COUNT, rows)
    changed(session, service_id, ())
