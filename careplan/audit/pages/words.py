"""Words for bands, statuses, figures and reason codes; each stands here once."""

from fractions import Fraction

from careplan.audit.rules.bands import Band
from careplan.audit.rules.engine import Completeness, Result, Status
from careplan.audit.rules.share import half_up, number
from careplan.audit.rules.tally import Tally
from careplan.ui.words import plain_number

NOT_YET = "not yet"
NO_BAND = "no band"
NO_CASES = "no cases"
COUNTED = "Courses, episodes and goals are counted, never people: one client may count more than once."
COLOURS = {Band.WEAK: "red", Band.FAIR: "yellow", Band.GOOD: "green", Band.EXCELLENT: "blue"}
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
    "asked": "asked",
    "not_asked": "not asked",
}


def band_words(band: Band | None, built: bool = True) -> str:
    """The band as a word; what is not built yet says so."""
    if band is not None:
        return band.value
    return NO_BAND if built else NOT_YET


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


def figure_words(result: Result) -> str:
    """The figure of a measure: a share, or a mean with how many stand behind it."""
    figure, value = result.figure, result.value
    if figure is None:
        return "does not apply to this service"
    if value is None:
        return NO_CASES
    if result.rule.unit == "%":
        return share_words(figure.part, figure.whole)
    return f"{half_up(value, 1)} {result.rule.unit}, mean of {plain_number(number(figure.whole))}"


def standing_words(result: Result) -> str:
    """Why a measure has no band, or that it rests on few records."""
    if result.status is Status.NOT_APPLICABLE:
        return ""  # the figure's words say it
    if result.figure is not None and result.figure.whole and result.band is None:
        return "no band: the national mid-point is not set"
    if result.status is Status.NO_DATA:
        return "no data"
    return "rests on fewer than ten records" if result.low_n else ""


def source_words(result: Result, sources: dict[str, str]) -> str:
    """Where a cut-off comes from, and how sure that is."""
    rule = result.rule
    return f"{sources[rule.source]}: {rule.where}; {ORIGINS[rule.origin]}"


def whole_percent(found: Completeness) -> str | None:
    """Completeness as a whole percentage, halves up; none without assessments."""
    share = found.share
    return half_up(100 * share.part / share.whole) if share.whole else None


def about(found: Completeness, exact: bool = True) -> str:
    """Completeness in words; for readers outside as a whole percentage that gives no single item back."""
    if not found.expected:
        return "no assessments in the period"
    return share_words(found.share.part, found.share.whole) if exact else f"about {whole_percent(found)}%"
