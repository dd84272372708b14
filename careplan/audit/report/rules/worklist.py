"""The worklist: what would move a figure to a better band, the most far-reaching first; and what-if. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from careplan.audit.report.rules.beside import STANDARDS
from careplan.audit.review.measures import figures
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.engine import QuestionResult, Report, Result, Status
from careplan.audit.review.rules.measure import Deed
from careplan.audit.review.rules.ruleset import load
from careplan.audit.review.rules.verdict import Line, Tally
from careplan.ground.standards import Edition, Series, Sourced

FRIDAY = 4


class Aim(Sourced, frozen=True, kw_only=True):
    """What an indicator should reach."""

    percent: Fraction


class Aims(Edition, frozen=True, kw_only=True):
    """The aim of the indicators."""

    indicator_target: Aim


AIMS = Series(STANDARDS, "worklist", Aims)


@dataclass(frozen=True, slots=True)
class Deeds:
    """By measure or indicator: what can be done, what is only looked at with the client, and what is past."""

    indicator_target: Aim
    do: Mapping[str, Deed]
    look: Mapping[str, str]
    past: frozenset[str]


@cache
def deeds() -> Deeds:
    """The headings of the current ruleset's measures."""
    rules = {key: one.measure for key, one in figures(load()).items()}
    return Deeds(
        AIMS.latest.indicator_target,
        {key: one.deed for key, one in rules.items() if one.deed is not None},
        {key: one.look for key, one in rules.items() if one.look},
        frozenset(key for key, one in rules.items() if one.past),
    )


def friday(on: date) -> date:
    """The coming Friday; a Friday is its own."""
    return on + timedelta(days=(FRIDAY - on.weekday()) % 7)


def in_the_way(tally: Tally, up: bool) -> tuple[Line, ...]:
    """The records that keep a figure down: those that do not show it, or for a figure that should fall, that do."""
    return tally.misses if up else tally.hits


@dataclass(frozen=True, slots=True)
class Step:
    """So many records that take a measure from one band to a better one; `shift` is what its numerator gains.

    `lines` are the records to choose from. An indicator has no bands: its `band` is none and `aim` its percentage.
    """

    measure: str
    count: int
    shift: int
    lines: tuple[Line, ...]
    before: Band | None = None
    band: Band | None = None
    aim: Fraction | None = None


def to_next_band(result: Result) -> Step | None:
    """The fewest records that give the measure a better band; none where no number of them would."""
    figure, cut, band = result.figure, result.rule.cut, result.band
    if result.status is not Status.SCORED or figure is None or cut is None or band is None:
        return None
    up = result.rule.up
    room = figure.whole - figure.part if up else figure.part
    for count in range(1, int(room) + 1):
        shift = count if up else -count
        reached = cut.band(figure.plus(shift).percent)
        if reached.points > band.points:
            return Step(result.rule.id, count, shift, in_the_way(result.tally, up), band, reached)
    return None


def to_target(measure: str, tally: Tally, target: Fraction) -> Step | None:
    """The fewest records that bring an indicator to its aim (percent); none when it is there, or has no cases."""
    figure = tally.figure
    short = target * figure.whole / 100 - figure.part
    if short <= 0:
        return None
    count = -(-short.numerator // short.denominator)
    return Step(measure, count, count, tally.misses, aim=target)


def _shifted(result: Result, shift: int) -> Result:
    figure, cut = result.figure, result.rule.cut
    if not shift or figure is None or cut is None:
        return result
    moved = figure.plus(shift)
    return replace(result, figure=moved, band=cut.band(moved.percent))


def alike(report: Report, key: str) -> frozenset[str]:
    """The measures that ask the same of the same records, itself among them: one form stands under criteria 3 and 9."""
    results = report.results
    own = results.get(key)
    if own is None or not own.tally.lines:
        return frozenset({key})
    same = (own.rule.words, own.tally.lines)
    return frozenset(key for key, one in results.items() if (one.rule.words, one.tally.lines) == same)


def what_if(report: Report, steps: Sequence[Step]) -> Report:
    """The report as it would be if these steps were taken; everything else stays as it is."""
    shifts = {key: step.shift for step in steps for key in alike(report, step.measure)}

    def moved(question: QuestionResult) -> QuestionResult:
        rows = {key: _shifted(one, shifts.get(key, 0)) for key, one in question.results.items()}
        return replace(question, results=rows)

    criteria = (replace(one, questions=tuple(map(moved, one.questions))) for one in report.criteria)
    return replace(report, criteria=tuple(criteria))


@dataclass(frozen=True, slots=True)
class Change:
    """Something that gets another band: the overall rating, a criterion or a question, by its id."""

    id: str
    before: Band | None
    after: Band | None


def changes(report: Report, after: Report) -> Iterator[Change]:
    """What gets another band, the widest first: overall, criteria, questions."""
    if report.overall.rating != after.overall.rating:
        yield Change("overall", report.overall.rating, after.overall.rating)
    pairs = list(zip(report.criteria, after.criteria, strict=True))
    for now, then in pairs:
        if now.band != then.band:
            yield Change(now.rule.id, now.band, then.band)
    for now, then in pairs:
        for question, moved in zip(now.questions, then.questions, strict=True):
            if question.band != moved.band:
                yield Change(question.rule.id, question.band, moved.band)


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the worklist: a step and everything that it would move."""

    step: Step
    moves: tuple[Change, ...] = ()

    @property
    def reach(self) -> tuple[int, int]:
        """For sorting: 0 where the overall rating moves, then criterion, question, measure, indicator; how many."""
        widths = [_width(move.id) for move in self.moves] or [3 if self.step.band is not None else 4]
        return min(widths), self.step.count


def _width(id_: str) -> int:
    if id_ == "overall":
        return 0
    return 1 if id_.startswith("c") else 2


def worklist(report: Report, later: Mapping[str, Tally], words: Deeds) -> tuple[Job, ...]:
    """All steps that somebody can take, what moves most with the fewest records first.

    `later`: the indicators as at the coming Friday, for those that are judged then.
    """
    jobs: list[Job] = []
    told: set[str] = set()
    for key, result in report.results.items():
        step = to_next_band(result) if key in words.do and key not in told else None
        if step is not None:
            told |= alike(report, key)
            jobs.append(Job(step, tuple(changes(report, what_if(report, [step])))))
    for key, tally in report.indicators.items():
        if key in words.do:
            outcome = to_target(
                key, later[key] if words.do[key].by_friday else tally, words.indicator_target.percent
            )
            jobs += [Job(outcome)] if outcome is not None else []
    return tuple(sorted(jobs, key=lambda job: job.reach))
