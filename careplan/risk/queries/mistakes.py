"""What came with an assessment, and goes with it when it is struck out."""

from typing import Any

from sqlalchemy import select

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries.waiting import source_of
from careplan.clients.models import Episode, Task
from careplan.clients.queries import open_tasks
from careplan.clients.rules.afterwards import COUNTERSIGN
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.risk.models import Countersignature, RiskAction, RiskLevel


def levels_of(assessment: Assessment) -> list[RiskLevel]:
    """The live levels of an assessment."""
    return _below(assessment, RiskLevel, RiskLevel.domain)


def answers_of(assessment: Assessment) -> int:
    """How many live answers it holds."""
    return len(_below(assessment, Answer, Answer.item))


def rows_of(assessment: Assessment) -> list[Any]:
    """Its live answers, levels, risk actions and countersignature."""
    answers = _below(assessment, Answer, Answer.item)
    actions = _below(assessment, RiskAction, RiskAction.id)
    signed = _below(assessment, Countersignature, Countersignature.id)
    return [*answers, *levels_of(assessment), *actions, *signed]


def tasks_of(episode: Episode, assessment: Assessment) -> list[Task]:
    """The tasks that it raised and nobody has answered."""
    starts = tuple(
        start
        for id_ in {assessment.id, assessment.root_id}
        for start in (source_of(id_), f"unfinished:{id_}:", f"{COUNTERSIGN}{id_}")
    )
    return [task for task in open_tasks(episode) if task.source.startswith(starts)]


def _below(assessment: Assessment, model: Any, order: Any) -> list[Any]:
    return list(
        db.session.scalars(
            select(model)
            .where(model.assessment_id == assessment.root_id, model.service_id == assessment.service_id)
            .where(live(model))
            .order_by(order)
        )
    )
