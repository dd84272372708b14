"""Whether anything was written since: what keeps values from one request to the next."""

from sqlalchemy import func, select

from careplan.ground.db import db
from careplan.trail.changes import ALL
from careplan.trail.models import Change


def marks(services: frozenset[str] | None = None) -> int:
    """The marks of these services, or of all, as one number; another one after every committed change. One statement.

    What belongs to no service alone counts for each.
    """
    statement = select(func.coalesce(func.sum(Change.mark), 0))
    if services is not None:
        statement = statement.where(Change.service_id.in_([ALL, *sorted(services)]))
    return int(db.session.execute(statement).scalar_one())
