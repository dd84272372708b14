"""The lines of the record's summary: the plan with its clock, a course with its week and last doses."""

from dataclasses import dataclass
from datetime import date

from careplan.plans.labels import AGREEMENTS, CLOCK, COPIES
from careplan.plans.queries import PlanSummary
from careplan.prescribing.labels import DRUGS, PHASES, SPANS
from careplan.prescribing.labels.days import PastDay, StripDay, days_before, past_days, strip
from careplan.prescribing.queries.days import OpenCourse
from careplan.prescribing.rules.week import week_words
from careplan.ui.words import counted, day, mg


@dataclass(frozen=True, slots=True)
class PlanLines:
    """The plan's three lines of the summary list."""

    agreed: str
    copy: str
    review: str
    state: str
    colour: str


def plan_lines(summary: PlanSummary | None) -> PlanLines | None:
    """Agreed, copy offered, next review with the days that are left."""
    if summary is None or (plan := summary.plan) is None:
        return None
    agreed = (
        f"{day(plan.agreed_on)}, {AGREEMENTS[plan.agreement or ''].lower()}, {counted(plan.goals, 'goal')}"
    )
    copy = "Not offered yet"
    if plan.copy_offered_on is not None:
        copy = ", ".join(
            filter(None, [day(plan.copy_offered_on), COPIES.get(plan.copy_taken or "", "").lower()])
        )
    state, colour = CLOCK[summary.reading.status]
    return PlanLines(agreed, copy, _review(summary), state, colour)


def _review(plan: PlanSummary) -> str:
    due, left = plan.reading.due, plan.reading.days_left
    if due is None or left is None:
        return "Not planned"
    if left == 0:
        return f"{day(due.on)}, today"
    return f"{day(due.on)}, {'in ' + counted(left, 'day') if left > 0 else counted(-left, 'day') + ' ago'}"


@dataclass(frozen=True, slots=True)
class CourseLines:
    """An open course in one line, its week as a strip, and the last seven days."""

    title: str
    dose: str
    stopped: str
    week: list[StripDay]
    week_words: str
    days: list[PastDay]


def course_lines(one: OpenCourse, on: date) -> CourseLines:
    """What the summary shows of a course."""
    dose = "No dose order"
    if one.order is not None:
        span, phase = SPANS.get(one.order.formulation, "a day"), PHASES[one.order.phase].lower()
        dose = f"{mg(one.order.daily_mg)} {span}, {phase}"
    return CourseLines(
        title=f"{DRUGS[one.facts.drug]}, day {one.day_no}",
        dose=dose,
        stopped=one.warned,
        week=strip(one.week) if one.week and not one.depot else [],
        week_words=week_words(one.week) if one.week and not one.depot else "",
        days=past_days(one.facts, one.logged, days_before(on, 7)) if one.logged else [],
    )
