"""The assessments of an episode, and the sections of one, as lists."""

from collections.abc import Sequence
from functools import partial

from flask import url_for

from careplan.assessment.labels import KINDS, OPEN
from careplan.assessment.pages.counting import Count
from careplan.assessment.pages.sections import place_of
from careplan.assessment.queries import Line, Sheet
from careplan.ui.tables import Column, Table, Tag
from careplan.ui.words import day

EMPTY = "No assessments yet. Start with triage; a risk assessment is started with it."


def _state(line: Line) -> object:
    if line.row.completed_on:
        return f"Completed {day(line.row.completed_on)}"
    return Tag("Left incomplete", "orange") if line.row.incomplete_reason else Tag(OPEN, "blue")


def assessments(episode_id: str, lines: Sequence[Line]) -> Table:
    """All assessments of the episode, each with a way to it."""

    def href(line: Line) -> str:
        return url_for("assessment.show", episode_id=episode_id, assessment_id=line.row.id)

    columns = (
        Column("Assessment", lambda line: KINDS[line.row.kind], href),
        Column("Started", lambda line: day(line.row.started_on)),
        Column("State", _state),
        Column("By", "worker"),
        Column("Answers", "answers", numeric=True),
    )
    return Table("All assessments of this episode", columns, lines, EMPTY, caption_hidden=True)


def tasks(episode_id: str, sheet: Sheet, sections: Sequence[Count]) -> list[dict[str, str]]:
    """The sections as a task list."""
    href = partial(url_for, "assessment.section", episode_id=episode_id, assessment_id=sheet.assessment.id)
    return [
        {
            "text": one.title,
            "href": href(**place_of(sheet, one.slug)),
            "status": one.status,
            "colour": one.colour,
        }
        for one in sections
    ]
