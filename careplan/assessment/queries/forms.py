"""What services left out of their forms, and who decided it."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from careplan.assessment.models import ChecklistChoice
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Worker


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
