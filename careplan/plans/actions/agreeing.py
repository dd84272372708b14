"""Agreeing a plan with the client, offering a copy of it, and holding a review or recording that one was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.plans.actions.drafts import Refused, must_be_draft, noted
from careplan.plans.codes import AgreedHow, Copy, GoalStatus
from careplan.plans.models import CarePlan, CarePlanReview, GoalOutcome
from careplan.plans.queries.leaving import ended_on
from careplan.plans.rules.completeness import (
    MOST_RATED,
    PlanFacts,
    agreed_on_fault,
    gaps,
    review_fault,
    risk_is_recent,
    unanswered_goals,
)
from careplan.plans.rules.standard import SCHEDULE
from careplan.plans.rules.versions import AGREEMENT_OF, is_filled
from careplan.staff.rules import Actor


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed, how and when; `note` is the reason of a refusal or the best-interest decision."""

    on: date
    how: AgreedHow
    next_due_on: date
    next_review: str | None = None
    signed_name: str | None = None
    note: str | None = None
    no_risk_reason: str | None = None


def agree(
    *,
    by: Actor,
    episode: Episode,
    plan: CarePlan,
    agreed: Agreed,
    facts: PlanFacts,
    risk: tuple[str, date] | None,
    today: date,
) -> None:
    """Fix the plan as agreed. `risk` is the latest risk assessment: its id, and the day it was completed.

    Refused while the plan is not complete, for an impossible day, and without the reasons that are needed.
    """
    must_be_draft(episode, plan)
    if gaps(facts) or agreed_on_fault(agreed.on, plan.drafted_on, today) or agreed.next_due_on <= agreed.on:
        raise Refused("the plan is not complete, or the day is not possible")
    recent = risk_is_recent(risk[1] if risk else None, agreed.on, SCHEDULE.on(agreed.on))
    _must_have_reasons(agreed, recent)
    _fix(plan, agreed, by)
    plan.risk_assessment_id = risk[0] if risk else None
    plan.no_risk_reason = None if recent else agreed.no_risk_reason
    detail = {
        "version": plan.version,
        "agreement": plan.agreement,
        "how": plan.agreed_how,
        "risk_recent": recent,
    }
    noted("care_plan.agreed", by=by, episode=episode, row=plan, detail=detail)


def _fix(plan: CarePlan, agreed: Agreed, by: Actor) -> None:
    """When, how and by whom it was agreed, and when it is reviewed."""
    plan.agreed_on, plan.agreement = agreed.on, AGREEMENT_OF[agreed.how].value
    plan.agreed_at, plan.agreed_by, plan.agreed_how = now(), by.id, agreed.how.value
    plan.signed_name, plan.agreement_note = agreed.signed_name, agreed.note
    plan.next_due_on, plan.next_review = agreed.next_due_on, agreed.next_review


def _must_have_reasons(agreed: Agreed, risk_recent: bool) -> None:
    if agreed.how in (AgreedHow.DECLINED, AgreedHow.LACKS_CAPACITY) and not is_filled(agreed.note):
        raise Refused("a plan that the client did not agree to needs a reason")
    if not risk_recent and not is_filled(agreed.no_risk_reason):
        raise Refused("a plan without a recent risk assessment needs a reason")


def offer_copy(
    *, by: Actor, episode: Episode, plan: CarePlan, offered_on: date, taken: Copy, today: date
) -> None:
    """Fill once that the client was offered a copy of the agreed plan, and what became of the offer."""
    if plan.agreed_on is None or plan.copy_offered_on is not None:
        raise Refused("a copy is offered once, of an agreed plan")
    if not plan.drafted_on <= offered_on <= today:
        raise Refused("the day lies before the plan or in the future")
    plan.copy_offered_on, plan.copy_taken = offered_on, taken.value
    plan.offered_at, plan.offered_by = now(), by.id
    detail = {"version": plan.version, "taken": plan.copy_taken}
    noted("care_plan.copy_offered", by=by, episode=episode, row=plan, detail=detail)


@dataclass(frozen=True, slots=True)
class GoalReview:
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
    goals: Sequence[GoalReview]
    open_ids: Sequence[str]
    note: str | None = None
    others_present: str | None = None
    rating: int | None = None
    """How well the plan works for the client, from 0 to `MOST_RATED`; None where they did not say."""


def hold(*, by: Actor, episode: Episode, review: Review, today: date) -> CarePlanReview:
    """Record a review that was held; every open goal gets a status. Refused on an impossible day."""
    if review_fault(review.on, review.agreed_on, ended_on(episode), today) or review.next_due_on <= review.on:
        raise Refused("the day of the review, or of the next one, is not possible")
    if unanswered_goals(review.open_ids, {given.goal_id for given in review.goals}):
        raise Refused("every open goal needs a status")
    if review.rating is not None and not (review.client_present and 0 <= review.rating <= MOST_RATED):
        raise Refused("how well the plan works is said by a client who is there, on its scale")
    row = _row(by, episode, review.on, held=True)
    row.client_present, row.next_due_on, row.note = review.client_present, review.next_due_on, review.note
    row.others_present, row.rating = review.others_present, review.rating
    db.add(row)
    for text in review.goals:
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
    detail = {"goals": len(review.goals), "client_present": review.client_present}
    noted("care_plan_review.held", by=by, episode=episode, row=row, detail=detail)
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
    noted("care_plan_review.tried", by=by, episode=episode, row=row)
    return row


def _row(by: Actor, episode: Episode, on: date, held: bool) -> CarePlanReview:
    return CarePlanReview(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        recorded_by=by.id,
        reviewed_on=on,
        held=held,
    )
