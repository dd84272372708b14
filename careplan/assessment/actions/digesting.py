"""Completed assessments keep a digest of their answers, so that figures need not read every answer."""

from sqlalchemy import ColumnElement, update

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries.digests import digest
from careplan.ground.corrections import live
from careplan.ground.db import db


def keep_digests(which: ColumnElement[bool], *, record_at: str = "") -> None:
    """Write the digest of these assessments anew, as far as they are completed. Whatever changes their answers asks.

    `record_at`: the service at which their record was opened, where they are of no other.
    """
    db.session.flush()
    db.session.execute(
        update(Assessment)
        .where(which, Assessment.completed_on.is_not(None))
        .values(answered=digest(Assessment, live(Answer)))
        .execution_options(synchronize_session=False, record_at=record_at)
    )
