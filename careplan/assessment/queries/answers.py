"""The assessment below which a row stands, and the answers of one that were struck out."""

from typing import Any

from sqlalchemy import func, select

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries.sheets import Sheet
from careplan.ground.corrections import live
from careplan.ground.db import db


def assessment_of(row: Any) -> Assessment:
    """The live assessment on which an answer or a level hangs."""
    mine = (Assessment.root_id == row.assessment_id, Assessment.service_id == row.service_id)
    return db.session.scalars(select(Assessment).where(*mine, live(Assessment))).one()


def struck_items(sheet: Sheet) -> dict[str, int]:
    """The items of a completed assessment whose answer was struck out and that have no other, with the last slot."""
    if sheet.assessment.completed_on is None:
        return {}
    rows = db.session.execute(
        select(Answer.item, func.max(Answer.slot))
        .where(Answer.assessment_id == sheet.id, Answer.service_id == sheet.assessment.service_id)
        .group_by(Answer.item)
        .having(func.count(Answer.struck_at) == func.count())
        .order_by(Answer.item)
    )
    return {row[0]: row[1] for row in rows}
