"""The worklist in words: what would move a figure, whom to look at with the client, and what it would give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.ways import Named, Namer, Way, answerable, place
from careplan.audit.report.rules.worklist import (
    Change,
    Job,
    Step,
    changes,
    deeds,
    friday,
    in_the_way,
    what_if,
    worklist,
)
from careplan.audit.review.measures import INDICATORS, audit
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.reports import peers
from careplan.audit.review.queries.units import clients_of
from careplan.audit.review.rules.bands import Band, half_up
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Report
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import Deed, tally
from careplan.audit.review.rules.verdict import Line
from careplan.ui.tables import Table, columns
from careplan.ui.words import day_long
from careplan.ui.words import sentence as capital

MOST = 25
"""How many records a line of the worklist names; the list behind the figure has them all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the worklist, or doses to look at: how many, and who; never what to change.

    `label`: the key as people write it; `way`: the form where no record is named.
    """

    key: str
    label: str
    title: str
    named: tuple[Named, ...]
    others: int
    sentence: str = ""
    moves: tuple[str, ...] = ()
    chosen: bool = False
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The worklist of a service on a day; `prospect`: what the chosen lines would give together."""

    selection: Selection
    lines: tuple[Shown, ...]
    looked: tuple[Shown, ...]
    prospect: Table
    rating: tuple[str, str] | None
    name: str
    episodes: tuple[str, ...]
    past: str


def sentence(step: Step, deed: Deed, on: date) -> str:
    """3 of these 11 courses supervised on three days or more would take 4.3a from weak to fair."""
    those = deed.one if step.count == 1 else deed.many
    if step.aim is not None:
        until = f" by {day_long(friday(on))}" if deed.by_friday else ""
        verb = "brings" if step.count == 1 else "bring"
        return f"{step.count} {those}{until} {verb} {step.measure.upper()} to {half_up(step.aim)}%"
    bands = f"{step.measure} from {words.band_words(step.before)} to {words.band_words(step.band)}"
    noun, _, rest = deed.many.partition(" ")
    of_these = f"of these {len(step.lines)} {noun} {rest}" if len(step.lines) > 1 else those
    return f"{step.count} {of_these} would take {bands}"


def place_words(id_: str) -> str:
    """The overall indication, criterion 4, question 4.3."""
    if id_ == "overall":
        return "the overall indication"
    return f"criterion {id_[1:].lstrip('0')}" if id_.startswith("c") else f"question {id_}"


def move_words(move: Change) -> str:
    """Criterion 4 from weak to fair."""
    return f"{place_words(move.id)} from {words.band_words(move.before)} to {words.band_words(move.after)}"


def page(request: Selection, chosen: Sequence[str]) -> Page:
    """The worklist today; `chosen` names the measures whose lines are taken for what-if."""
    census, words_of = request.census, deeds()
    facts = facts_of(request.services, census)
    report = audit(request.request, facts, peers=peers(request.request))
    then = Census.at(friday(census.on))
    later = {key: tally(measure, facts, then) for key, measure in INDICATORS.items()}
    jobs = worklist(report, later, words_of)
    looks = {key: _doses(report, key) for key in words_of.look}
    shown = [line for job in jobs for line in job.step.lines[:MOST]]
    shown += [line for lines in looks.values() for line in lines[:MOST]]
    namer = _namer(request, facts, shown)
    taken = [job.step for job in jobs if job.step.measure in chosen]
    return Page(
        selection=request,
        lines=tuple(_shown(job, report.request.ruleset.words, namer, chosen) for job in jobs),
        looked=_looked(looks, namer),
        prospect=_prospect(report, taken),
        rating=_rating(report, taken),
        name=words.overall_name(report.request.ruleset, request.unit.level),
        episodes=tuple(sorted(namer.clients)),
        past=", ".join(words.key_words(key) for key in sorted(words_of.past)),
    )


def _looked(looks: Mapping[str, tuple[Line, ...]], namer: Namer) -> tuple[Shown, ...]:
    return tuple(
        Shown(key, words.key_words(key), deeds().look[key], namer.named(key, lines[:MOST]), len(lines[MOST:]))
        for key, lines in looks.items()
        if lines
    )


def _doses(report: Report, key: str) -> tuple[Line, ...]:
    """Whom a dose measure finds outside its range; of a mean, nobody in particular."""
    result = report.result(key)
    if result is None or result.tally.every:
        return ()
    return in_the_way(result.tally, result.rule.up)


def _namer(request: Selection, facts: Sequence[Service], lines: Iterable[Line]) -> Namer:
    wanted = {line.episode_id for line in lines if line.episode_id is not None}
    episodes = {one.id: one for service in facts for one in service.episodes if one.id in wanted}
    units = answerable(request.services)
    clients = clients_of(request.services, wanted)
    return Namer(clients, {}, episodes, request.census, units, "The service")


def _shown(job: Job, titles_of: dict[str, str], namer: Namer, chosen: Sequence[str]) -> Shown:
    step = job.step
    return Shown(
        key=step.measure,
        label=words.key_words(step.measure),
        title=titles_of[step.measure],
        sentence=sentence(step, deeds().do[step.measure], namer.census.on),
        moves=tuple(move_words(move) for move in job.moves),
        chosen=step.measure in chosen,
        named=namer.named(step.measure, step.lines[:MOST]),
        others=len(step.lines[MOST:]),
        way=None if step.lines else place(step.measure, namer.units),
    )


def _prospect(report: Report, taken: Sequence[Step]) -> Table:
    """What gets another band, with the band now and then."""
    rows = [
        (f"Measure {step.measure}", words.band_words(step.before), words.band_words(step.band))
        for step in taken
        if step.band is not None
    ]
    for move in changes(report, what_if(report, taken)):
        where = capital(place_words(move.id).removeprefix("the "))
        rows.append((where, words.band_words(move.before), words.band_words(move.after)))
    rows += [
        (step.measure.upper(), words.tally_words(report.indicators[step.measure]), f"{half_up(step.aim)}%")
        for step in taken
        if step.aim is not None
    ]
    caption = "Bands now, and with the chosen lines"
    return Table(caption, columns("Where", "Now", "Then"), rows, size="s")


def _rating(report: Report, taken: Sequence[Step]) -> tuple[str, str] | None:
    """The overall rating now and with the chosen lines; none where it has none."""
    now, then = report.overall, what_if(report, taken).overall
    if not taken or now.rating is None:
        return None
    return _sum_words(now.sum, now.rating), _sum_words(then.sum, then.rating)


def _sum_words(total: int | None, rating: Band | None) -> str:
    return f"{words.band_words(rating)} ({total})"


def trail(page: Page) -> dict[str, Any]:
    """What the trail keeps of an opened worklist: the day and the episodes that it named."""
    return {
        "list": "worklist",
        "census": page.selection.census.on.isoformat(),
        "episodes": list(page.episodes),
    }
