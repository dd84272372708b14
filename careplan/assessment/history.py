"""The room's share of a record's history: its rows, and what each is called."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, String, cast, exists, func, or_
from sqlalchemy.orm import aliased

from careplan.assessment.labels import KINDS
from careplan.assessment.models import Answer, Assessment, ToolResult
from careplan.checklists.queries import bank
from careplan.checklists.rules.tools import tool_named
from careplan.ground.history import NEVER, NO_DAY, NO_WORDS, Rows, branch, of, own, recorded, step
from careplan.ground.offers import Entry, History, Line, Part
from careplan.ui.history import coded, joined, on_day
from careplan.ui.words import counted, day


def rows() -> Iterator[Rows]:
    """A SELECT for each kind of row."""
    done = cast(Assessment.completed_on, String)
    yield own(recorded("assessment", Assessment, Assessment.kind, done, Assessment.started_on), Assessment)
    finished = step("completed", Assessment, "completed", Assessment.kind, Assessment.completed_on)
    yield own(finished, Assessment).where(Assessment.completed_at.is_not(None))
    link = (Assessment, Answer.assessment_id)
    saved = func.max(Answer.recorded_at)
    many = cast(func.count(), String)
    whole = Assessment
    ends = (whole.struck_at, whole.struck_reason, whole.wrong_client, whole.struck_by)
    columns = (
        Answer.assessment_id,
        saved,
        Answer.recorded_by,
        Assessment.kind,
        many,
        NO_DAY,
        NO_WORDS,
        NEVER,
        *ends,
    )
    grouped = (Answer.assessment_id, Answer.recorded_by, Assessment.kind)
    yield of(branch("answers", *columns), link).where(~_again()).group_by(*grouped, *ends)
    alone = or_(Assessment.struck_at.is_(None), Answer.struck_at < Assessment.struck_at)
    single = recorded("answer", Answer, Answer.item, Assessment.edition)
    yield of(single, link).where(or_(Answer.struck_at.is_not(None) & alone, _again()))
    told = cast(ToolResult.total, String)
    yield own(recorded("tool_result", ToolResult, ToolResult.tool, told, ToolResult.done_on), ToolResult)


def _again() -> ColumnElement[bool]:
    """Whether an answer was recorded after one to the same question was struck out."""
    struck = aliased(Answer)
    same = (struck.assessment_id == Answer.assessment_id, struck.item == Answer.item)
    return exists().where(*same, struck.struck_at <= Answer.recorded_at)


def _assessment(entry: Entry) -> str:
    done = entry.second and f"completed {day(date.fromisoformat(entry.second))}"
    return joined(KINDS.get(entry.first or ""), f"started {on_day(entry)}", done)


def _answer(entry: Entry) -> str:
    return bank(entry.second or "").items[entry.first or ""].question


def _result(entry: Entry) -> str:
    tool = tool_named(entry.first or "")
    if tool is None:
        return joined(entry.first, on_day(entry))
    return joined(tool.name, f"{entry.second} of {tool.most}" if entry.second else "no total", on_day(entry))


HISTORY = History(
    rows,
    (
        Line("assessment", "Assessment", "assessment.index", _assessment, "assessment"),
        Line("completed", "Assessment completed", "assessment.index", coded(KINDS), "assessment"),
        Line(
            "answers",
            "Answers",
            "assessment.index",
            lambda entry: f"{KINDS.get(entry.first or '')}, {counted(int(entry.second or 0), 'answer')}",
            "assessment",
        ),
        Line("answer", "Answer", "assessment.index", _answer, "assessment"),
        Line("tool_result", "Scored tool", "assessment.scores", _result, "assessment"),
    ),
    (Part("assessment", "Assessments and risk", 20),),
)
