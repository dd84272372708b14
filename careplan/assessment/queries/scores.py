"""Results of scored tools in an episode."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from careplan.assessment.models import ToolResult
from careplan.assessment.queries.waiting import OF_TOOLS
from careplan.assessment.rules.scores import Scored
from careplan.clients.models import Episode
from careplan.clients.queries import tasks_from
from careplan.clients.queries.mistakes import of_episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Worker

find_result = of_episode(ToolResult)
"""A result of the episode by its id, corrected and struck ones too; None elsewhere."""
TIME = (ToolResult.done_on, ToolResult.recorded_at, ToolResult.id)


def results(
    services: frozenset[str], episode: Episode, tools: Collection[str] | None = None
) -> list[tuple[ToolResult, str]]:
    """The live results of the episode in order of time, of these tools or of all, each with who kept it."""
    rows = (
        select(ToolResult, func.coalesce(Worker.name, ToolResult.recorded_by))
        .outerjoin(Worker, Worker.id == ToolResult.recorded_by)
        .where(
            ToolResult.episode_id == episode.root_id, ToolResult.service_id.in_(services), live(ToolResult)
        )
        .order_by(*TIME)
    )
    if tools is not None:
        rows = rows.where(ToolResult.tool.in_(sorted(tools)))
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def scored(services: frozenset[str], episode: Episode, tools: Collection[str]) -> list[Scored]:
    """The same as facts."""
    return [fact(row, by) for row, by in results(services, episode, tools)]


def waiting(row: ToolResult, episode: Episode) -> list[str]:
    """The words of the open safety tasks that a result raised, in whatever version."""
    return [task.words for task in tasks_from(episode, f"{OF_TOOLS}{row.root_id}:")]


def with_name(row: ToolResult) -> Scored:
    """A result as a fact, with the name of who kept it."""
    name = select(func.coalesce(func.max(Worker.name), row.recorded_by)).where(Worker.id == row.recorded_by)
    return fact(row, db.session.scalar(name) or "")


def fact(row: Any, by: str) -> Scored:
    """A result as rules read it."""
    own = {name: getattr(row, name) for name in Scored.__dataclass_fields__ if name != "by"}
    return Scored(by=by, **own)


def last_result(episode: Episode, tool: str) -> ToolResult | None:
    """The result of the tool that was recorded last, live or not; None before the first."""
    mine = (ToolResult.episode_id == episode.root_id, ToolResult.tool == tool)
    rows = select(ToolResult).where(*mine).order_by(ToolResult.recorded_at.desc(), ToolResult.id.desc())
    result: ToolResult | None = db.session.scalars(rows.limit(1)).first()
    return result


def after(row: ToolResult) -> ToolResult | None:
    """The correction of a result; None without one."""
    result: ToolResult | None = db.session.scalars(
        select(ToolResult).where(ToolResult.corrects == row.id)
    ).first()
    return result
