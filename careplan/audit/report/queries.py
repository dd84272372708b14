"""What the honesty checks read, in a constant number of statements. The first row of a chain tells its moment."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.audit.report.rules.honesty.facts import Fact, Record, Stay
from careplan.clients.models import Client, Episode, Intervention
from careplan.governance.models import Return
from careplan.ground.clock import london_day
from careplan.ground.scope import Scope, chain, grouped, rows, scope
from careplan.plans.models import CarePlan, CarePlanReview, Goal
from careplan.prescribing.models import Course, DoseOrder
from careplan.risk.queries.facts import levels


def stays(view: Scope) -> Mapping[str, tuple[str, Stay]]:
    """Episodes by root: their id, whose they are, and whose caseload they stand in."""
    named = chain(Client)
    statement = (
        select(Episode.root_id, Episode.id, named.root_id, Episode.keyworker_id)
        .join(named, named.id == Episode.client_id)
        .where(view.mine(Episode))
        .order_by(Episode.id)
    )
    return {root: (id_, Stay(id_, client, worker)) for root, id_, client, worker in rows(statement)}


def dated(
    view: Scope, ids: Mapping[str, str], kind: str, row: Any, on: Any, *more: Any, filled: str = "recorded"
) -> Iterator[Any]:
    """What happened in the episodes in `ids`, with the root of each row and more columns.

    What was `filled` in later has its own moment; what carries none came with the first row.
    """
    episode, first, course = chain(Episode), aliased(row), chain(Course)
    at, by = (
        func.coalesce(getattr(first, f"{filled}_{end}"), getattr(row, f"{filled}_{end}"), recorded)
        for end, recorded in (("at", first.recorded_at), ("by", first.recorded_by))
    )
    statement = select(episode.root_id, row.root_id, row.id, on, at, by, *more).select_from(row)
    if hasattr(row, "course_id"):
        statement = statement.join(course, view.below(course, row.course_id))
    parent = course.episode_id if hasattr(row, "course_id") else row.episode_id
    statement = (
        statement.join(episode, view.below(episode, parent))
        .join(first, first.id == row.root_id)
        .where(view.mine(row), on.is_not(None))
        .order_by(row.id)
    )
    for whose, root, id_, day, moment, author, *rest in rows(statement):
        if whose in ids:
            entered = london_day(moment) if moment is not None else None
            yield root, Fact(id_, ids[whose], kind, day, moment, entered, author), *rest


def assessments(view: Scope, ids: Mapping[str, str]) -> Iterator[Fact]:
    """Completed assessments with their levels."""
    row, risks = Assessment, levels(view)
    every = dated(view, ids, "assessment", row, row.completed_on, row.kind, filled="completed")
    return (replace(one, form=form, levels=risks[root]) for root, one, form in every)


def plans(view: Scope, ids: Mapping[str, str]) -> Iterator[Fact]:
    """Agreed plans with the words of their goals."""
    plan, row = chain(CarePlan), Goal
    statement = (
        select(plan.root_id, row.id, row.wording)
        .join(plan, view.below(plan, row.care_plan_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    goals = grouped((parent, (id_, words)) for parent, id_, words in rows(statement))
    every = dated(view, ids, "plan", CarePlan, CarePlan.agreed_on, filled="agreed")
    return (replace(one, goals=dict(goals[root])) for root, one in every)


def reviews(view: Scope, ids: Mapping[str, str]) -> Iterator[Fact]:
    """Reviews that were held."""
    every = dated(view, ids, "review", CarePlanReview, CarePlanReview.reviewed_on, CarePlanReview.held)
    return (one for _, one, held in every if held)


def others(view: Scope, ids: Mapping[str, str]) -> Iterator[Fact]:
    """Dose orders, and treatments that started."""
    orders = dated(view, ids, "order", DoseOrder, DoseOrder.effective_on)
    starts = dated(view, ids, "start", Intervention, Intervention.started_on, filled="started")
    return (one for _, one in (*orders, *starts))


def returns(view: Scope) -> frozenset[date]:
    """Days on which the service gave a return."""
    statement = (
        select(Return.recorded_on)
        .where(Return.level == "service", view.mine(Return))
        .distinct()
        .order_by(Return.recorded_on)
    )
    return frozenset(on for (on,) in rows(statement))


def record_of(services: frozenset[str]) -> Record:
    """The record of the services as the checks see it, with what is known today."""
    view = scope(services, None)
    pairs = stays(view)
    ids = {root: id_ for root, (id_, _) in pairs.items()}
    facts = (one for read in (assessments, plans, reviews, others) for one in read(view, ids))
    return Record(dict(pairs.values()), tuple(facts), returns(view))
