"""What one record costs its service in the audit, and the shortest way to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from careplan.audit.report import labels as words
from careplan.audit.report.pages.ways import Way, way
from careplan.audit.report.rules.worklist import deeds
from careplan.audit.review.measures import Figure, figures
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.rules import facts
from careplan.audit.review.rules.bands import Proportion
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.judging import in_scope
from careplan.audit.review.rules.measure import tally
from careplan.audit.review.rules.ruleset import load
from careplan.audit.review.rules.verdict import Answer, Line
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


def counting(services: tuple[facts.Service, ...]) -> Iterator[Figure]:
    """Every figure that counts clients' records, for the criteria that the service feeds."""
    for one in figures(load()).values():
        of_records = not (one.measure.by_partnership or one.measure.every or one.measure.apart)
        if of_records and (one.criterion is None or in_scope(services, one.criterion.services)):
            yield one


def page(episode: "Episode", on: date) -> Page:
    """The record in the audit of today."""
    census = Census.at(on)
    services = facts_of(frozenset({episode.service_id}), census, with_answers=False)
    own = next((one for service in services for one in service.episodes if one.id == episode.id), None)
    mend: list[Cost] = []
    past: list[Cost] = []
    good = 0
    for one in counting(services) if own is not None else ():
        result = tally(one.measure, services, census)
        for line in (line for line in result.lines if line.episode_id == episode.id):
            if not _costs(line, one):
                good += line.verdict.counts
            elif own is not None:
                cost = _cost(one, line, result.figure, way(line, own, census))
                (past if one.key in deeds().past else mend).append(cost)
    return Page(tuple(mend), tuple(past), good)


def _costs(line: Line, one: Figure) -> bool:
    """Whether the record stands on the wrong side, or cannot be judged for want of an entry."""
    answer = line.verdict.answer
    return answer is Answer.CANNOT_TELL or answer is (Answer.NOT_MET if one.up else Answer.MET)


def _cost(one: Figure, line: Line, figure: Proportion, mended: Way | None) -> Cost:
    shift = line.verdict.whole - line.verdict.part if one.up else -line.verdict.part
    then = _words(figure.plus(shift), one) if shift else ""
    reason = words.REASONS[line.verdict.reason]
    return Cost(words.key_words(one.key), one.words.words, reason, _words(figure, one), then, mended)


def _words(figure: Proportion, one: Figure) -> str:
    share = words.amount_words(figure, one.unit)
    if one.rule is None or one.rule.cut is None or not figure.whole:
        return share
    return f"{share}, {one.rule.cut.band(figure.percent)}"
