"""What the caseload shows of risk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.models import Episode
from careplan.clients.queries.caseload import shown
from careplan.ground.corrections import live
from careplan.ground.dates import add_months
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import Listed, Load
from careplan.risk.labels import NEVER, REVIEWS
from careplan.risk.models import RiskLevel
from careplan.risk.rules import GRAVE, RISK, ReviewState
from careplan.ui.tables import Tag, Tagged
from careplan.ui.words import day_short


@dataclass(frozen=True, slots=True)
class Assessed:
    """The day of the last risk assessment."""

    completed_on: date


def _rows() -> Rows:
    row = Assessment
    return (
        mark(Assessed, Episode.id, completed_on=func.max(row.completed_on))
        .select_from(row)
        .join(Episode, Episode.root_id == row.episode_id)
        .where(row.kind == "risk", row.completed_on.is_not(None), live(row))
        .where(*shown())
        .group_by(Episode.id)
    )


def due(last: date | None, on: date) -> Tagged:
    """The day by which risk is looked at again, and whether it is late; it is where it was never assessed."""
    by = add_months(last, RISK.on(on).review_months) if last else None
    late = by is None or by < on
    return Tagged(day_short(by, NEVER), Tag(*REVIEWS[ReviewState.OVERDUE]) if late else None)


def _cells(rows: Mapping[str, list[Assessed]], _services: object, on: date) -> dict[str, Tagged]:
    return {episode: due(one[0].completed_on if one else None, on) for episode, one in rows.items()}


LISTED = Listed("Risk review due", 10, (Assessed,), lambda: [_rows()], _cells)


def _grave() -> Select[str]:
    """Episodes whose latest risk assessment found a high or an immediate risk."""
    row, later, level = Assessment, aliased(Assessment), RiskLevel
    done = (later.episode_id == row.episode_id, later.kind == "risk", live(later))
    newer = select(later.id).where(
        *done,
        or_(
            later.completed_on > row.completed_on,
            and_(later.completed_on == row.completed_on, later.id > row.id),
        ),
    )
    grave = (level.assessment_id == row.root_id, level.level.in_(sorted(GRAVE)), live(level))
    return select(row.episode_id).where(
        row.service_id.in_(SERVICES),
        row.kind == "risk",
        row.completed_on.is_not(None),
        live(row),
        ~newer.exists(),
        select(level.assessment_id).where(*grave).exists(),
    )


LOADS = (Load("risk", "High risk", _grave),)
