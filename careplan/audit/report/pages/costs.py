"""What one record costs its service in the audit, and the shortest way to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from careplan.audit.report import labels as words
from careplan.audit.report.pages.ways import Way, way
from careplan.audit.report.rules.worklist import deeds
from careplan.audit.review.measures import INDICATORS, MEASURES
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.rules import facts
from careplan.audit.review.rules.bands import Band, Proportion
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.judging import in_scope
from careplan.audit.review.rules.measure import Measure, tally
from careplan.audit.review.rules.ruleset import MeasureRule, load
from careplan.audit.review.rules.verdict import Answer, Line, Tally
from careplan.ui.tables import Column, Table

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@dataclass(frozen=True, slots=True)
class Cost:
    """One figure that the record holds down, or from which it is left out because something is not recorded."""

    id: str
    title: str
    reason: str
    now: str
    then: str
    way: Way | None


@dataclass(frozen=True, slots=True)
class Page:
    """What can be mended today, what is past, and how many figures the record stands well in."""

    mend: tuple[Cost, ...]
    past: tuple[Cost, ...]
    good: int

    @property
    def gone(self) -> Table:
        """What is past, as a list."""
        return Table("Figures that tell of the past", GONE, self.past, size="s")


GONE = (
    Column("Figure", lambda one: f"{one.id} {one.title}"),
    Column("Why", "reason"),
    Column("The service now", "now"),
)


@dataclass(frozen=True, slots=True)
class Asks:
    """A measure or an indicator with its words; `up`: a higher figure is the better one."""

    id: str
    title: str
    measure: Measure[Any]
    unit: str | None
    up: bool
    rule: MeasureRule | None = None


def asks(services: tuple[facts.Service, ...]) -> Iterator[Asks]:
    """Every figure that counts clients' records, for the criteria that the service feeds."""
    ruleset = load()
    for criterion, rule in ruleset.measures():
        measure = MEASURES[rule.measure]
        of_records = not (measure.by_partnership or measure.every or measure.apart)
        if of_records and in_scope(services, criterion.services):
            yield Asks(rule.id, rule.words, measure, rule.unit, rule.up, rule)
    for one in ruleset.indicators:
        yield Asks(one.id, one.words, INDICATORS[one.id], "%", up=True)


def page(episode: "Episode", on: date) -> Page:
    """The record in the audit of today."""
    census = Census.at(on)
    services = facts_of(frozenset({episode.service_id}), census, with_answers=False)
    own = next((one for service in services for one in service.episodes if one.id == episode.id), None)
    mend: list[Cost] = []
    past: list[Cost] = []
    good = 0
    for one in asks(services) if own is not None else ():
        result = tally(one.measure, services, census)
        for line in (line for line in result.lines if line.episode_id == episode.id):
            if not _costs(line, one):
                good += line.verdict.counts
                continue
            cost = _cost(one, line, result, way(line, own, census)) if own is not None else None
            if cost is not None:
                (past if one.id in deeds().past else mend).append(cost)
    return Page(tuple(mend), tuple(past), good)


def _costs(line: Line, one: Asks) -> bool:
    """Whether the record stands on the wrong side, or cannot be judged for want of an entry."""
    answer = line.verdict.answer
    return answer is Answer.CANNOT_TELL or answer is (Answer.NOT_MET if one.up else Answer.MET)


def _cost(one: Asks, line: Line, tally: Tally, mended: Way | None) -> Cost:
    figure = tally.figure
    shift = line.verdict.whole - line.verdict.part if one.up else -line.verdict.part
    then = Proportion(figure.part + shift, figure.whole)
    reason = words.REASONS[line.verdict.reason]
    return Cost(
        words.key_words(one.id),
        one.title,
        reason,
        _words(figure, one),
        _words(then, one) if shift else "",
        mended,
    )


def _words(figure: Proportion, one: Asks) -> str:
    share = words.amount_words(figure, one.unit)
    band = _band(figure, one.rule)
    return f"{share}, {words.band_words(band)}" if band is not None else share


def _band(figure: Proportion, rule: MeasureRule | None) -> Band | None:
    if rule is None or rule.cut is None or not figure.whole:
        return None
    return rule.cut.band(100 * figure.part / figure.whole)
