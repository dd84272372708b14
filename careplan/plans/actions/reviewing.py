"""Holding a review with the client, or recording that one was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.plans.actions.drafts import Refused, noted
from careplan.plans.codes import GoalStatus
from careplan.plans.models import CarePlanReview, GoalOutcome
from careplan.plans.queries.leaving import ended_on
from careplan.plans.rules.completeness import review_fault, unanswered_goals
from careplan.staff.rules import Actor


@dataclass(frozen=True, slots=True)
class Said:
    """What a review says of one goal."""

    goal_id: str
    status: GoalStatus
    client_view: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A review as held; `agreed_on` is of the first agreed plan, `open_ids` the goals it has to ask about."""

    on: date
    agreed_on: date
    client_present: bool
    next_due_on: date
    said: Sequence[Said]
    open_ids: Sequence[str]
    note: str | None = None


def hold(*, by: Actor, episode: Episode, review: Review, today: date) -> CarePlanReview:
    """Record a review that was held; every open goal gets a status. Refused on an impossible day."""
    if review_fault(review.on, review.agreed_on, ended_on(episode), today) or review.next_due_on <= review.on:
        raise Refused("the day of the review, or of the next one, is not possible")
    if unanswered_goals(review.open_ids, {given.goal_id for given in review.said}):
        raise Refused("every open goal needs a status")
    row = _row(by, episode, review.on, held=True)
    row.client_present, row.next_due_on, row.note = review.client_present, review.next_due_on, review.note
    db.session.add(row)
    db.session.flush()
    for text in review.said:
        db.session.add(
            GoalOutcome(
                review_id=row.root_id,
                goal_id=text.goal_id,
                service_id=episode.service_id,
                recorded_by=by.id,
                status=text.status.value,
                client_view=text.client_view,
            )
        )
    detail = {"goals": len(review.said), "client_present": review.client_present}
    noted(
        "care_plan_review.held", by=by, episode=episode, subject=f"care_plan_reviews:{row.id}", detail=detail
    )
    db.session.flush()
    return row


def attempt(
    *, by: Actor, episode: Episode, tried_on: date, agreed_on: date, note: str, today: date
) -> CarePlanReview:
    """Record a review to which the client did not come: it does not move the clock."""
    if review_fault(tried_on, agreed_on, ended_on(episode), today):
        raise Refused("the day is not possible")
    row = _row(by, episode, tried_on, held=False)
    row.client_present, row.note = False, note
    db.session.add(row)
    db.session.flush()
    noted("care_plan_review.tried", by=by, episode=episode, subject=f"care_plan_reviews:{row.id}")
    db.session.flush()
    return row


def _row(by: Actor, episode: Episode, on: date, held: bool) -> CarePlanReview:
    return CarePlanReview(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        recorded_by=by.id,
        reviewed_on=on,
        held=held,
    )
