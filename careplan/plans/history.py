"""The room's share of a record's history: its rows, and what each is called."""

from collections.abc import Callable, Iterator

from sqlalchemy import String, case, cast

from careplan.ground.history import Rows, of, own, recorded, step
from careplan.ground.offers import Entry, History, Line, Part
from careplan.plans.labels import AGREEMENTS, COPIES, HELD, KINDS, STATUSES
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, GoalOutcome, Need
from careplan.ui.history import coded, joined, on_day, words_of


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
    return joined(HELD[entry.first == "held"], on_day(entry), entry.second)


def _plan(entry: Entry) -> str:
    return joined(f"version {entry.second}", KINDS[entry.first or ""].lower(), on_day(entry))


def _line(kind: str, label: str, words: Callable[[Entry], str]) -> Line:
    return Line(kind, label, "plans.overview", words, "plan")


HISTORY = History(
    rows,
    (
        _line("plan", "Care plan written", _plan),
        _line("agreed", "Care plan agreed", coded(AGREEMENTS)),
        _line("copy", "Copy of the care plan offered", coded(COPIES)),
        _line("need", "Need", lambda entry: joined(entry.first, f"{entry.second} priority")),
        _line("goal", "Goal", lambda entry: joined(entry.first, STATUSES.get(entry.second or ""))),
        _line("goal_action", "Action in the care plan", words_of),
        _line("goal_action_done", "Action done", coded({})),
        _line("review", "Care plan review", _review),
        _line(
            "outcome", "Goal at review", lambda entry: joined(STATUSES.get(entry.first or ""), entry.second)
        ),
    ),
    (Part("plan", "Care plan", 30),),
)
