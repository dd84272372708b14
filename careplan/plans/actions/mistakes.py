"""An agreed plan, a review or an attempt that was recorded by mistake."""

from typing import Unpack

from careplan.clients.actions import strike_out
from careplan.clients.models import Episode
from careplan.ground.corrections import Why, hanging
from careplan.plans.models import CarePlan, CarePlanReview
from careplan.staff.rules import Actor


def strike_plan(*, by: Actor, episode: Episode, row: CarePlan, **why: Unpack[Why]) -> None:
    """The version was never agreed with this client: its goals and actions go with it, the version before stands."""
    strike_out(by=by, episode=episode, row=row, act="care_plan", along=hanging(row), **why)


def strike_review(*, by: Actor, episode: Episode, row: CarePlanReview, **why: Unpack[Why]) -> None:
    """The review was not held, or not with this client: goals stand as before it, and it is due as before."""
    strike_out(by=by, episode=episode, row=row, act="care_plan_review", along=hanging(row), **why)


def strike_episode(*, by: Actor, episode: Episode, row: Episode, **why: Unpack[Why]) -> None:
    """The client was never referred here: all that hangs on the episode goes with it."""
    strike_out(by=by, episode=episode, row=row, act="episode", along=hanging(row), **why)
