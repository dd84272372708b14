"""The assessment below which a row stands."""

from typing import Any

from sqlalchemy import select

from careplan.assessment.models import Assessment
from careplan.ground.corrections import live
from careplan.ground.db import db


def assessment_of(row: Any) -> Assessment:
    """The live assessment on which an answer or a level hangs."""
    mine = (Assessment.root_id == row.assessment_id, Assessment.service_id == row.service_id)
    return db.session.scalars(select(Assessment).where(*mine, live(Assessment))).one()
