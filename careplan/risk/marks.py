"""What the banner and the overview show of risk."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import and_, select

from careplan.assessment.models import Assessment
from careplan.ground.corrections import live
from careplan.ground.marks import EPISODE, Rows, mark
from careplan.ground.offers import Flag, Mark, Marks
from careplan.risk.codes import DOMAINS, RiskDomain
from careplan.risk.models import RiskLevel


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
    words = (RiskLevel.domain, RiskLevel.level)
    return (
        mark("level", Assessment.id, words, [Assessment.completed_on])
        .join(Assessment, and_(Assessment.root_id == RiskLevel.assessment_id, live(RiskLevel)))
        .where(Assessment.id == _newest_risk())
    )


def _flags(marks: Iterable[Mark]) -> Iterator[Flag]:
    """High and immediate risk, immediate first, then in the order of domains."""
    grave = [one for one in marks if one.kind == "level" and one.second in ("high", "immediate")]
    for one in sorted(
        grave, key=lambda one: (one.second != "immediate", list(DOMAINS).index(RiskDomain(one.first)))
    ):
        words = f"{one.second.capitalize()} risk: {DOMAINS[RiskDomain(one.first)].lower()}"
        yield Flag(words, "risk.index", "red", 50)


MARKS = Marks(always=lambda: [_levels()], flags=_flags)
