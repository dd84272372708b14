"""The report as its page shows it: its data in words, and links for those who may see records.

It is made once and shown again while nothing that it reads was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from careplan.audit.release.pages import Veil, veil
from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.beside import Beside, notes, shown
from careplan.audit.report.pages.outputs.files import KINDS, Kind
from careplan.audit.report.pages.partnership import Part, listed, parts
from careplan.audit.report.pages.pictures.classes import histogram
from careplan.audit.report.pages.sheet import Sheet
from careplan.audit.report.pages.ways import Links, Way, answerable, midpoint, place, record_links
from careplan.audit.review.measures import audit
from careplan.audit.review.queries.reports import Basis, basis, peers, service_now
from careplan.audit.review.rules.bands import Band, half_up
from careplan.audit.review.rules.engine import Report, Result
from careplan.audit.review.rules.export import STAR, Data, Told, as_data
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.ruleset import MeasureRule
from careplan.ground.clock import today
from careplan.ground.db import writes
from careplan.ground.memory import Kept, many_objects
from careplan.staff.doors import actor
from careplan.trail.queries import ByRecord, marks
from careplan.ui.plots.shapes import Plot
from careplan.ui.render import own_address, rooted
from careplan.ui.tables import Table, Tag


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with everything that stands beside it; `percent` is for the bar, none without one.

    `weak`: how many services of a partnership are known and weak.
    """

    id: str
    words: str
    figure: str
    band: Tag | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Sheet):
    """The whole report; `figures` are those of the measures by id."""

    selection: Selection
    figures: Mapping[str, Shown]
    indicators: tuple[Shown, ...]
    completeness: tuple[Shown, ...]
    beside: Mapping[str, tuple[Beside, ...]]
    parts: tuple[Part, ...]
    files: Mapping[str, Kind]

    @property
    def weak(self) -> tuple[Told, ...]:
        """The weak questions, in the order of the review."""
        return tuple(one for each in self.criteria for one in each.below if one.band == Band.WEAK)

    @property
    def summary(self) -> Table:
        """The bands of the criteria."""
        return self.bands("The eleven criteria", lambda one: f"#{one.rule.id}", "app-audit__summary")

    @property
    def services(self) -> Table:
        """The bands of each service of a partnership."""
        return listed(self.parts, self.ruleset.criteria)

    @property
    def rating(self) -> str:
        """The overall rating; secret with any figure it is made of."""
        final = self.data["overall"]
        if final["rating"] == STAR:
            return STAR
        if final["rating"] is None:
            return "none: too few criteria are known"
        highest = sum(rule.cap.points for rule in self.ruleset.criteria)
        sure = ", provisional" if final["provisional"] else ""
        return f"{final['rating']} ({final['sum']} of {highest}{sure})"

    def band(self, one: Told) -> Tag:
        """The band of a criterion or a question."""
        return words.band_tag(one.band)


def percent_of(row: Data) -> str | None:
    """The share as a number with one decimal for the bar; none without cases."""
    figure = words.proportion(row)
    return half_up(figure.percent, 1) if figure is not None and figure.whole else None


def measures(request: Selection, report: Report, sheet: Sheet) -> dict[str, Shown]:
    """The measures by id, each with the way to mend what is no client's record."""
    units = answerable(request.services)
    if request.together:
        units = [one for one in units if one.id == request.unit.id]

    def mended(rule: MeasureRule) -> Way | None:
        if rule.rule == "midpoint" and rule.id not in request.midpoints and not request.together:
            return midpoint(request.unit.id)
        return place(rule.measure, units)

    results = report.results
    return {
        one.rule.id: replace(
            measure(request, results[one.rule.id], one.data),
            claimed=sheet.notes.claimed.get(one.rule.id, ""),
            finding=sheet.notes.findings.get(one.rule.id, ""),
            mended=mended(one.rule),
        )
        for one in sheet.measures
    }


def measure(request: Selection, result: Result, row: Data) -> Shown:
    """A measure as it is shown to this reader."""
    rule, source = result.rule, words.source_words(result.rule, request.request.ruleset.sources)
    if row["numerator"] == STAR:
        return Shown(rule.id, rule.words, STAR, standing=words.HIDDEN, cut=rule.cut_words, source=source)
    return Shown(
        id=rule.id,
        words=rule.words,
        figure=words.figure_words(row),
        band=words.band_tag(row["band"]) if row["band"] else None,
        standing=words.standing_words(rule, row),
        cut=rule.cut_words,
        source=source,
        weak=words.weak_words(row),
        percent=percent_of(row) if rule.unit == "%" else None,
        limit=words.weak_limit(rule),
        left_out=words.left_out(row),
        links=record_links(request, rule.id, result.tally, rule),
        plot=histogram(result) if request.records else None,
    )


def unscored(id_: str, title: str, row: Data, links: tuple[Links, ...] = ()) -> Shown:
    """A figure that is never scored."""
    if row["numerator"] == STAR:
        return Shown(id_, title, STAR, standing=words.HIDDEN)
    return Shown(id_, title, words.figure_words(row), percent=percent_of(row), links=links)


def indicators(request: Selection, report: Report, data: Data) -> tuple[Shown, ...]:
    """The care plan indicators."""
    return tuple(
        unscored(
            rule.id.upper(),
            rule.words,
            data["care_plan"][rule.id],
            record_links(request, rule.id, report.indicators[rule.id]),
        )
        for rule in request.request.ruleset.indicators
    )


def completeness(report: Report, data: Data) -> tuple[Shown, ...]:
    """The three shares of record completeness; they count items over all assessments. One hidden item hides all."""
    return tuple(
        Shown(kind, words.KINDS[kind], STAR, standing=words.HIDDEN)
        if data["completeness"][kind]["asked"] == STAR
        else Shown(kind, words.KINDS[kind], words.about(one), percent=words.whole_percent(one))
        for kind, one in report.completeness.items()
    )


def page(request: Selection, basis: Basis) -> Page:
    """The report for this reader: small figures are hidden from who may not see records."""
    report = audit(request.request, basis.services, basis.partnership, basis.peers)
    hidden = Veil() if request.records else veil(request.request, request.services, request.inside)
    data = as_data(report) if request.records else hidden.over(as_data(report))
    told: dict[str, Any] = {"data": data, "ruleset": request.request.ruleset, "notes": notes(report)}
    told |= {"outside": not request.records}
    plans = indicators(request, report, data)
    return Page(
        **told,
        selection=request,
        figures=measures(request, report, Sheet(**told)),
        indicators=plans,
        completeness=completeness(report, data),
        beside=shown(request, basis.services, {one.id.lower(): (one.words, one.figure) for one in plans}),
        parts=parts(request, basis, hidden.parts) if request.together else (),
        files=KINDS,
    )


PAGES: Kept[Page] = Kept(most=16)
FACTS: ByRecord[Service] = ByRecord(most=4)
"""Of this process. The page of a service of a thousand clients takes about ten megabytes, and so do its facts."""


def kept_page(request: Selection) -> Page:
    """The report for whoever has the reader's rights: made anew after any change of a record, a mid-point or the day.

    The marks are read before the facts: what is written between the two makes the next reader read anew. A transaction
    that may write makes its own, since others must not see what it may yet undo.
    """
    if writes.get():
        return _made(request)
    rights = actor().memberships
    key = (rooted(own_address()), request.unit, request.census, request.services, request.inside, rights)
    state = (marks(), today(), request.request.ruleset.sha256, frozenset(request.midpoints.items()))
    return PAGES.get(key, state, lambda: _made(request))


def _made(request: Selection) -> Page:
    with many_objects():
        return page(request, _basis(request))


def _basis(request: Selection) -> Basis:
    """What the report is made of; of one service what was read before, but for the records that were written since."""
    if writes.get() or request.together:
        return basis(request.request, request.services)
    id_, census = request.unit.id, request.census
    service = FACTS.get(
        (id_, census),
        request.services,
        lambda: service_now(id_, census),
        lambda before, written: service_now(id_, census, before, written),
    )
    return Basis((service,), None, peers(request.request))
