"""What risk adds to a worker's day: reviews, actions, and for managers countersignatures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Date, Select, Subquery, bindparam, func, or_, select, union_all
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.clients.models import Episode, Intervention
from careplan.clients.queries.pending import MANAGED, WORKER, WORKERS, kept_open
from careplan.clients.rules.todo import Of
from careplan.ground.corrections import live
from careplan.ground.dates import months_before
from careplan.ground.marks import ON, SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.risk.codes import RiskDomain
from careplan.risk.labels import DOMAINS, NEVER, REVIEWS, short, watch_words
from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from careplan.risk.rules import GRAVE, RISK, ReviewState, countersign_by, review_by, review_state

BEFORE = bindparam("risk_assessed_before", type_=Date)


@dataclass(frozen=True, slots=True)
class Assessed:
    """When the risk of an episode was last assessed; where it never was, since when that is owed."""

    completed_on: date | None
    owed_on: date | None


@dataclass(frozen=True, slots=True)
class Undone:
    """A risk action that was not done by its day."""

    id: str
    domain: RiskDomain
    due_on: date
    action: str
    triggers: str | None = None
    escalation: str | None = None


@dataclass(frozen=True, slots=True)
class Unsigned:
    """The latest risk assessment of an episode, at high or immediate risk, that nobody countersigned."""

    id: str
    completed_on: date


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A risk of the latest assessment whose level was struck out and not set again; `id`: the assessment."""

    id: str
    domain: RiskDomain
    completed_on: date


def values(on: date) -> dict[str, date]:
    """The last day of an assessment whose review may be due."""
    days = [months_before(on + timedelta(days=one.due_soon_days), one.review_months) for one in RISK.editions]
    return {"risk_assessed_before": max(days)}


def _assessed() -> Rows:
    """Of the worker's open episodes those whose review may be due, and those that were never assessed but should be."""
    last, owed = _latest(kept_open()), _owed()
    columns = {"completed_on": last.c.completed_on, "owed_on": owed.c.owed_on}
    return (
        mark(Assessed, Episode.root_id, last.c.completed_on, **columns)
        .select_from(Episode)
        .outerjoin(last, last.c.episode_id == Episode.root_id)
        .outerjoin(owed, owed.c.episode_id == Episode.root_id)
        .where(Episode.service_id.in_(SERVICES), live(Episode))
        .where(Episode.keyworker_id.in_(WORKERS), Episode.closed_on.is_(None))
        .where(func.coalesce(last.c.completed_on <= BEFORE, owed.c.owed_on.is_not(None)))
    )


def _latest(episodes: Select[str]) -> Subquery:
    """The latest risk assessment of each of these episodes."""
    row = Assessment
    newest_first = (row.completed_on.desc(), row.started_on.desc(), row.id.desc())
    place = func.row_number().over(partition_by=row.episode_id, order_by=newest_first).label("place")
    own = (row.episode_id, row.id, row.root_id, row.completed_on, row.worker_id, row.completed_by)
    ranked = (
        select(*own, place)
        .where(row.service_id.in_(SERVICES), row.kind == "risk", row.completed_on.is_not(None), live(row))
        .where(row.episode_id.in_(episodes))
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def _owed() -> Subquery:
    """The first day on which another assessment was completed or a treatment was started, by episode."""
    assessed = select(Assessment.episode_id, Assessment.completed_on.label("day")).where(
        Assessment.episode_id.in_(kept_open()),
        Assessment.kind != "risk",
        Assessment.completed_on <= ON,
        live(Assessment),
    )
    treated = select(Intervention.episode_id, Intervention.started_on).where(
        Intervention.episode_id.in_(kept_open()),
        Intervention.started_on <= ON,
        live(Intervention),
    )
    days = union_all(assessed, treated).subquery()
    first = func.min(days.c.day).label("owed_on")
    return select(days.c.episode_id, first).group_by(days.c.episode_id).subquery("owed")


def _undone() -> Rows:
    row = RiskAction
    columns = {"id": row.id, "domain": row.domain, "due_on": row.due_on, "action": row.action}
    columns |= {"triggers": row.triggers, "escalation": row.escalation}
    return (
        mark(Undone, Assessment.episode_id, row.due_on, **columns)
        .join(Assessment, Assessment.root_id == row.assessment_id)
        .where(Assessment.episode_id.in_(kept_open()), live(Assessment))
        .where(row.service_id.in_(SERVICES), row.done_on.is_(None), live(row), row.due_on <= ON)
    )


def _unjudged() -> Rows:
    row, other, last = RiskLevel, aliased(RiskLevel), _latest(kept_open()).c
    columns = {"id": last.id, "domain": row.domain, "completed_on": last.completed_on}
    same = (other.assessment_id == row.assessment_id, other.domain == row.domain)
    again = select(other.slot).where(*same, or_(live(other), other.slot > row.slot)).exists()
    return (
        mark(Unjudged, last.episode_id, last.completed_on, **columns)
        .join(row, row.assessment_id == last.root_id)
        .where(row.service_id.in_(SERVICES), row.struck_at.is_not(None), ~again)
    )


def _unsigned() -> Rows:
    """Of the services in which the worker countersigns; none that the worker had a hand in."""
    opened = select(Episode.root_id).where(
        Episode.service_id.in_(MANAGED), Episode.closed_on.is_(None), live(Episode)
    )
    last = _latest(opened).c
    of_level, of_sign = (
        RiskLevel.assessment_id == last.root_id,
        Countersignature.assessment_id == last.root_id,
    )
    level = select(RiskLevel.assessment_id)
    grave = level.where(of_level, RiskLevel.level.in_(sorted(GRAVE)), live(RiskLevel)).exists()
    signed = select(Countersignature.id).where(of_sign, live(Countersignature)).exists()
    own = or_(
        func.coalesce(last.worker_id, "") == WORKER,
        func.coalesce(last.completed_by, "") == WORKER,
        level.where(of_level, RiskLevel.recorded_by == WORKER).exists(),
    )
    columns = {"id": last.root_id, "completed_on": last.completed_on}
    return mark(Unsigned, last.episode_id, last.completed_on, **columns).where(grave, ~signed, ~own)


def _lines(
    fact: Assessed | Undone | Unjudged | Unsigned, of: Of, _worker: object, on: date
) -> Iterator[Todo]:
    if isinstance(fact, Unsigned):
        yield _countersign(fact, of, on)
    elif isinstance(fact, Undone):
        told = (short(fact.action), watch_words(fact.triggers, fact.escalation))
        words = ". ".join([f"Risk action not done: {DOMAINS[fact.domain].lower()}", *filter(None, told)])
        rank = Rank.DUE if fact.due_on == on else Rank.OVERDUE
        yield of.line(words, fact.due_on, rank, "risk.index", "See action", dated="due")
    elif isinstance(fact, Unjudged):
        if of.deceased_on is None:
            words = f"No level of risk: {DOMAINS[fact.domain].lower()}"
            day, rank, where = fact.completed_on, Rank.OVERDUE, ("assessment_id", fact.id)
            yield of.line(words, day, rank, "risk.levels", "Set level", where, dated="assessed")
    elif of.deceased_on is None:
        yield from _never(fact, of, on) if fact.completed_on is None else _again(fact.completed_on, of, on)


def _countersign(fact: Unsigned, of: Of, on: date) -> Todo:
    by = countersign_by(fact.completed_on, RISK.on(fact.completed_on))
    late = on > by
    words = "High risk assessed, countersignature late" if late else "High risk assessed, to be countersigned"
    rank = Rank.OVERDUE if late else Rank.DUE
    day, dated = (by, "due") if late else (fact.completed_on, "assessed")
    return of.line(words, day, rank, "risk.index", "Countersign", dated=dated, asked=True)


def _never(fact: Assessed, of: Of, on: date) -> Iterator[Todo]:
    """A risk assessment goes with every assessment, and with treatment: from that day it is owed."""
    if fact.owed_on is not None:
        words, rank = f"Risk {NEVER.lower()}", Rank.OVERDUE if fact.owed_on < on else Rank.DUE
        more = {"dated": "owed since", "subject": "risk"}
        yield of.line(words, fact.owed_on, rank, "assessment.index", "Assess risk", **more)


def _again(completed_on: date, of: Of, on: date) -> Iterator[Todo]:
    standard = RISK.on(completed_on)
    state, by = review_state(completed_on, on, standard), review_by(completed_on, standard)
    if state is not ReviewState.NOT_DUE:
        late = state is ReviewState.OVERDUE
        words, rank = f"Risk {REVIEWS[state][0].lower()}", Rank.OVERDUE if late else Rank.DUE
        dated = "due" if late else "by"
        yield of.line(words, by, rank, "risk.index", "Review risk", dated=dated, subject="risk")


FACTS = (Assessed, Undone, Unjudged, Unsigned)
PENDING = Pending(FACTS, lambda: [_assessed(), _undone(), _unjudged(), _unsigned()], each(_lines), values)
