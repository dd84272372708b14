"""The room's share of a record's history: its rows, and what each is called."""

from collections.abc import Iterator

from sqlalchemy import String, case, cast

from careplan.ground.history import Rows, of, own, recorded, step
from careplan.ground.offers import Entry, History, Line, Part
from careplan.plans.labels import AGREED, TAKEN
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, GoalOutcome, Need
from careplan.ui.history import coded, joined, on_day, plain, words_of


def rows() -> Iterator[Rows]:
    """A SELECT for each kind of row."""
    plan, review = CarePlan, CarePlanReview
    yield own(recorded("plan", plan, plan.kind, cast(plan.version, String), plan.drafted_on), plan)
    yield own(step("agreed", plan, "agreed", plan.agreement, plan.agreed_on), plan)
    yield own(step("copy", plan, "offered", plan.copy_taken, plan.copy_offered_on), plan)
    yield own(recorded("need", Need, Need.words, Need.priority), Need)
    to_plan = (plan, Goal.care_plan_id)
    yield of(recorded("goal", Goal, Goal.wording, Goal.status, Goal.target_on), to_plan)
    act = GoalAction
    yield of(
        recorded("goal_action", act, act.action, act.responsible, act.due_on), (Goal, act.goal_id), to_plan
    )
    yield of(step("goal_action_done", act, "done", act.action, act.done_on), (Goal, act.goal_id), to_plan)
    current = case((review.held, "held"), else_="attempt")
    yield own(recorded("review", review, current, review.note, review.reviewed_on), review)
    end = GoalOutcome
    yield of(recorded("outcome", end, end.status, end.client_view), (review, end.review_id))


def _review(entry: Entry) -> str:
    return joined(
        "held" if entry.first == "held" else "the client did not attend", on_day(entry), entry.second
    )


HISTORY = History(
    rows,
    (
        Line(
            "plan",
            "Care plan written",
            "plans.overview",
            lambda entry: joined(f"version {entry.second}", plain(entry.first), on_day(entry)),
            "plan",
        ),
        Line("agreed", "Care plan agreed", "plans.overview", coded(AGREED), "plan"),
        Line("copy", "Copy of the care plan offered", "plans.overview", coded(TAKEN), "plan"),
        Line(
            "need",
            "Need",
            "plans.overview",
            lambda entry: joined(entry.first, f"{entry.second} priority"),
            "plan",
        ),
        Line("goal", "Goal", "plans.overview", words_of, "plan"),
        Line("goal_action", "Action in the care plan", "plans.overview", words_of, "plan"),
        Line("goal_action_done", "Action done", "plans.overview", coded({}), "plan"),
        Line("review", "Care plan review", "plans.overview", _review, "plan"),
        Line(
            "outcome",
            "Goal at review",
            "plans.overview",
            lambda entry: joined(plain(entry.first), entry.second),
            "plan",
        ),
    ),
    (Part("plan", "Care plan", 30),),
)
