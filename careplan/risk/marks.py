"""What the banner and the overview show of risk."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import and_, select

from careplan.assessment.models import Assessment
from careplan.ground.corrections import live
from careplan.ground.marks import EPISODE, Rows, mark
from careplan.ground.offers import Flag, Marks
from careplan.risk.labels import DOMAINS, level_words
from careplan.risk.models import RiskLevel
from careplan.risk.rules import GRAVE, Judged, rank


def _newest_risk() -> Any:
    return (
        select(Assessment.id)
        .where(
            Assessment.episode_id == EPISODE,
            Assessment.kind == "risk",
            Assessment.completed_on.is_not(None),
            live(Assessment),
        )
        .order_by(Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _levels() -> Rows:
    on, row = Assessment.completed_on, RiskLevel
    return (
        mark(Judged, Assessment.id, on, domain=row.domain, level=row.level, assessed_on=on)
        .join(Assessment, and_(Assessment.root_id == RiskLevel.assessment_id, live(RiskLevel)))
        .where(Assessment.id == _newest_risk())
    )


def _flags(shown: Iterable[object]) -> Iterator[Flag]:
    """High and immediate risk, immediate first, then in the order of domains."""
    grave = [one for one in shown if isinstance(one, Judged) and one.level in GRAVE]
    for one in sorted(grave, key=lambda one: (-rank(one.level), list(DOMAINS).index(one.domain))):
        yield Flag(level_words(one.domain, one.level), "risk.index", "red", 50)


MARKS = Marks((Judged,), always=lambda: [_levels()], flags=_flags)
