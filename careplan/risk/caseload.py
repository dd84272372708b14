"""What the caseload shows of risk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func

from careplan.assessment.models import Assessment
from careplan.clients.models import Episode
from careplan.clients.queries.caseload import roots, shown
from careplan.ground.corrections import live
from careplan.ground.dates import add_months
from careplan.ground.marks import Rows, mark
from careplan.ground.offers import Listed
from careplan.risk.labels import NEVER, REVIEWS
from careplan.risk.rules import RISK, ReviewState
from careplan.ui.tables import Tag, Tagged
from careplan.ui.words import day_short


@dataclass(frozen=True, slots=True)
class Assessed:
    """The day of the last risk assessment."""

    completed_on: date


def _rows() -> Rows:
    """Assessments are read once for the page, not looked up for each client."""
    row = Assessment
    return (
        mark(Assessed, Episode.id, completed_on=func.max(row.completed_on))
        .select_from(row)
        .join(Episode, Episode.root_id == row.episode_id)
        .where(row.kind == "risk", row.completed_on.is_not(None), live(row), row.episode_id.in_(roots()))
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
