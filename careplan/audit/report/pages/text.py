"""A report as plain text, for the command line."""

from collections.abc import Iterator

from careplan.audit.report import labels as words
from careplan.audit.report.labels import NO_BAND
from careplan.audit.report.pages.beside import NOTHING, OVERALL, Notes
from careplan.audit.report.pages.outputs.printed import assumed
from careplan.audit.report.rules.beside import PUBLISHED
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.engine import (
    CriterionResult,
    Level,
    National,
    QuestionResult,
    Rated,
    Report,
    Result,
)
from careplan.audit.review.rules.ruleset import MeasureRule, Ruleset
from careplan.audit.review.rules.verdict import Line, Tally
from careplan.checklists.queries import bank, editions
from careplan.ui.words import day


def heading(report: Report | National) -> Iterator[str]:
    """Unit, dates and the sentence that must not be missed."""
    unit, census, ruleset = report.request.unit, report.request.census, report.request.ruleset
    which = "all partnerships" if unit.level is Level.NATIONAL else f"{unit.name} ({unit.level} {unit.id})"
    yield f"Clinical audit: {which}"
    yield f"Census {day(census.on)}; period {day(census.first)} to {day(census.on)}"
    yield f"Ruleset {ruleset.name} {ruleset.edition}: {ruleset.banner}"
    yield words.COUNTED
    yield ""


def records(lines: tuple[Line, ...]) -> str:
    """The ids of these lines."""
    return " ".join(line.id for line in lines) or "none"


def record_lines(tally: Tally, rule: MeasureRule | None = None) -> Iterator[str]:
    """The ids behind a figure."""
    if not tally.every:
        yield f"          {words.sides(rule, tally.apart)[0].lower()}: {records(tally.hits)}"
    yield f"          all counted: {records(tally.members)}"
    for reason, lines in tally.excluded().items():
        yield f"          left out, {words.REASONS[reason]}: {records(lines)}"


def measure(result: Result, with_records: bool, notes: Notes) -> Iterator[str]:
    """Figure, band, cut-off, and what was left out."""
    band = result.band.value if result.band is not None else ""
    told = "; ".join(
        part
        for part in (
            words.figure_words(result),
            band,
            words.standing_words(result),
            notes.beside(result.rule.id),
        )
        if part
    )
    yield f"    {result.rule.id:<5} {result.rule.words}: {told}"
    yield f"          cut-off ({words.ORIGINS[result.rule.origin]}): {result.rule.cut_words}"
    if result.tally.counts():
        left_out = ", ".join(f"{words.REASONS[reason]} {n}" for reason, n in result.tally.counts().items())
        yield f"          left out: {left_out}"
    if result.services is not None:
        yield f"          services with a band: {result.services[0]}, of these weak: {result.services[1]}"
    if with_records and result.figure is not None:
        yield from record_lines(result.tally, result.rule)


def question(result: QuestionResult, with_records: bool, notes: Notes) -> Iterator[str]:
    """A question with its measures."""
    yield f"  {result.rule.id:<5} {result.rule.words} {words.band_words(result.band)}"
    for one in result.results.values():
        yield from measure(one, with_records, notes)


def criterion(result: CriterionResult, with_records: bool, notes: Notes) -> Iterator[str]:
    """A criterion with its questions."""
    told = "; ".join(one for one in (words.band_words(result.band), notes.answers(result.rule.id)) if one)
    yield f"Criterion {result.rule.number}. {result.rule.words}: {told} (highest: {result.rule.cap})"
    for one in result.questions:
        yield from question(one, with_records, notes)
    yield ""


def completeness(report: Report | National) -> Iterator[str]:
    """Record completeness, and the items asked least."""
    items = {code: item for edition in editions() for code, item in bank(edition).items.items()}
    yield "Record completeness: what assessments completed in the period asked of what they had to ask"
    for kind, completeness in report.completeness.items():
        share = words.share_words(completeness.share.part, completeness.share.whole)
        yield f"  {words.KINDS[kind]}: {share}"
        for row in completeness.worst_first()[:5]:
            yield f"    asked in {row.asked} of {row.expected}: {items[row.item].question}"
    yield ""


def indicators(report: Report | National, with_records: bool) -> Iterator[str]:
    """The care plan indicators, where the ruleset has any."""
    if not report.indicators:
        return
    yield "Care plan indicators (beside the review, never scored)"
    for rule in report.request.ruleset.indicators:
        tally = report.indicators[rule.id]
        yield f"  {rule.id.upper():<5} {rule.words}: {words.tally_words(tally)}"
        if with_records:
            yield from record_lines(tally)
    yield ""


def overall(report: Report, notes: Notes) -> Iterator[str]:
    """The rating, or that there is none; of a single service an indication; and the answers behind it."""
    final, ruleset, level = report.overall, report.request.ruleset, report.request.unit.level
    name = "Overall indication" if ruleset.overall.indicates(level) else "Overall"
    count, highest = len(ruleset.criteria), sum(one.cap.points for one in ruleset.criteria)
    if final.rating is None:
        yield f"{name}: too few criteria known ({final.criteria_known} of {count} criteria known)"
    else:
        sure = ", provisional" if final.provisional else ""
        rating = f"{final.sum} of {highest}, {final.rating}"
        yield f"{name}: {rating} ({final.criteria_known} of {count} criteria{sure})"
    for line in (words.indication_words(ruleset, level), notes.answers(OVERALL)):
        if line:
            yield f"  {line}"


def numbers(ruleset: Ruleset) -> Iterator[str]:
    """What stands behind the figures; [A] marks what is assumed here."""
    yield ""
    yield "Numbers behind the figures ([A]: assumed here)"
    for what, value, source in assumed(ruleset):
        yield f"  {what}: {value} ({source})"


def as_text(report: Report, with_records: bool = False, notes: Notes = NOTHING) -> str:
    """The whole report; `said` is what stands beside its figures."""
    lines = [*heading(report)]
    for one in report.criteria:
        lines += criterion(one, with_records, notes)
    lines += [
        *completeness(report),
        *indicators(report, with_records),
        *overall(report, notes),
        *numbers(report.request.ruleset),
    ]
    return "\n".join(lines) + "\n"


COLUMNS = (*(band.value for band in Band), "none")


def in_2006() -> dict[str, str]:
    """How many partnerships had which overall rating in the published review."""
    rated = PUBLISHED.latest.overall
    return {band: f"{count} of {rated.of}" for band, count in rated.bands.items()}


def distribution(report: National) -> Iterator[str]:
    """How many partnerships have which band, beside the published shares."""
    ruleset, counts = report.request.ruleset, report.distribution()
    names = {rule.id: f"{rule.number}. {rule.words}" for rule in ruleset.criteria} | {"overall": "Overall"}
    shares = {rule.id: {b: f"{n}%" for b, n in rule.published.items()} for rule in ruleset.criteria}
    shares["overall"] = in_2006() if any(shares.values()) else {}
    yield "Partnerships by band, beside those of the published review where it has them"
    for key, result in counts.items():
        texts = (
            f"{band} {result[band]}" + (f" ({share})" if (share := shares[key].get(band)) else "")
            for band in COLUMNS
        )
        yield f"  {names[key]}: {', '.join(texts)}"
    yield ""


def rated(one: Rated, ruleset: Ruleset) -> Iterator[str]:
    """A partnership with its bands and its rating."""
    final, bands = one.overall, (one.bands[rule.id] for rule in ruleset.criteria)
    text = ", ".join(
        f"{rule.number} {band or NO_BAND}" for rule, band in zip(ruleset.criteria, bands, strict=True)
    )
    sure = ", provisional" if final.provisional else ""
    rating = f"{final.rating} ({final.sum}{sure})" if final.rating else "too few criteria known"
    yield f"  {one.unit.name} ({one.unit.id}): {rating}"
    yield f"    {text}"


def as_national_text(report: National) -> str:
    """The whole national report."""
    lines = [*heading(report), *distribution(report), "Partnerships: overall rating, and band by criterion"]
    for one in report.partnerships:
        lines += rated(one, report.request.ruleset)
    lines += ["", *completeness(report), *indicators(report, False)]
    return "\n".join(lines).rstrip() + "\n"
