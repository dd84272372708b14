"""The care plan indicators that count episodes, CP1 to CP8."""

from datetime import date
from functools import partial

from msgspec.structs import replace

from careplan.audit.review.measures.populations import deceased, episodes, paused
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Assessment, Episode, once
from careplan.audit.review.rules.measure import Case, Deed, Form, Measure, Measures, Reason, Reasons, Values
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Exclusion, Line, Verdict, either, left_out, not_met
from careplan.clients.rules.facts import structured_on, treatment_start
from careplan.ground.dates import add_months
from careplan.plans.rules.clock import continuous, first_limit, first_review_on_time, limit_on
from careplan.plans.rules.facts import Plan, Review
from careplan.plans.rules.standard import SCHEDULE, Schedule
from careplan.plans.rules.versions import active, first_agreed
from careplan.risk.rules import without_action


@once
def reviews_held(episode: Episode, day: date) -> list[Review]:
    """Reviews held by the day; on one day the higher id is the later."""
    reviews = [review for review in episode.reviews if review.held and review.reviewed_on <= day]
    return sorted(reviews, key=lambda review: (review.reviewed_on, review.id))


@once
def plan_episode(episode: Episode, day: date) -> bool:
    """In structured treatment on the day, alive and not paused."""
    return (
        structured_on(episode.interventions, day) and not deceased(episode, day) and not paused(episode, day)
    )


@once
def plan_on(episode: Episode, day: date) -> Plan | None:
    """The version of the plan that holds on the day."""
    return active(episode.plans, day)


def long_enough(episode: Episode, census: Census, numbers: Numbers) -> bool:
    """In treatment on the census, and long enough for a review to be due."""
    start = treatment_start(episode.interventions, census.on)
    if start is None or not plan_episode(episode, census.on):
        return False
    return add_months(start, numbers.whole("open_months")) <= census.on


def has_plan(case: Case[Episode], census: Census, numbers: Numbers) -> Verdict:
    """CP1: an active plan, of those in treatment long enough (`plan_within_days`)."""
    start, within = treatment_start(case.episode.interventions, census.on), numbers.days("plan_within_days")
    if not plan_episode(case.episode, census.on) or start is None or start + within > census.on:
        return left_out("not_14_days")
    return either(plan_on(case.episode, census.on) is not None, "plan", "no_plan")


def plan_of(case: Case[Episode], census: Census) -> Plan | Verdict:
    """The active plan of an episode in treatment, or why it is left out."""
    if not plan_episode(case.episode, census.on):
        return left_out("not_in_treatment")
    return plan_on(case.episode, census.on) or left_out("no_plan")


def agreed(case: Case[Episode], census: Census) -> Verdict:
    """CP2: the active plan is agreed, signed or by word; who lacks capacity is left out."""
    plan = plan_of(case, census)
    if isinstance(plan, Verdict):
        return plan
    if plan.agreement == "lacks_capacity":
        return left_out("lacks_capacity")
    return either(plan.agreement in ("signed", "verbal"), "agreed", "declined")


def copy_offered(case: Case[Episode], census: Census) -> Verdict:
    """CP3: a copy of the active plan was offered."""
    plan = plan_of(case, census)
    if isinstance(plan, Verdict):
        return plan
    offered = plan.copy_offered_on
    return either(offered is not None and offered <= census.on, "copy_offered", "no_copy")


def limits(numbers: Numbers) -> Schedule:
    """The review clock by the months of the ruleset."""
    clock = SCHEDULE.latest
    first = replace(clock.first_limit, months=numbers.whole("first_review_months"))
    later = replace(clock.later_limit, months=numbers.whole("later_review_months"))
    return replace(clock, first_limit=first, later_limit=later)


def held_on(episode: Episode, day: date) -> list[date]:
    """The days of the reviews held by then."""
    return [review.reviewed_on for review in reviews_held(episode, day)]


def agreed_on(episode: Episode, day: date) -> date | None:
    """The day the clock started: the lowest agreed version's."""
    first = first_agreed(episode.plans, day)
    return first.agreed_on if first else None


def first_review(case: Case[Episode], census: Census, clock: Schedule) -> Verdict:
    """CP4: first review within its limit, for first plans whose limit fell in the period."""
    episode, start = case.episode, agreed_on(case.episode, census.on)
    if start is None:
        return left_out("no_plan")
    limit = first_limit(start, clock)
    if not census.covers(limit) or treatment_start(episode.interventions, limit) is None:
        return left_out("limit_not_in_period")
    if (episode.closed_on is not None and episode.closed_on < limit) or deceased(episode, limit):
        return left_out("closed_before_limit")
    if paused(episode, limit):
        return left_out("paused_on_limit")
    on_time = first_review_on_time(start, held_on(episode, census.on), clock)
    return either(on_time, "reviewed", "not_reviewed")


def only_paused(episode: Episode, day: date) -> bool:
    """In structured treatment, alive and with an active plan: the pause alone leaves the episode out."""
    out = deceased(episode, day) or not structured_on(episode.interventions, day)
    return not out and paused(episode, day) and plan_on(episode, day) is not None


def in_time(case: Case[Episode], census: Census, clock: Schedule) -> Verdict:
    """CP5: the limit for the next review has not passed; whom a pause alone keeps out is listed (spec 03 §2.5)."""
    plan = plan_of(case, census)
    if isinstance(plan, Verdict):
        return left_out(Exclusion.PAUSED) if only_paused(case.episode, census.on) else plan
    start, days = agreed_on(case.episode, census.on), held_on(case.episode, census.on)
    in_limit = start is not None and census.on <= limit_on(start, days, census.on, clock)
    return either(in_limit, "in_time", "overdue")


def reviewed_lately(case: Case[Episode], census: Census, numbers: Numbers) -> Verdict:
    """CP6: a review lately, plan or not, of those open long enough to have one."""
    if not long_enough(case.episode, census, numbers):
        return left_out("not_3_months")
    first = census.back(numbers.whole("recent_months"))
    lately = any(first < review.reviewed_on for review in reviews_held(case.episode, census.on))
    return either(lately, "reviewed", "not_reviewed")


def never_late(case: Case[Episode], census: Census, numbers: Numbers, clock: Schedule) -> Verdict:
    """CP7: no stretch since the first agreed plan passed its limit; without a plan not met."""
    if not long_enough(case.episode, census, numbers):
        return left_out("not_3_months")
    start = agreed_on(case.episode, census.on)
    if start is None:
        return not_met("no_plan")
    on_time = continuous(start, held_on(case.episode, census.on), census.on, clock)
    return either(on_time, "never_late", "was_late")


def completed_risks(episode: Episode, day: date) -> list[Assessment]:
    """Risk assessments completed by the day, the latest last."""
    rows = [
        (assessment.completed_on, assessment.started_on, assessment.id, assessment)
        for assessment in episode.assessments
        if assessment.kind == "risk" and assessment.completed_on is not None
    ]
    return [row[3] for row in sorted(rows, key=lambda row: row[:3]) if row[0] <= day]


def risk_managed(case: Case[Episode], census: Census, numbers: Numbers) -> Verdict:
    """CP8: risk assessed lately, and every serious risk of the latest has its action."""
    plan = plan_of(case, census)
    if isinstance(plan, Verdict):
        return plan
    risks = completed_risks(case.episode, census.on)
    latest = risks[-1] if risks else None
    first = census.back(numbers.whole("recent_months"))
    if latest is None or latest.completed_on is None or latest.completed_on < first:
        return not_met("no_recent_risk")
    return either(not without_action(latest.levels, latest.actions), "risk_managed", "risk_without_action")


def plan_id(_line: Line, episode: Episode, census: Census) -> Values | None:
    """The active plan."""
    plan = plan_on(episode, census.on)
    return {"plan_id": plan.id} if plan is not None else None


def risk_id(_line: Line, episode: Episode, census: Census) -> Values | None:
    """The latest risk assessment."""
    risks = completed_risks(episode, census.on)
    return {"assessment_id": risks[-1].id} if risks else None


PLAN, REVIEW = "plans.overview", "plans.hold_review"
OPEN_PLAN, HOLD = Form(PLAN, "Open the care plan"), Form(REVIEW, "Hold a review")
OFFER_COPY = Form("plans.offer_copy", "Record that a copy was offered", plan_id)
ASSESS_RISK = Form("assessment.index", "Start a risk assessment")
ACT_ON_RISK = Form("risk.action", "Add the risk action", risk_id)
HOLD_REVIEW = Deed("review held", "reviews held", by_friday=True)
MANAGE_RISK = Deed(
    "risk assessed, with an action for each high risk,", "risks assessed, with an action for each high risk,"
)
REASONS: Reasons = {
    "plan": Reason("a plan is active"),
    "no_plan": Reason("no agreed plan with a goal", Form(PLAN, "Write the care plan")),
    "agreed": Reason("agreed, signed or by word"),
    "declined": Reason("the client declined the plan", OPEN_PLAN),
    "copy_offered": Reason("a copy was offered"),
    "no_copy": Reason("no copy was offered", OFFER_COPY),
    "reviewed": Reason("reviewed in time"),
    "not_reviewed": Reason("no review in that time", HOLD),
    "in_time": Reason("inside the limit"),
    "overdue": Reason("the review is overdue", Form(REVIEW, "Hold the review")),
    "never_late": Reason("never late"),
    "was_late": Reason("late at least once"),
    "risk_managed": Reason("risk assessed, high risks have actions"),
    "no_recent_risk": Reason("no risk assessment in the last three months", ASSESS_RISK),
    "risk_without_action": Reason(
        "a high risk has no action with a named person and a date",
        ACT_ON_RISK,
    ),
}


def measures(numbers: Numbers) -> Measures:
    """The indicators that count episodes."""
    plans, clock = partial(Measure, episodes, kind="episode", mended=OPEN_PLAN), limits(numbers)
    return {
        "cp1": plans(partial(has_plan, numbers=numbers), deed=Deed("care plan agreed", "care plans agreed")),
        "cp2": plans(agreed, deed=Deed("plan agreed with the client", "plans agreed with the client")),
        "cp3": plans(copy_offered, deed=Deed("copy offered", "copies offered")),
        "cp4": plans(partial(first_review, clock=clock), past=True),
        "cp5": plans(partial(in_time, clock=clock), deed=HOLD_REVIEW),
        "cp6": plans(partial(reviewed_lately, numbers=numbers), deed=HOLD_REVIEW),
        "cp7": plans(partial(never_late, numbers=numbers, clock=clock), past=True),
        "cp8": plans(
            partial(risk_managed, numbers=numbers), mended=Form("risk.index", "Open risk"), deed=MANAGE_RISK
        ),
    }
