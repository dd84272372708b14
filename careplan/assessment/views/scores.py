"""Scored tools of a record: the list, the course of one, filling one in, one result, its correction."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.assessment.actions.scores import Filled, Kept, correct_result, record_result
from careplan.assessment.forms import StartForm
from careplan.assessment.forms.scores import ScoreForm, form_of
from careplan.assessment.pages import scores as pages
from careplan.assessment.queries import scores as reads
from careplan.assessment.views.room import record
from careplan.checklists.rules.tools import TOOLS, Tool, Tools, tool_named
from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.ground.standards import HOW_LABELS
from careplan.staff.doors import actor, services
from careplan.ui.frame import stale, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode

GONE = "This result was corrected or struck out. What counts now stands in the list."


@record.get("/scores", READ_RECORD)
def scores(episode: "Episode") -> ResponseReturnValue:
    """Every tool, with its latest result."""
    offered = pages.offered(episode, reads.results(services(), episode), today())
    return render_template("assessment/scores.html", episode=episode, offered=offered)


@record.get("/scores/<tool>", READ_RECORD)
def course(episode: "Episode", tool: str) -> ResponseReturnValue:
    """All results of a tool, their course, and what its bands are."""
    one = tool_named(tool) or abort(404)
    rows = reads.results(services(), episode, {tool})
    page = {"tool": one, "listed": pages.listing(episode, one, rows), "plot": pages.course(one, rows)}
    page |= {"bands": pages.bands(one), "sources": pages.sources(one)}
    return render_template("assessment/course.html", episode=episode, **page)


@record.form("/scores/<tool>/new", WRITE_ASSESSMENT)
def fill_tool(episode: "Episode", tool: str) -> ResponseReturnValue:
    """The tool, to be filled in; where somebody recorded a result meanwhile, that is shown first."""
    tools = TOOLS.on(today())
    one = tools.by_code.get(tool) or abort(404)
    form, last = form_of(tools, one), reads.last_result(episode, tool)
    seen = last.id if last else ""
    form.about(episode.referred_on, episode.closed_on)
    if not form.is_submitted():
        form.seen.data = seen
        form.show()
        return _form(episode, tools, one, form)
    if form.differs(seen):
        back = url_for(".course", episode_id=episode.id, tool=tool)
        return stale(form, pages.differences(form, last), back=back, seen=seen)
    if not form.validate():
        return _form(episode, tools, one, form), 422
    filled = Filled(one, tools.edition, **form.filled)
    return _kept(episode, record_result(by=actor(), episode=episode, filled=filled, on=today()))


def _form(episode: "Episode", tools: Tools, tool: Tool, form: ScoreForm, row: Any = None) -> str:
    page = {"tools": tools, "tool": tool, "form": form, "row": row}
    page |= {"skips": pages.skips(tool), "spared": pages.spared(tool)}
    return render_template("assessment/fill.html", episode=episode, **page)


def _kept(episode: "Episode", kept: Kept) -> ResponseReturnValue:
    """The result whole; the way back to a section that led here stands in `ui/returning`."""
    flash(pages.summary(kept.row), "success")
    for words in pages.became(kept):
        flash(words, "info")
    return redirect(url_for(".result", episode_id=episode.id, row_id=kept.row.id), 303)


@record.get("/scores/result/<row_id>", READ_RECORD)
def result(episode: "Episode", row_id: str) -> ResponseReturnValue:
    """One result with its answers; one that counts no longer leads to the list of its tool."""
    row = reads.find_result(episode, row_id) or abort(404)
    tool = pages.tool_of(row)
    if not is_live(row):
        return told(GONE, url_for(".course", episode_id=episode.id, tool=row.tool))
    page = {"row": row, "tool": tool, "lines": pages.whole(row, reads.with_name(row))}
    page |= {
        "waiting": reads.waiting(row, episode),
        "band": pages.band_of(row),
        "how": HOW_LABELS,
        "start": StartForm(),
    }
    return render_template("assessment/result.html", episode=episode, **page)


@record.form("/scores/result/<row_id>/correct", WRITE_ASSESSMENT)
def correct_tool(episode: "Episode", row_id: str) -> ResponseReturnValue:
    """A result in the place of one that is wrong, in the edition that it was made with."""
    row = reads.find_result(episode, row_id) or abort(404)
    tools, tool = TOOLS.edition(row.edition), pages.tool_of(row)
    form = form_of(tools, tool, corrects=True)
    form.about(min(episode.referred_on, row.done_on), episode.closed_on)
    form.show(row)
    to = url_for(".course", episode_id=episode.id, tool=row.tool)
    if not is_live(row):
        if not form.is_submitted():
            return told(GONE, to)
        form.validate()
        return stale(form, pages.differences(form, reads.after(row)), back=to)
    if not form.validate_on_submit():
        return _form(episode, tools, tool, form, row), 422 if form.is_submitted() else 200
    filled = Filled(tool, tools.edition, **form.filled)
    why = {"reason": form["why"].data, "on": today()}
    return _kept(episode, correct_result(by=actor(), episode=episode, row=row, filled=filled, **why))
