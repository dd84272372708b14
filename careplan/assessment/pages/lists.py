"""The assessments of an episode, and the sections of one, as lists."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from flask import url_for

from careplan.assessment.codes import Kind
from careplan.assessment.labels import KINDS, OPEN
from careplan.assessment.pages.counting import Count
from careplan.assessment.pages.sections import place_of
from careplan.assessment.queries import Line, Sheet
from careplan.assessment.rules.again import again_by
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


def again(lines: Sequence[Line], on: date) -> str:
    """By when the comprehensive assessment is gone through again; empty where there was none, or one is open."""
    of_kind = [line.row.completed_on for line in lines if line.row.kind == Kind.COMPREHENSIVE]
    done = [one for one in of_kind if one is not None]
    if not done or len(done) < len(of_kind):
        return ""
    by, last = again_by(max(done)), max(done)
    was = "" if by >= on else ", which has passed"
    return f"Completed last on {day(last)}; gone through again by {day(by)}{was}."


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
