"""A report as plain text, for the command line."""

from collections.abc import Iterator, Mapping

from careplan.audit.report import labels as words
from careplan.audit.report.labels import NO_BAND
from careplan.audit.report.pages.beside import NOTHING, OVERALL, Notes
from careplan.audit.report.pages.items import bank_items
from careplan.audit.report.pages.outputs.printed import assumed
from careplan.audit.report.pages.sheet import Sheet
from careplan.audit.report.rules.beside import PUBLISHED
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.engine import Level, National, Rated, Report, Result
from careplan.audit.review.rules.export import Data, Told, as_data, as_national_data
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.audit.review.rules.verdict import Tally
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


def record_lines(row: Data, met: str) -> Iterator[str]:
    """The ids behind a figure, where the data have them; `met` is what the numerator is called, if it differs."""
    lists = row.get("records")
    if lists is None:
        return
    every = {met: lists["numerator"]} if met else {}
    every |= {"all counted": lists["denominator"]}
    every |= {f"left out, {words.REASONS[reason]}": ids for reason, ids in lists["excluded"].items()}
    for name, ids in every.items():
        yield f"          {name}: {' '.join(ids) or 'none'}"


def measure(one: Told, tally: Tally, notes: Notes) -> Iterator[str]:
    """Figure, band, cut-off, and what was left out."""
    rule, row = one.rule, one.data
    parts = (words.figure_words(row), one.band, words.standing_words(rule, row), notes.beside(rule.id))
    yield f"    {rule.id:<5} {rule.words}: {'; '.join(part for part in parts if part)}"
    yield f"          cut-off ({words.ORIGINS[rule.origin]}): {rule.cut_words}"
    if row["excluded"]:
        left_out = ", ".join(f"{words.REASONS[reason]} {n}" for reason, n in row["excluded"].items())
        yield f"          left out: {left_out}"
    if services := row.get("services"):
        yield f"          services with a band: {services['known']}, of these weak: {services['weak']}"
    yield from record_lines(row, "" if tally.every else words.sides(rule, tally.apart)[0].lower())


def criterion(one: Told, sheet: Sheet, results: Mapping[str, Result]) -> Iterator[str]:
    """A criterion with its questions and their measures."""
    rule, answers = one.rule, sheet.notes.answers(one.rule.id)
    band = f"{sheet.band(one)}; {answers}" if answers else sheet.band(one)
    yield f"Criterion {rule.number}. {rule.words}: {band} (highest: {rule.cap})"
    for question in one.below:
        yield f"  {question.rule.id:<5} {question.rule.words} {sheet.band(question)}"
        for result in question.below:
            yield from measure(result, results[result.rule.id].tally, sheet.notes)
    yield ""


def completeness(report: Report | National) -> Iterator[str]:
    """Record completeness, and the items asked least."""
    items = bank_items()
    yield "Record completeness: what assessments completed in the period asked of what they had to ask"
    for kind, completeness in report.completeness.items():
        share = words.share_words(completeness.share.part, completeness.share.whole)
        yield f"  {words.KINDS[kind]}: {share}"
        for row in completeness.worst_first()[:5]:
            yield f"    asked in {row.asked} of {row.expected}: {items[row.item].question}"
    yield ""


def indicators(ruleset: Ruleset, data: Data) -> Iterator[str]:
    """The care plan indicators, where the ruleset has any."""
    if not data["care_plan"]:
        return
    yield "Care plan indicators (beside the review, never scored)"
    for rule in ruleset.indicators:
        row = data["care_plan"][rule.id]
        yield f"  {rule.id.upper():<5} {rule.words}: {words.figure_words(row)}"
        yield from record_lines(row, words.sides(None, False)[0].lower())
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
    """The whole report; `notes` are what stands beside its figures."""
    ruleset, data = report.request.ruleset, as_data(report, with_records)
    sheet = Sheet(data=data, ruleset=ruleset, notes=notes)
    results, lines = report.results, [*heading(report)]
    for one in sheet.criteria:
        lines += criterion(one, sheet, results)
    lines += [*completeness(report), *indicators(ruleset, data), *overall(report, notes), *numbers(ruleset)]
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
    shares = {rule.id: rule.shares for rule in ruleset.criteria}
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
    lines += ["", *completeness(report), *indicators(report.request.ruleset, as_national_data(report))]
    return "\n".join(lines).rstrip() + "\n"
