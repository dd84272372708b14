"""Keep a result of a scored tool, correct it, strike it out; raise what cannot wait."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from careplan.assessment.models import ToolResult
from careplan.assessment.queries.waiting import OF_TOOLS
from careplan.assessment.rules.scores import Score, alarms, score, score_of
from careplan.checklists.rules.tools import Alarm, Tool
from careplan.clients.actions import may_strike, raise_task, strike_out, strike_task
from careplan.clients.models import Episode, Task
from careplan.clients.queries import tasks_from
from careplan.ground.corrections import Why, supersede
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


@dataclass(frozen=True, slots=True)
class Filled:
    """A tool as it was filled in: its answers (points by item), or the points and items that were counted on paper."""

    tool: Tool
    edition: str
    done_on: date
    answers: Mapping[str, int]
    points: int = 0
    answered: int = 0
    since_opioid: int | None = None
    since_dose: int | None = None

    @property
    def score(self) -> Score:
        """What it adds up to."""
        return (
            score(self.tool, self.answers)
            if self.tool.items
            else score_of(self.tool, self.points, self.answered)
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """The result, the words of tasks that it raised, of tasks that ended with a correction, of those that stay."""

    row: ToolResult
    raised: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def record_result(*, by: Actor, episode: Episode, filled: Filled, on: date) -> Kept:
    """A new result, and the tasks of what cannot wait, due on the day."""
    row = _row(by, episode, filled)
    db.add(row)
    db.session.flush()
    _trail("recorded", by, episode, row)
    return Kept(row, tuple(_raised(by, episode, row, alarms(filled.tool, row.answers), on)))


def correct_result(
    *, by: Actor, episode: Episode, row: ToolResult, filled: Filled, reason: str, on: date
) -> Kept:
    """A result in the place of one that was wrong. ValueError where that is dead.

    What cannot wait is raised anew where its answer changed. A task whose answer was a slip ends, where the same worker
    or a manager corrects it on its day; on a later one somebody says what was done.
    """
    right = supersede(row, _row(by, episode, filled), reason=reason)
    db.session.flush()
    _trail("corrected", by, episode, right)
    now = alarms(filled.tool, right.answers)
    new = tuple(one for one in now if row.answers.get(one.item) != right.answers[one.item])
    ended: dict[bool, list[str]] = {True: [], False: []}
    for item, task in _tasks(episode, row):
        if item not in {one.item for one in now}:
            slip = may_strike(by, task.service_id, task.recorded_by) and task.due_on == on
            if slip:
                why = f"The answer was corrected: {filled.tool.name}"
                strike_task(by=by, episode=episode, row=task, reason=why)
            ended[slip].append(task.words)
    raised = tuple(_raised(by, episode, right, new, on))
    return Kept(right, raised, tuple(ended[True]), tuple(ended[False]))


def strike_result(*, by: Actor, episode: Episode, row: ToolResult, **why: Unpack[Why]) -> None:
    """The result counts nowhere any more; open tasks that it raised go with it, of another client closed ones too."""
    along = [task for _, task in _tasks(episode, row, closed=bool(why.get("wrong_client")))]
    strike_out(by=by, episode=episode, row=row, act="tool_result", along=along, **why)


def _row(by: Actor, episode: Episode, filled: Filled) -> ToolResult:
    score = filled.score
    return ToolResult(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        recorded_by=by.id,
        tool=filled.tool.tool,
        edition=filled.edition,
        done_on=filled.done_on,
        answers=dict(filled.answers),
        answered=score.answered,
        points=score.points,
        total=score.total,
        band=score.band,
        since_opioid=filled.since_opioid,
        since_dose=filled.since_dose,
    )


def _raised(
    by: Actor, episode: Episode, row: ToolResult, alarms: tuple[Alarm, ...], on: date
) -> Iterator[str]:
    for one in alarms:
        source = f"{OF_TOOLS}{row.root_id}:{one.item}:{on.isoformat()}"
        raise_task(by=by, episode=episode, kind="safety", source=source, words=one.words, due_on=on)
        yield one.words


def _tasks(episode: Episode, row: ToolResult, *, closed: bool = False) -> list[tuple[str, Task]]:
    """The tasks that the result raised, in whatever version, each with its item."""
    start = f"{OF_TOOLS}{row.root_id}:"
    tasks = tasks_from(episode, start, closed=closed)
    return [(one.source[len(start) :].split(":")[0], one) for one in tasks]


def _trail(act: str, by: Actor, episode: Episode, row: ToolResult) -> None:
    subject = f"tool_results:{row.id}"
    write(f"tool_result.{act}", by=by, subject=subject, of=episode, detail={"tool": row.tool})
