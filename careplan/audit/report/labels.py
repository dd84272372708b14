"""Words for bands, statuses, figures and reason codes; each stands here once."""

from collections.abc import Mapping
from fractions import Fraction

from careplan.assessment.labels import KINDS as ASSESSMENTS
from careplan.audit.review.measures import REASONS as MEASURES_REASONS
from careplan.audit.review.rules.bands import Band, Proportion, half_up, number, spelled
from careplan.audit.review.rules.engine import Completeness, Status, value_of
from careplan.audit.review.rules.export import STAR, Data
from careplan.audit.review.rules.ruleset import MeasureRule, Ruleset
from careplan.audit.review.rules.verdict import Tally
from careplan.governance.codes import Policy
from careplan.governance.rules.questions import wording
from careplan.ground.small import LEAST
from careplan.ui.tables import Tag
from careplan.ui.words import NO_CASES, counted, plain_number

NO_BAND = "no band"
STATUSES: Mapping[str, str] = {
    Status.SCORED: "has a band",
    Status.NO_DATA: "no data, or no national mid-point",
    Status.NOT_APPLICABLE: "does not apply here",
    Status.PARTNERSHIP_ONLY: "judged for a partnership only",
    Status.NOT_BENCHMARKED: "too few others to compare with",
}
COUNTED = (
    "Courses, episodes, journeys and goals are counted, never people: one client may count more than once."
)
COLOURS = {"weak": "red", "fair": "yellow", "good": "green", "excellent": "blue"}
FEWER = f"fewer than {spelled(LEAST)}"
HIDDEN = f"hidden: it would tell of {FEWER} records, or give such a number back"
STARS = f"* stands for what would tell of {FEWER} records, or would give such a number back."
ORIGINS = {"S": "stated in the source", "A": "assumed here, wholly or in part"}
KINDS = ASSESSMENTS

REASONS = {code: one.words for code, one in MEASURES_REASONS.items()}
"""Why a record counts or is left out, by reason code; the words stand with each measure."""


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


def band_tag(band: str | None) -> Tag:
    """The band with its colour; grey where there is none, or a star."""
    return Tag(band or NO_BAND, COLOURS.get(band or "", "grey"))


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


def proportion(row: Data) -> Proportion | None:
    """The numbers of a figure in the data of a report; none where it has none, or where they are hidden."""
    part, whole = row["numerator"], row["denominator"]
    return None if part in (None, STAR) else Proportion(Fraction(str(part)), Fraction(str(whole)))


def figure_words(row: Data) -> str:
    """A figure of the data in words. The row of an indicator holds its two numbers and nothing else."""
    figure = proportion(row)
    if row["numerator"] == STAR:
        return STAR
    if row.get("status") == Status.NOT_APPLICABLE:
        return STATUSES[Status.NOT_APPLICABLE]
    if figure is None:
        return "answered" if row.get("band") else "not asked of a single service"
    return amount_words(figure, row.get("unit", "%"))


LIMITS = {"at_least": "Weak under", "above": "Weak up to", "at_most": "Weak over", "below": "Weak from"}


def weak_limit(rule: MeasureRule) -> tuple[str, str] | None:
    """The words and the number of a share's cut-off to weak; none where it is not one number."""
    if rule.cut is None or rule.unit != "%":
        return None
    (word, limit), *more = rule.cut.steps[-1][1]
    return None if more else (LIMITS[word], str(limit))


def policy_words(record: str) -> str:
    """The policy that a record's id names after its service; empty where it names none."""
    policy = record.partition(":")[2]
    return wording().policies[Policy(policy)] if policy else ""


def key_words(key: str) -> str:
    """The id of a measure or a care plan indicator as people write it: 4.3a, CP1."""
    return key.upper() if key.startswith("cp") else key


WITHOUT: Mapping[str, str] = {
    status: f"{NO_BAND}: {STATUSES[status]}" for status in (Status.PARTNERSHIP_ONLY, Status.NOT_BENCHMARKED)
}


def standing_words(rule: MeasureRule, row: Data) -> str:
    """Why a measure has no band, or that it rests on few records."""
    status, figure = row["status"], proportion(row)
    if status in (Status.NOT_APPLICABLE, Status.SCORED) or figure is None:
        return f"rests on fewer than {rule.low_n} records" if row["low_n"] else ""
    return WITHOUT.get(status, f"{NO_BAND}: the national mid-point is not set" if figure.whole else "no data")


def left_out(row: Data, between: str = "; ") -> str:
    """Who was left out and why, in words; readers outside are never told how many."""
    counts = row["excluded"]
    if counts == STAR:
        return STAR
    return between.join(f"{count} {REASONS.get(reason, reason)}" for reason, count in counts.items())


def source_words(rule: MeasureRule, sources: Mapping[str, str]) -> str:
    """Where a cut-off comes from, and how sure that is."""
    return f"{sources[rule.source]}: {rule.where}; {ORIGINS[rule.origin]}"


def whole_percent(completeness: Completeness) -> str | None:
    """Completeness as a whole percentage, halves up; none without assessments."""
    share = completeness.share
    return half_up(100 * share.part / share.whole) if share.whole else None


def about(completeness: Completeness) -> str:
    """Completeness in words."""
    if not completeness.expected:
        return "no assessments in the period"
    return share_words(completeness.share.part, completeness.share.whole)


def weak_words(row: Data) -> str:
    """How many services have a band of their own, and how many of these are weak; nothing for a single service."""
    services = row.get("services")
    if services in (None, STAR):
        return ""
    count, weak = services["known"], services["weak"]
    if not count:
        return "No service has a band of its own here"
    return f"{counted(count, 'service')} with a band of {'its' if count == 1 else 'their'} own, {weak} of them weak"
