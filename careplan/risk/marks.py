"""What the banner and the overview show of risk."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from careplan.assessment.labels import unfinished
from careplan.assessment.models import Assessment
from careplan.assessment.rules.lacking import sheet
from careplan.ground.corrections import live
from careplan.ground.dates import add_months
from careplan.ground.marks import EPISODE, Rows, mark
from careplan.ground.offers import Flag, Gap, Marks
from careplan.risk.labels import DOMAINS, NEVER, REVIEWS, doing_words, level_words, watch_words
from careplan.risk.models import RiskAction, RiskLevel
from careplan.risk.rules import GRAVE, RISK, Doing, Judged, ReviewState, rank


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


def _doing() -> Rows:
    """What nobody has done yet of the latest assessment's actions."""
    row = RiskAction
    columns = {"domain": row.domain, "action": row.action, "who": row.responsible, "due_on": row.due_on}
    columns |= {"triggers": row.triggers, "escalation": row.escalation}
    return (
        mark(Doing, row.id, row.due_on, **columns)
        .join(Assessment, and_(Assessment.root_id == row.assessment_id, live(row), row.done_on.is_(None)))
        .where(Assessment.id == _newest_risk())
    )


def _flags(shown: Iterable[object]) -> Iterator[Flag]:
    """High and immediate risk with what is done about it next, immediate first, then in the order of domains."""
    shown = list(shown)
    doing: dict[str, str] = {}
    for act in (one for one in shown if isinstance(one, Doing)):
        told = (doing_words(act.action, act.who, act.due_on), watch_words(act.triggers, act.escalation))
        doing.setdefault(act.domain, "".join(f". {one}" for one in told if one))
    grave = [one for one in shown if isinstance(one, Judged) and one.level in GRAVE]
    for one in sorted(grave, key=lambda one: (-rank(one.level), list(DOMAINS).index(one.domain))):
        words = f"{level_words(one.domain, one.level)}{doing.get(one.domain, '')}"
        yield Flag(words, "risk.index", "red", 50)


def _gaps(shown: Sequence[Any], _episode: Any, on: date) -> Iterator[Gap]:
    """A risk assessment that was never made or is due again; else the levels that nobody set."""
    risk, oldest = sheet(shown, "risk"), add_months(on, -RISK.on(on).review_months)
    judged = {one.domain for one in shown if isinstance(one, Judged)}
    unset = ", ".join(words.lower() for domain, words in DOMAINS.items() if domain not in judged)
    if risk.last_completed_on is None or risk.last_completed_on < oldest:
        state = REVIEWS[ReviewState.OVERDUE][0] if risk.last_completed_on else NEVER
        again = Gap("Risk assessment", state, "assessment.index", late=True, order=10)
        yield unfinished(risk, 10) if risk.open_id else again
    elif unset:
        where = (("assessment_id", risk.last_id or ""),)
        yield Gap(f"No level of risk: {unset}", "Missing", "risk.levels", where, late=True, order=10)


MARKS = Marks((Judged, Doing), always=lambda: [_levels(), _doing()], flags=_flags, gaps=_gaps)
