"""What an episode's record still lacks, in the order in which a keyworker would mend it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from careplan.assessment.labels import KINDS, OPEN
from careplan.clients.rules.waits import Days, waited, waiting
from careplan.ground.dates import add_months
from careplan.ground.offers import Gap
from careplan.plans.labels import CLOCK
from careplan.plans.rules.clock import ClockStatus, Reading
from careplan.prescribing.labels import DRUGS
from careplan.risk.labels import NEVER, REVIEWS
from careplan.risk.rules import ReviewState


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the episode stands with one kind of assessment; `to_go` counts questions of the open one."""

    kind: str
    last_completed_on: date | None = None
    open_id: str | None = None
    to_go: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """A treatment in words, with its days."""

    words: str
    days: Days


@dataclass(frozen=True, slots=True)
class Planned:
    """The care plan as far as it goes: what the clock says, a draft, the copy."""

    reading: Reading
    plan_id: str | None = None
    draft_id: str | None = None
    copy_offered: bool = False


@dataclass(frozen=True, slots=True)
class OnCourse:
    """An open course: whether its dose and its week are ordered (a depot needs no week)."""

    drug: str
    ordered: bool
    planned_week: bool


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the gaps of a record are judged by."""

    today: date
    keyworker: bool
    triaged_on: date | None
    allergies_known: bool
    nhs_number: bool
    sheets: tuple[Sheet, ...]
    offered: tuple[Offered, ...]
    plan: Planned | None
    courses: tuple[OnCourse, ...]
    risk_review_months: int
    unjudged: tuple[str, ...] = ()


def gaps(facts: RecordFacts) -> list[Gap]:
    """What is missing, the safest first thing on top: risk, assessments, treatment, plan, the rest."""
    return [*_risk(facts), *_assessments(facts), *_treatment(facts), *_plan(facts), *_rest(facts)]


def _sheet(facts: RecordFacts, kind: str) -> Sheet:
    return next((one for one in facts.sheets if one.kind == kind), Sheet(kind))


def _unfinished(sheet: Sheet) -> Iterator[Gap]:
    questions = "1 question" if sheet.to_go == 1 else f"{sheet.to_go} questions"
    words = f"{KINDS[sheet.kind]}: {questions} to go" if sheet.to_go else f"{KINDS[sheet.kind]}: complete it"
    yield Gap(words, OPEN, "assessment.show", (("assessment_id", sheet.open_id or ""),))


def _risk(facts: RecordFacts) -> Iterator[Gap]:
    sheet = _sheet(facts, "risk")
    oldest = add_months(facts.today, -facts.risk_review_months)
    if sheet.last_completed_on is None or sheet.last_completed_on < oldest:
        if sheet.open_id:
            yield from _unfinished(sheet)
        else:
            state = REVIEWS[ReviewState.OVERDUE][0] if sheet.last_completed_on else NEVER
            yield Gap("Risk assessment", state, "assessment.index", late=True)
    elif facts.unjudged:
        yield Gap(
            f"No level of risk: {', '.join(facts.unjudged).lower()}", "Missing", "risk.index", late=True
        )


def _assessments(facts: RecordFacts) -> Iterator[Gap]:
    for kind in ("triage", "comprehensive"):
        sheet = _sheet(facts, kind)
        if sheet.open_id:
            yield from _unfinished(sheet)
        elif sheet.last_completed_on is None and (kind == "comprehensive" or facts.triaged_on is None):
            yield Gap(f"No {KINDS[kind].lower()}", "Missing", "assessment.index")


def _treatment(facts: RecordFacts) -> Iterator[Gap]:
    if not facts.offered:
        yield Gap("No treatment recorded", "Missing", "clients.new_intervention")
    for one in facts.offered:
        if waiting(one.days):
            days = waited(one.days, facts.today)
            words = f"{one.words}: no first appointment offered yet"
            yield Gap(words, "1 day" if days == 1 else f"{days} days", "clients.treatment")
    for course in facts.courses:
        if not course.ordered:
            yield Gap(f"{DRUGS[course.drug]}: no dose order", "Missing", "prescribing.overview", late=True)
        elif not course.planned_week:
            yield Gap(f"{DRUGS[course.drug]}: no weekly regimen", "Missing", "prescribing.overview")


_PLAN = ("Care plan to agree", "plans.overview")
_REVIEW = ("Care plan review", "plans.hold_review")
_CLOCK = {
    ClockStatus.PLAN_MISSING: (*_PLAN, True),
    ClockStatus.PLAN_NOT_YET: (*_PLAN, False),
    ClockStatus.OVERDUE: (*_REVIEW, True),
    ClockStatus.LATE_LOCAL: (*_REVIEW, True),
    ClockStatus.DUE_SOON: (*_REVIEW, False),
}
"""What a state of the clock asks for, where that is done, and whether it is late."""


def _plan(facts: RecordFacts) -> Iterator[Gap]:
    plan = facts.plan
    if plan is None:
        return
    if plan.draft_id is not None:
        yield Gap(
            "Care plan written, not agreed yet", "Draft", "plans.version", (("plan_id", plan.draft_id),)
        )
    if plan.reading.waited is not None:
        days = plan.reading.waited
        state = "1 day" if days == 1 else f"{days} days"
        words = CLOCK[ClockStatus.WAITING][0]
        yield Gap(words, state, "assessment.index", late=plan.reading.too_long)
    if (status := plan.reading.status) in _CLOCK and not (plan.draft_id and plan.plan_id is None):
        words, endpoint, late = _CLOCK[status]
        yield Gap(words, CLOCK[status][0], endpoint, late=late)
    if plan.plan_id is not None and not plan.copy_offered:
        yield Gap(
            "Copy of the care plan not offered", "Missing", "plans.offer_copy", (("plan_id", plan.plan_id),)
        )


def _rest(facts: RecordFacts) -> Iterator[Gap]:
    if not facts.keyworker:
        yield Gap("No keyworker", "Missing", "clients.referral")
    if facts.triaged_on is None:
        yield Gap("No day of triage", "Missing", "clients.referral")
    if not facts.allergies_known:
        yield Gap("Allergies not asked", "Missing", "assessment.index")
    if not facts.nhs_number:
        yield Gap("No NHS number", "Missing", "clients.edit")
