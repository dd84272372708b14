"""The report as its page shows it: words instead of numbers, links for those who may see records."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask import url_for

from careplan.audit.pages import words
from careplan.audit.pages.asking import Asked
from careplan.audit.pages.charts import HISTOGRAMS, Point, histogram, weak_limit
from careplan.audit.rules.engine import CriterionResult, QuestionResult, Report, Result
from careplan.audit.rules.ruleset import MeasureRule
from careplan.audit.rules.share import half_up
from careplan.audit.rules.suppression import hidden_in, small
from careplan.audit.rules.tally import Line, Tally

STAR = "*"
HIDDEN = "hidden: it would tell of fewer than five records"


@dataclass(frozen=True, slots=True)
class Link:
    """A way to the records."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Links:
    """The lists of one side of a figure."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with everything that stands beside it; `percent` is for the bar, none without one."""

    id: str
    words: str
    figure: str
    band: str = ""
    colour: str = ""
    standing: str = ""
    cut: str = ""
    source: str = ""
    percent: str | None = None
    limit: tuple[str, str] | None = None
    left_out: str = ""
    links: tuple[Links, ...] = ()
    chart: str = ""
    points: list[Point] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its measures; those not yet built are named."""

    id: str
    words: str
    band: str
    colour: str
    measures: tuple[Shown, ...]
    missing: tuple[MeasureRule, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its questions and the national distribution of 2005/06."""

    id: str
    number: int
    words: str
    band: str
    colour: str
    bands: tuple[str, ...]
    others: Mapping[str, str]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report."""

    asked: Asked
    report: Report
    criteria: tuple[Criterion, ...]
    indicators: tuple[Shown, ...]
    completeness: tuple[Shown, ...]
    any_hidden: bool


def record_links(asked: Asked, key: str, tally: Tally) -> tuple[Links, ...]:
    """Ways to the lists behind a figure, by what is said of the records; for readers who may see them."""
    if not asked.records:
        return ()
    groups = [("Counted", "all", tally.members)]
    if not tally.every:
        groups = [("In the numerator", "met", tally.hits), ("Not in the numerator", "missed", tally.misses)]
    outside = tuple(line for lines in tally.excluded().values() for line in lines)
    groups.append(("Left out", "left-out", outside))
    return tuple(
        Links(title, tuple(links_of(asked, key, part, lines))) for title, part, lines in groups if lines
    )


def links_of(asked: Asked, key: str, part: str, lines: tuple[Line, ...]) -> Iterator[Link]:
    """One link for each reason, the most frequent first."""
    for reason, count in Counter(line.verdict.reason for line in lines).most_common():
        href = url_for("audit.records_page", measure=key, part=part, reason=reason, **asked.here)
        yield Link(f"{count} {words.REASONS[reason]}", href)


def left_out(tally: Tally, records: bool) -> str:
    """Who was left out and why, in words; small counts are starred for readers outside."""
    said = [
        f"{STAR if small(count) and not records else count} {words.REASONS[reason]}"
        for reason, count in tally.counts().items()
    ]
    return "; ".join(said)


def percent_of(tally: Tally) -> str | None:
    """The share as a number with one decimal for the bar; none for a mean and without cases."""
    figure = tally.figure
    return half_up(100 * figure.part / figure.whole, 1) if figure.whole else None


def measure(asked: Asked, result: Result, hidden: frozenset[str], sources: Mapping[str, str]) -> Shown:
    """A measure as it is shown to this reader."""
    rule, tally = result.rule, result.tally
    source = words.source_words(result, dict(sources))
    if rule.id in hidden:
        return Shown(rule.id, rule.words, STAR, standing=HIDDEN, cut=rule.cut_words, source=source)
    draw = asked.records and rule.id in HISTOGRAMS
    links = record_links(asked, rule.id, tally) if rule.low_n else ()
    return Shown(
        id=rule.id,
        words=rule.words,
        figure=words.figure_words(result),
        band=result.band or "",
        colour=words.COLOURS[result.band] if result.band else "",
        standing=words.standing_words(result),
        cut=rule.cut_words,
        source=source,
        percent=percent_of(tally) if rule.unit == "%" else None,
        limit=weak_limit(rule),
        left_out=left_out(tally, asked.records),
        links=links,
        chart=HISTOGRAMS[rule.id].title if draw else "",
        points=histogram(result) if draw else [],
    )


def question(
    asked: Asked, result: QuestionResult, hidden: frozenset[str], sources: Mapping[str, str]
) -> Question:
    """A question; its band is hidden with any of its figures."""
    secret = not hidden.isdisjoint(result.results)
    band = None if secret else result.band
    return Question(
        id=result.rule.id,
        words=result.rule.words,
        band=STAR if secret and result.rule.built else words.band_words(band, result.rule.built),
        colour=words.COLOURS[band] if band else "",
        measures=tuple(measure(asked, one, hidden, sources) for one in result.results.values()),
        missing=tuple(rule for rule in result.rule.measures if rule.id not in result.results),
    )


def criterion(
    asked: Asked, result: CriterionResult, hidden: frozenset[str], sources: Mapping[str, str]
) -> Criterion:
    """A criterion; its band is hidden with any of its figures."""
    rule = result.rule
    secret = any(not hidden.isdisjoint(one.results) for one in result.questions)
    band = None if secret else result.band
    return Criterion(
        id=rule.id,
        number=rule.number,
        words=rule.words,
        band=STAR if secret and rule.built else words.band_words(band, rule.built),
        colour=words.COLOURS[band] if band else "",
        bands=("weak", "fair", "good", "excellent")[: rule.cap.points],
        others={name: f"{share}%" for name, share in rule.published.items()},
        questions=tuple(question(asked, one, hidden, sources) for one in result.questions),
    )


def indicators(asked: Asked, report: Report, hidden: frozenset[str]) -> tuple[Shown, ...]:
    """The care plan indicators."""
    found = []
    for rule in report.request.ruleset.indicators:
        tally, name = report.indicators[rule.id], rule.id.upper()
        if rule.id in hidden:
            found.append(Shown(name, rule.words, STAR, standing=HIDDEN))
            continue
        figure, links = words.tally_words(tally), record_links(asked, rule.id, tally)
        found.append(Shown(name, rule.words, figure, percent=percent_of(tally), links=links))
    return tuple(found)


def completeness(asked: Asked, report: Report) -> tuple[Shown, ...]:
    """The three shares of record completeness; they count items over all assessments."""
    return tuple(
        Shown(kind, words.KINDS[kind], words.about(found, asked.records), percent=words.whole_percent(found))
        for kind, found in report.completeness.items()
    )


def page(asked: Asked, report: Report) -> Page:
    """The report for this reader: small figures are hidden from who may not see records."""
    hidden = frozenset() if asked.records else hidden_in(report)
    sources = report.request.ruleset.sources
    return Page(
        asked=asked,
        report=report,
        criteria=tuple(criterion(asked, one, hidden, sources) for one in report.criteria),
        indicators=indicators(asked, report, hidden),
        completeness=completeness(asked, report),
        any_hidden=bool(hidden),
    )
