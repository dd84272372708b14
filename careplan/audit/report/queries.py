"""What the honesty checks read, in a constant number of statements. The first row of a chain tells its moment."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Assessment
from careplan.audit.report.rules.honesty.facts import Agreed, Assessed, Entry, Fact, Record, Stay
from careplan.clients.models import Client, Episode, Intervention
from careplan.governance.models import Return
from careplan.ground.clock import london_day
from careplan.ground.scope import Scope, chain, grouped, rows, scope
from careplan.plans.models import CarePlan, CarePlanReview, Goal
from careplan.prescribing.models import Course, DoseOrder
from careplan.risk.queries.facts import levels


def entry(on: date, at: datetime | None, by: str | None) -> Entry:
    """A fact's day with its moment of entry, which falls on a civil day in London."""
    return Entry(on, at, london_day(at) if at is not None else None, by)


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


def of_episodes(view: Scope, model: Any, on: Any, at: str, by: str, *more: Any) -> Iterator[Any]:
    """Rows with a day: root of the episode, own root and id, entry, and more columns.

    What was filled in later has its own moment; what carries none came with the first row.
    """
    episode, first = chain(Episode), aliased(model)
    moment = func.coalesce(getattr(first, at), getattr(model, at), first.recorded_at)
    author = func.coalesce(getattr(first, by), getattr(model, by), first.recorded_by)
    statement = (
        select(episode.root_id, model.root_id, model.id, on)
        .add_columns(moment, author, *more)
        .join(episode, view.below(episode, model.episode_id))
        .join(first, first.id == model.root_id)
        .where(view.mine(model), on.is_not(None))
        .order_by(model.id)
    )
    for parent, root, id_, day, at_, who, *others in rows(statement):
        yield parent, root, id_, entry(day, at_, who), *others


def assessments(view: Scope, ids: Mapping[str, str]) -> tuple[Assessed, ...]:
    """Completed assessments with their levels."""
    row, risks = Assessment, levels(view)
    rows = of_episodes(view, row, row.completed_on, "completed_at", "completed_by", row.kind)
    return tuple(
        Assessed(id_, ids[parent], kind, when, dict(risks[root]))
        for parent, root, id_, when, kind in rows
        if parent in ids
    )


def plans(view: Scope, ids: Mapping[str, str]) -> tuple[Agreed, ...]:
    """Agreed plans with the words of their goals."""
    plan, row = chain(CarePlan), Goal
    statement = (
        select(plan.root_id, row.id, row.wording)
        .join(plan, view.below(plan, row.care_plan_id))
        .where(view.mine(row))
        .order_by(row.id)
    )
    goals = grouped((parent, (id_, words)) for parent, id_, words in rows(statement))
    agreed = of_episodes(view, CarePlan, CarePlan.agreed_on, "agreed_at", "agreed_by")
    return tuple(
        Agreed(id_, ids[parent], when, dict(goals[root]))
        for parent, root, id_, when in agreed
        if parent in ids
    )


def reviews(view: Scope, ids: Mapping[str, str]) -> tuple[Fact, ...]:
    """Reviews that were held."""
    row = CarePlanReview
    rows = of_episodes(view, row, row.reviewed_on, "recorded_at", "recorded_by", row.held)
    return tuple(
        Fact(id_, ids[parent], "review", when)
        for parent, _, id_, when, current in rows
        if current and parent in ids
    )


def starts(view: Scope, ids: Mapping[str, str]) -> tuple[Fact, ...]:
    """Treatments that started."""
    rows = of_episodes(view, Intervention, Intervention.started_on, "started_at", "started_by")
    return tuple(Fact(id_, ids[parent], "start", when) for parent, _, id_, when in rows if parent in ids)


def orders(view: Scope, ids: Mapping[str, str]) -> tuple[Fact, ...]:
    """Dose orders."""
    course, episode, first, row = chain(Course), chain(Episode), aliased(DoseOrder), DoseOrder
    statement = (
        select(episode.root_id, row.id, row.effective_on, first.recorded_at, first.recorded_by)
        .join(course, view.below(course, row.course_id))
        .join(episode, view.below(episode, course.episode_id))
        .join(first, first.id == row.root_id)
        .where(view.mine(row))
        .order_by(row.id)
    )
    return tuple(
        Fact(id_, ids[parent], "order", entry(on, at, by))
        for parent, id_, on, at, by in rows(statement)
        if parent in ids
    )


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
    return Record(
        stays=dict(pairs.values()),
        assessments=assessments(view, ids),
        plans=plans(view, ids),
        reviews=reviews(view, ids),
        others=(*orders(view, ids), *starts(view, ids)),
        returns=returns(view),
    )
