"""The wordings of goals that services wrote themselves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.registers import GOAL_WORDINGS


def own_wordings(services: frozenset[str], service_id: str) -> Sequence[Any]:
    """The rows of the service, by part of life; none where it is not one of those. One statement."""
    row = GOAL_WORDINGS.model
    mine = (row.service_id.in_(services), row.service_id == service_id, live(row))
    return db.session.scalars(select(row).where(*mine).order_by(row.domain, row.id)).all()
