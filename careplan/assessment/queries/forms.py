"""What services left out of their forms, and who decided it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from careplan.assessment.models import ChecklistChoice
from careplan.assessment.registers import Question
from careplan.assessment.rules.editing import is_asked_on
from careplan.clients.registers.rows import Owner
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Worker
from careplan.ui.words import day


def choices(services: Collection[str], kind: str | None = None) -> Sequence[tuple[ChecklistChoice, str]]:
    """Choices of these services, for one form or all, with who recorded them, the latest day first. One statement."""
    row = ChecklistChoice
    of = () if kind is None else (row.checklist == kind,)
    rows = db.session.execute(
        select(row, func.coalesce(Worker.name, row.recorded_by))
        .outerjoin(Worker, Worker.id == row.recorded_by)
        .where(row.service_id.in_(services), live(row), *of)
        .order_by(row.from_on.desc(), row.edition.desc(), row.service_id, row.checklist)
    )
    return [(one[0], one[1]) for one in rows]


def not_asked_then(owner: Owner, values: Mapping[str, Any], row: Any) -> dict[str, str]:  # noqa: ARG001 - a `Refuses`
    """Why an answer to an own question may not stand: the service did not ask it on that day."""
    questions = select(Question).where(
        Question.root_id == values["question_id"], Question.service_id == owner.service_id, live(Question)
    )
    one = db.session.scalars(questions.order_by(Question.id)).first()
    if one is None or is_asked_on(one.from_on, one.until_on, values["answered_on"]):
        return {}
    until = f" until {day(one.until_on)}" if one.until_on else ""
    return {
        "answered_on": f"This question is asked from {day(one.from_on)}{until}. Enter a day on which it was asked"
    }
