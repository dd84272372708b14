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


def of_episodes(
    view: Scope, ids: Mapping[str, str], model: Any, on: Any, moment: str, *more: Any
) -> Iterator[Any]:
    """Rows with a day, of the episodes in `ids`: own root and id, the episode's id, entry, and more columns.

    What was filled in later has its own moment; what carries none came with the first row.
    """
    episode, first = chain(Episode), aliased(model)
    at, by = (
        func.coalesce(getattr(first, f"{moment}_{end}"), getattr(model, f"{moment}_{end}"), recorded)
        for end, recorded in (("at", first.recorded_at), ("by", first.recorded_by))
    )
    statement = (
        select(episode.root_id, model.root_id, model.id, on)
        .add_columns(at, by, *more)
        .join(episode, view.below(episode, model.episode_id))
        .join(first, first.id == model.root_id)
        .where(view.mine(model), on.is_not(None))
        .order_by(model.id)
    )
    for parent, root, id_, *dated in rows(statement):
        if parent in ids:
            yield root, id_, ids[parent], entry(*dated[:3]), *dated[3:]


def assessments(view: Scope, ids: Mapping[str, str]) -> tuple[Assessed, ...]:
    """Completed assessments with their levels."""
    row, risks = Assessment, levels(view)
    rows = of_episodes(view, ids, row, row.completed_on, "completed", row.kind)
    return tuple(Assessed(id_, episode, kind, when, risks[root]) for root, id_, episode, when, kind in rows)


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
    agreed = of_episodes(view, ids, CarePlan, CarePlan.agreed_on, "agreed")
    return tuple(Agreed(id_, episode, when, dict(goals[root])) for root, id_, episode, when in agreed)


def reviews(view: Scope, ids: Mapping[str, str]) -> tuple[Fact, ...]:
    """Reviews that were held."""
    row = CarePlanReview
    rows = of_episodes(view, ids, row, row.reviewed_on, "recorded", row.held)
    return tuple(Fact(id_, episode, "review", when) for _, id_, episode, when, held in rows if held)


def starts(view: Scope, ids: Mapping[str, str]) -> tuple[Fact, ...]:
    """Treatments that started."""
    rows = of_episodes(view, ids, Intervention, Intervention.started_on, "started")
    return tuple(Fact(id_, episode, "start", when) for _, id_, episode, when in rows)


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
