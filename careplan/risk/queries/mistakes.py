"""What came with an assessment, and goes with it when it is struck out."""

from typing import Any

from sqlalchemy import func, select

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries.waiting import source_of
from careplan.clients.models import Episode, Task
from careplan.clients.queries import tasks_from
from careplan.clients.rules.afterwards import COUNTERSIGN
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.risk.codes import RiskDomain
from careplan.risk.models import Countersignature, RiskLevel

LEVELS_ITEM = "risk_levels"


def levels_of(assessment: Assessment) -> list[RiskLevel]:
    """The live levels of an assessment."""
    return _below(assessment, RiskLevel, RiskLevel.domain)


def answers_of(assessment: Assessment) -> int:
    """How many live answers it holds."""
    return len(_below(assessment, Answer, Answer.item))


def told_levels(level: RiskLevel) -> list[Answer]:
    """The live answer that names the assessment's levels, which holds with each of them."""
    mine = (Answer.assessment_id == level.assessment_id, Answer.item == LEVELS_ITEM, live(Answer))
    return list(db.session.scalars(select(Answer).where(*mine).order_by(Answer.slot)))


def struck_levels(assessment: Assessment) -> dict[RiskDomain, int]:
    """The domains of a completed assessment whose level was struck out and that have no other, with the last slot."""
    if assessment.completed_on is None:
        return {}
    rows = db.session.execute(
        select(RiskLevel.domain, func.max(RiskLevel.slot))
        .where(RiskLevel.assessment_id == assessment.root_id, RiskLevel.service_id == assessment.service_id)
        .group_by(RiskLevel.domain)
        .having(func.count(RiskLevel.struck_at) == func.count())
        .order_by(RiskLevel.domain)
    )
    return {RiskDomain(row[0]): row[1] for row in rows}


def signatures(assessment: Assessment) -> list[Countersignature]:
    """The live countersignature of an assessment."""
    return _below(assessment, Countersignature, Countersignature.recorded_at)


def tasks_of(episode: Episode, assessment: Assessment, *, closed: bool) -> list[Task]:
    """The tasks that it raised and nobody has closed; with `closed` those too."""
    starts = (
        start
        for id_ in {assessment.id, assessment.root_id}
        for start in (source_of(id_), f"unfinished:{id_}:", f"{COUNTERSIGN}{id_}")
    )
    return tasks_from(episode, *starts, closed=closed)


def to_sign(episode: Episode, assessment: Assessment) -> list[Task]:
    """The open tasks that ask a manager to countersign it."""
    return tasks_from(episode, f"{COUNTERSIGN}{assessment.root_id}")


def _below(assessment: Assessment, model: Any, order: Any) -> list[Any]:
    return list(
        db.session.scalars(
            select(model)
            .where(model.assessment_id == assessment.root_id, model.service_id == assessment.service_id)
            .where(live(model))
            .order_by(order)
        )
    )
