"""Whether anything was written since: what keeps values from one request to the next."""

from typing import Any

from sqlalchemy import BigInteger, ScalarSelect, Select, cast, func, or_, select
from sqlalchemy.orm import Session

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


def wrote(session: Session) -> bool:
    """Whether this transaction has something of a record to write, or wrote it already."""
    return bool(session.info.get("changed") or session.new or session.dirty or session.deleted)


def marks_of(services: Select[Any]) -> ScalarSelect[int]:
    """Within a statement: the marks of the services that a select names, with those of what belongs to none alone."""
    mine = or_(Change.service_id == ALL, Change.service_id.in_(services))
    return select(cast(func.coalesce(func.sum(Change.mark), 0), BigInteger)).where(mine).scalar_subquery()
