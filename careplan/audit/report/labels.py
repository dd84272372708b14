"""Words for bands, statuses, figures and reason codes; each stands here once."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from careplan.audit.release.rules.cells import LEAST
from careplan.audit.review.rules.bands import Band, Proportion
from careplan.audit.review.rules.engine import Completeness, CriterionResult, Result, Status, value_of
from careplan.audit.review.rules.rows import STAR
from careplan.audit.review.rules.ruleset import MeasureRule, Ruleset
from careplan.audit.review.rules.share import half_up, number
from careplan.audit.review.rules.tally import Tally
from careplan.ui.words import plain_number

NO_BAND = "no band"
NO_CASES = "no cases"
COUNTED = (
    "Courses, episodes, journeys and goals are counted, never people: one client may count more than once."
)
COLOURS = {Band.WEAK: "red", Band.FAIR: "yellow", Band.GOOD: "green", Band.EXCELLENT: "blue"}
_COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
FEWER = f"fewer than {_COUNTS[LEAST]}"
HIDDEN = f"hidden: it would tell of {FEWER} records, or give such a number back"
STARS = f"* stands for what would tell of {FEWER} records, or would give such a number back."
ORIGINS = {"S": "stated in the source", "A": "assumed here, wholly or in part"}
KINDS = {"triage": "Triage", "comprehensive": "Comprehensive assessment", "risk": "Risk assessment"}

REASONS = {
    "deceased": "the client had died",
    "paused": "in prison, hospital or residential treatment elsewhere",
    "no_dose_order": "no dose order in force",
    "injectable": "injectable methadone",
    "depot": "depot, not daily",
    "no_regimen": "no weekly regimen in force",
    "cancelled": "prescription cancelled",
    "not_started": "closed before treatment started",
    "no_return": "no answer was given",
    "not_recorded": "not recorded",
    "direct_work_not_recorded": "the share of direct work is not recorded",
    "experience_not_recorded": "neither experience nor accreditation is recorded",
    "all_elements": "both sides report all seven elements",
    "core_elements": "both sides report the three core elements",
    "core_element_missing": "a core element is not reported by both sides",
    "one_side_missing": "one side gave no answer",
    "answered": "answered",
    "answered_yes": "answered yes",
    "answered_no": "answered no",
    "out_of_hours": "appointments outside office hours",
    "office_hours_only": "no appointments outside office hours",
    "audited": "an audit was signed off in 18 months",
    "not_audited": "no audit was signed off in 18 months",
    "policy_in_date": "in place and in date",
    "policy_out_of_date": "the review of the policy is due",
    "policy_review_overdue": "in place, review overdue",
    "no_policy": "not in place",
    "incident": "incident in the period",
    "days_open": "course open in the period",
    "accredited": "accredited",
    "not_accredited": "not accredited, years not recorded",
    "other_field": "experience in another field",
    "over_three_years": "over three years in the field",
    "up_to_three_years": "three years in the field or fewer",
    "filled": "filled",
    "vacant": "vacant",
    "temporary": "temporary",
    "no_directory": "no directory is published",
    "directory_published": "a directory is published",
    "directory_in_formats": "published in several formats and updated within 12 months",
    "planning_none": "clients take no part",
    "planning_consulted": "clients are consulted",
    "planning_members": "clients are members",
    "planning_coproduced": "plans are made together with clients",
    "slow_kind": "a kind with a mean wait over 21 days",
    "quick_kind": "a kind with a mean wait up to 21 days",
    "reviewed_often": "within 3 months, then within 6",
    "reviewed_yearly": "within 3 months, then within 12",
    "reviewed_in_half_a_year": "first within 6 months",
    "reviewed_rarely": "first after more than 6 months",
    "signed": "signed",
    "not_signed": "not signed by the client",
    "domains_covered": "a goal in each of the four domains",
    "domain_missing": "no goal in one of the four domains",
    "offered": "offered in the period",
    "tool": "the service's form",
    "maintained": "oral methadone, maintenance",
    "below_60": "under 60 mg",
    "above_90": "over 90 mg",
    "from_60_to_90": "from 60 to 90 mg",
    "oral_mixture": "oral mixture",
    "other_formulation": "another formulation",
    "below_12": "under 12 mg",
    "from_12_to_24": "from 12 to 24 mg",
    "above_24": "over 24 mg",
    "three_or_more": "supervised on three days a week or more",
    "under_three": "supervised on fewer than three days a week",
    "no_day": "supervised on no day",
    "five_or_more": "supervised on five days a week or more",
    "one_to_four": "supervised on one to four days a week",
    "twelve_weeks": "in treatment for 84 days",
    "left_early": "closed before 84 days",
    "successful": "completed, or referred on",
    "other_exit": "another way of leaving",
    "plan": "a plan is active",
    "no_plan": "no agreed plan with a goal",
    "agreed": "agreed, signed or by word",
    "declined": "the client declined the plan",
    "copy_offered": "a copy was offered",
    "no_copy": "no copy was offered",
    "reviewed": "reviewed in time",
    "not_reviewed": "no review in that time",
    "in_time": "inside the limit",
    "overdue": "the review is overdue",
    "never_late": "never late",
    "was_late": "late at least once",
    "risk_managed": "risk assessed, high risks have actions",
    "no_recent_risk": "no risk assessment in the last three months",
    "risk_without_action": "a high risk has no action with a named person and a date",
    "whole": "complete",
    "no_measure": "no measure",
    "no_target": "no target date",
    "no_responsible": "nobody responsible",
    "no_need": "answers no need",
    "outcome": "an outcome is recorded",
    "no_outcome": "no outcome at the last review",
    "outside_agency": "an action names an outside agency",
    "no_outside_agency": "no action names an outside agency",
    "asked": "asked",
    "not_asked": "not asked",
}


def overall_name(ruleset: Ruleset, level: str) -> str:
    """What the overall rating is called: for a single service an indication, since the review rates partnerships."""
    return "Overall indication" if ruleset.overall.indicates(level) else "Overall rating"


def indication_words(ruleset: Ruleset, level: str) -> str:
    """Why it is an indication; empty where it is a rating."""
    if not ruleset.overall.indicates(level):
        return ""
    return f"The review rates {ruleset.overall.rates}s: for one {level} this is an indication."


def sides(rule: MeasureRule | None, apart: bool) -> tuple[str, str]:
    """What the two lists behind a share are called. Where less is better a record counts against the service."""
    if apart:
        return "Counted", "Set against"
    if rule is not None and not rule.up:
        return "Counted against", "Not counted against"
    return "Counted as met", "Counted as not met"


def band_words(band: Band | None) -> str:
    """The band as a word."""
    return band.value if band is not None else NO_BAND


def criterion_band(result: CriterionResult, hidden: Collection[str]) -> tuple[str, str]:
    """The band of a criterion with its colour; a star without a colour where it rests on a hidden figure."""
    if any(key in hidden for question in result.questions for key in question.results):
        return STAR, ""
    return band_words(result.band), COLOURS[result.band] if result.band else ""


def percent_words(part: Fraction, whole: Fraction) -> str:
    """65.6%: one decimal place, half up."""
    return f"{half_up(100 * part / whole, 1)}%"


def share_words(part: Fraction, whole: Fraction) -> str:
    """21 of 32 (65.6%), or no cases."""
    return (
        f"{plain_number(number(part))} of {plain_number(number(whole))} ({percent_words(part, whole)})"
        if whole
        else NO_CASES
    )


def tally_words(tally: Tally) -> str:
    """The share of a care plan indicator."""
    return share_words(tally.figure.part, tally.figure.whole)


def amount_words(figure: Proportion, unit: str | None) -> str:
    """A share, a rate, a count, or a mean with how many stand behind it; no cases without a denominator."""
    value = value_of(figure, unit)
    if value is None:
        return NO_CASES
    part, whole = plain_number(number(figure.part)), plain_number(number(figure.whole))
    if unit == "%":
        return share_words(figure.part, figure.whole)
    if unit == "count":
        return f"{part} of {whole}"
    if unit == "per_100_person_years":
        return f"{half_up(value, 1)} for 100 person-years ({part} in {whole} days)"
    return f"{half_up(value, 1)} {unit}, mean of {whole}"


def figure_words(result: Result) -> str:
    """The figure of a measure in words."""
    if result.status is Status.NOT_APPLICABLE:
        return "does not apply here"
    if result.figure is None:
        return "answered" if result.band is not None else "not asked of a single service"
    return amount_words(result.figure, result.rule.unit)


LIMITS = {"at_least": "Weak under", "above": "Weak up to", "at_most": "Weak over", "below": "Weak from"}


def weak_limit(rule: MeasureRule) -> tuple[str, str] | None:
    """The words and the number of a share's cut-off to weak; none where it is not one number."""
    if rule.cut is None or rule.unit != "%":
        return None
    (word, limit), *more = rule.cut.steps[-1][1]
    return None if more else (LIMITS[word], str(limit))


def key_words(key: str) -> str:
    """The id of a measure or a care plan indicator as people write it: 4.3a, CP1."""
    return key.upper() if key.startswith("cp") else key


WITHOUT = {
    Status.PARTNERSHIP_ONLY: "no band: judged for a partnership only",
    Status.NOT_BENCHMARKED: "no band: too few others to compare with",
}


def standing_words(result: Result) -> str:
    """Why a measure has no band, or that it rests on few records."""
    if result.status in (Status.NOT_APPLICABLE, Status.SCORED) or result.figure is None:
        return f"rests on fewer than {result.rule.low_n} records" if result.low_n else ""
    if result.status in WITHOUT:
        return WITHOUT[result.status]
    return "no band: the national mid-point is not set" if result.figure.whole else "no data"


def source_words(result: Result, sources: Mapping[str, str]) -> str:
    """Where a cut-off comes from, and how sure that is."""
    rule = result.rule
    return f"{sources[rule.source]}: {rule.where}; {ORIGINS[rule.origin]}"


def whole_percent(found: Completeness) -> str | None:
    """Completeness as a whole percentage, halves up; none without assessments."""
    share = found.share
    return half_up(100 * share.part / share.whole) if share.whole else None


def about(found: Completeness) -> str:
    """Completeness in words."""
    if not found.expected:
        return "no assessments in the period"
    return share_words(found.share.part, found.share.whole)
