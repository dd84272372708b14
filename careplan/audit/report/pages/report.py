"""The report as its page shows it: words instead of numbers, links for those who may see records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from careplan.audit.release.pages import hidden_beneath, hidden_in, hidden_kinds
from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.beside import Beside, Notes, notes, shown
from careplan.audit.report.pages.outputs.files import KINDS, Kind
from careplan.audit.report.pages.partnership import Part, listed, parts
from careplan.audit.report.pages.pictures.classes import histogram
from careplan.audit.report.pages.ways import Links, Way, answerable, left_out, midpoint, place, record_links
from careplan.audit.review.measures import audit
from careplan.audit.review.queries.reports import Basis
from careplan.audit.review.rules.bands import ORDER, Band, Proportion, half_up
from careplan.audit.review.rules.engine import CriterionResult, QuestionResult, Report, Result
from careplan.audit.review.rules.export import STAR
from careplan.audit.review.rules.ruleset import MeasureRule
from careplan.ui.plots.shapes import Plot
from careplan.ui.tables import Column, Table, Tag


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with everything that stands beside it; `percent` is for the bar, none without one.

    `weak`: how many services of a partnership are known and weak.
    """

    id: str
    words: str
    figure: str
    band: str = ""
    colour: str = ""
    standing: str = ""
    cut: str = ""
    source: str = ""
    weak: str = ""
    percent: str | None = None
    limit: tuple[str, str] | None = None
    left_out: str = ""
    links: tuple[Links, ...] = ()
    plot: Plot | None = None
    claimed: str = ""
    finding: str = ""
    mended: Way | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its measures."""

    id: str
    words: str
    band: str
    colour: str
    measures: tuple[Shown, ...]


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

    selection: Selection
    report: Report
    criteria: tuple[Criterion, ...]
    indicators: tuple[Shown, ...]
    completeness: tuple[Shown, ...]
    beside: Mapping[str, tuple[Beside, ...]]
    notes: Notes
    stars: str
    counted: str
    files: Mapping[str, Kind]
    parts: tuple[Part, ...] = ()

    @property
    def weak(self) -> tuple[Question, ...]:
        """The weak questions, in the order of the review."""
        return tuple(one for each in self.criteria for one in each.questions if one.band == Band.WEAK)

    @property
    def summary(self) -> Table:
        """The bands of the criteria."""
        columns = (
            Column("Criterion", lambda one: f"{one.number}. {one.words}", lambda one: f"#{one.id}"),
            Column("Band", lambda one: Tag(one.band, one.colour or "grey")),
            Column("Highest possible", lambda one: one.bands[-1]),
            Column("Answers claimed", lambda one: self.notes.share(one.id)),
        )
        return Table("The eleven criteria", columns, self.criteria, size="s", classes="app-audit__summary")

    @property
    def services(self) -> Table:
        """The bands of each service of a partnership."""
        return listed(self.parts)

    @property
    def rating_name(self) -> str:
        """What the overall rating is called for this unit."""
        return words.overall_name(self.report.request.ruleset, self.selection.unit.level)

    @property
    def indication(self) -> str:
        """Why it is an indication; empty where it is a rating."""
        return words.indication_words(self.report.request.ruleset, self.selection.unit.level)

    @property
    def rating(self) -> str:
        """The overall rating; secret with any figure it is made of."""
        final = self.report.overall
        if any(one.band == STAR for one in self.criteria):
            return STAR
        if final.rating is None:
            return "none: too few criteria are known"
        highest = sum(rule.cap.points for rule in self.report.request.ruleset.criteria)
        sure = ", provisional" if final.provisional else ""
        return f"{final.rating} ({final.sum} of {highest}{sure})"


@dataclass(frozen=True, slots=True)
class Veil:
    """What this reader is not told: figures, those of each service by its id, and completeness items by kind."""

    hidden: frozenset[str] = frozenset()
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    items: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def beneath(self) -> frozenset[str]:
        """The figures that at least one of the services hides."""
        return frozenset().union(*self.parts.values())


def percent_of(figure: Proportion | None) -> str | None:
    """The share as a number with one decimal for the bar; none without cases."""
    return half_up(100 * figure.part / figure.whole, 1) if figure is not None and figure.whole else None


def measure(request: Selection, result: Result, veil: Veil) -> Shown:
    """A measure as it is shown to this reader."""
    rule, tally = result.rule, result.tally
    source = words.source_words(result, request.request.ruleset.sources)
    if rule.id in veil.hidden:
        return Shown(rule.id, rule.words, STAR, standing=words.HIDDEN, cut=rule.cut_words, source=source)
    links = record_links(request, rule.id, tally, rule)
    return Shown(
        id=rule.id,
        words=rule.words,
        figure=words.figure_words(result),
        band=result.band or "",
        colour=words.COLOURS[result.band] if result.band else "",
        standing=words.standing_words(result),
        cut=rule.cut_words,
        source=source,
        weak="" if rule.id in veil.beneath else words.weak_words(result),
        percent=percent_of(result.figure) if rule.unit == "%" else None,
        limit=words.weak_limit(rule),
        left_out=left_out(tally, request.records),
        links=links,
        plot=histogram(result) if request.records else None,
    )


def question(request: Selection, result: QuestionResult, veil: Veil) -> Question:
    """A question; its band is hidden with any of its figures."""
    secret = not veil.hidden.isdisjoint(result.results)
    band = None if secret else result.band
    return Question(
        id=result.rule.id,
        words=result.rule.words,
        band=STAR if secret else words.band_words(band),
        colour=words.COLOURS[band] if band else "",
        measures=tuple(measure(request, one, veil) for one in result.results.values()),
    )


def criterion(request: Selection, result: CriterionResult, veil: Veil) -> Criterion:
    """A criterion; its band is hidden with any of its figures."""
    rule = result.rule
    band, colour = words.criterion_band(result, veil.hidden)
    return Criterion(
        id=rule.id,
        number=rule.number,
        words=rule.words,
        band=band,
        colour=colour,
        bands=tuple(one.value for one in ORDER[: rule.cap.points]),
        others={name: f"{share}%" for name, share in rule.published.items()},
        questions=tuple(question(request, one, veil) for one in result.questions),
    )


def indicators(request: Selection, report: Report, hidden: frozenset[str]) -> tuple[Shown, ...]:
    """The care plan indicators."""
    shown = []
    for rule in report.request.ruleset.indicators:
        tally, name = report.indicators[rule.id], rule.id.upper()
        if rule.id in hidden:
            shown.append(Shown(name, rule.words, STAR, standing=words.HIDDEN))
            continue
        figure, links = words.tally_words(tally), record_links(request, rule.id, tally)
        shown.append(Shown(name, rule.words, figure, percent=percent_of(tally.figure), links=links))
    return tuple(shown)


def completeness(report: Report, items: Mapping[str, frozenset[str]]) -> tuple[Shown, ...]:
    """The three shares of record completeness; they count items over all assessments. One hidden item hides all."""
    return tuple(
        Shown(kind, words.KINDS[kind], STAR, standing=words.HIDDEN)
        if items.get(kind)
        else Shown(
            kind, words.KINDS[kind], words.about(completeness), percent=words.whole_percent(completeness)
        )
        for kind, completeness in report.completeness.items()
    )


def with_notes(
    request: Selection, report: Report, notes: Notes, criteria: Sequence[Criterion]
) -> tuple[Criterion, ...]:
    """The criteria; beside each figure what is claimed or overdue, and where what is no client's record is mended."""
    units = answerable(request.services)
    if request.together:
        units = [one for one in units if one.id == request.unit.id]
    rules = {rule.id: rule for _, rule in report.request.ruleset.measures()}

    def mended(rule: MeasureRule) -> Way | None:
        if rule.rule == "midpoint" and rule.id not in request.midpoints and not request.together:
            return midpoint(request.unit.id)
        return place(rule.measure, units)

    def marked(shown: Shown) -> Shown:
        claim, finding = notes.claimed.get(shown.id, ""), notes.findings.get(shown.id, "")
        return replace(shown, claimed=claim, finding=finding, mended=mended(rules[shown.id]))

    def of(one: Question) -> Question:
        return replace(one, measures=tuple(marked(shown) for shown in one.measures))

    return tuple(
        replace(one, questions=tuple(of(question) for question in one.questions)) for one in criteria
    )


def veil_of(selection: Selection, basis: Basis) -> Veil:
    """What is hidden from this reader; nothing from who may see the records."""
    if selection.records:
        return Veil()
    request, facts = selection.request, basis.services
    parts = hidden_beneath(request, facts, selection.inside) if selection.together else {}
    items = hidden_kinds(request, selection.services, selection.inside)
    return Veil(hidden_in(request, facts, selection.inside), parts, items)


def page(request: Selection, basis: Basis) -> Page:
    """The report for this reader: small figures are hidden from who may not see records."""
    report = audit(request.request, basis.services, basis.partnership, basis.peers)
    veil = veil_of(request, basis)
    plans, all_notes = indicators(request, report, veil.hidden), notes(report)
    return Page(
        selection=request,
        report=report,
        criteria=with_notes(
            request, report, all_notes, [criterion(request, one, veil) for one in report.criteria]
        ),
        indicators=plans,
        completeness=completeness(report, veil.items),
        beside=shown(request, basis.services, {one.id.lower(): (one.words, one.figure) for one in plans}),
        notes=all_notes,
        stars="" if request.records else words.STARS,
        counted=words.COUNTED,
        files=KINDS,
        parts=parts(request, basis, veil.parts) if request.together else (),
    )
