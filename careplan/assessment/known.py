"""What assessments read of scored tools beside the questions that ask for a score."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import func, select

from careplan.assessment.labels import result_words
from careplan.assessment.models import ToolResult
from careplan.assessment.rules.scores import SCORE_OF, Scored
from careplan.ground.marks import EPISODE, SERVICES, Known, Rows, mark
from careplan.staff.models import Worker

EVERY = sorted({tool for tools in SCORE_OF.values() for tool in tools})


def _rows(alive: Callable[[Any], Any]) -> Rows:
    row = ToolResult
    name = select(Worker.name).where(Worker.id == row.recorded_by).scalar_subquery()
    fields = {one: getattr(row, one) for one in Scored.__dataclass_fields__ if one != "by"}
    rows = mark(Scored, row.id, row.done_on, **fields, by=func.coalesce(name, row.recorded_by))
    return rows.where(
        row.episode_id == EPISODE, row.service_id.in_(SERVICES), row.tool.in_(EVERY), alive(row)
    )


def _words(tools: tuple[str, ...], facts: Iterable[Scored], _: date) -> Iterator[str]:
    """The latest result of each tool."""
    last = {one.tool: one for one in facts if one.tool in tools}
    yield from (result_words(last[tool]) for tool in tools if tool in last)


KNOWN = tuple(
    Known(item, Scored, _rows, partial(_words, tools), "assessment.scores")
    for item, tools in SCORE_OF.items()
)
