"""Assessments of an episode: the list, one page for each section, completing, the finished assessment."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.assessment import actions, queries
from careplan.assessment.actions.own import keep_own
from careplan.assessment.codes import Kind
from careplan.assessment.completing import CompleteForm
from careplan.assessment.completing import page as completing_page
from careplan.assessment.forms import SectionForm, StartForm
from careplan.assessment.forms.own import OwnForm, own_form
from careplan.assessment.labels import BECAME, KINDS
from careplan.assessment.pages import finished, lists, onward, settling, tools
from careplan.assessment.pages import sections as pages
from careplan.assessment.pages.beside import before
from careplan.assessment.queries import Sheet
from careplan.assessment.queries.own import own_asked, own_told
from careplan.assessment.rules.own import OwnAsked
from careplan.assessment.rules.references import reference
from careplan.assessment.views.room import placed, record
from careplan.checklists.queries import in_force
from careplan.checklists.rules.bank import Item
from careplan.clients.actions import may_strike
from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.clients.queries.copies import own_copy
from careplan.clients.registers.rows import Owner
from careplan.ground import gathering
from careplan.ground.clock import today
from careplan.ground.db import repeats
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, stale, told
from careplan.ui.render import rooted

if TYPE_CHECKING:
    from careplan.clients.models import Episode

FIXED = "The answer is recorded already."


@record.get("/assessments", READ_RECORD)
def index(episode: "Episode") -> ResponseReturnValue:
    """All assessments of the episode, and what can be started."""
    return _list_page(episode, StartForm())


def _list_page(episode: "Episode", form: StartForm) -> str:
    lines = queries.assessments(services(), episode.root_id)
    listed = lists.assessments(episode.id, lines)
    page = {"assessments": listed, "lines": lines, "kinds": KINDS, "edition": in_force(today()), "form": form}
    page["again"] = lists.again(lines, today())
    return render_template("assessment/index.html", episode=episode, **page)


@record.post("/assessments", WRITE_ASSESSMENT)
def start(episode: "Episode") -> ResponseReturnValue:
    """Start an assessment of the kind that was pressed, or go on with the one that is open."""
    form = StartForm()
    kind = form.chosen() or abort(404)
    every = [one.row for one in queries.assessments(services(), episode.root_id)]
    of_kind = {one.kind: one.id for one in every if one.completed_on is None}
    done_today = {one.kind for one in every if one.completed_on == today()}
    if kind in of_kind:
        return redirect(_onward(episode, of_kind[kind]), 303)
    try:
        made = actions.start(by=actor(), episode=episode, kind=kind, bank=in_force(today()), on=today())
    except actions.Closed as refused:
        form.form_errors.append(str(refused))
        return _list_page(episode, form), 409
    if Kind.RISK not in (kind, *of_kind, *done_today):
        actions.start(by=actor(), episode=episode, kind=Kind.RISK, bank=in_force(today()), on=today())
        flash(f"{KINDS[kind]} started, and a risk assessment with it.", "success")
    else:
        flash(f"{KINDS[kind]} started.", "success")
    return redirect(_onward(episode, made.id), 303)


def _onward(episode: "Episode", assessment_id: str) -> str:
    """The first section of an open assessment with something to ask; without one the list of its sections."""
    there: dict[str, Any] = {"episode_id": episode.id, "assessment_id": assessment_id}
    sheet = queries.sheet(services(), episode, assessment_id) or abort(404)
    sitting = sheet.sitting(today(), queries.facts_on(services(), episode, sheet, today()))
    slug = next(onward.open_sections(sheet, sitting), "")
    return url_for(".section", **pages.place_of(sheet, slug), **there) if slug else url_for(".show", **there)


@record.get("/assessments/<assessment_id>", READ_RECORD)
def show(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """An open assessment as a list of sections; a finished one with all its answers, fit to print."""
    sheet = queries.sheet(services(), episode, assessment_id) or abort(404)
    facts = queries.facts_on(services(), episode, sheet, today())
    sitting = sheet.sitting(today(), facts)
    page = {"episode": episode, "sheet": sheet, "name": KINDS[sheet.kind]}
    if sheet.assessment.completed_on:
        alone, struck = request.args.get("print") == "all", queries.struck_items(sheet)
        author = sheet.assessment.completed_by or sheet.assessment.recorded_by
        listed = sheet.bank.lists[sheet.kind]
        page["earlier"] = before(queries.assessments(services(), episode.root_id), sheet)
        page["known"], _ = queries.known(services(), episode, sheet, listed, today())
        page |= {"alone": alone, "may_strike": may_strike(actor(), episode.service_id, author)}
        told = finished.told(sheet, sitting, struck, _own_told(episode, sheet))
        return render_template("assessment/finished.html", told=told, **page)
    waiting = queries.unanswered(episode, sheet.id)
    page["sections"] = lists.tasks(episode.id, sheet, pages.counts(sheet, sitting))
    page["reference"] = reference(sheet.id)
    return render_template("assessment/open.html", waiting=waiting, **page)


@record.get("/assessments/<assessment_id>/copy", READ_RECORD)
def print_copy(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """The client's copy of a finished assessment in plain words; of risk there is one on its own page."""
    sheet = queries.sheet(services(), episode, assessment_id) or abort(404)
    if sheet.assessment.completed_on is None or sheet.kind is Kind.RISK:
        abort(404)
    copy = own_copy(services(), episode, request.args)
    sitting = sheet.sitting(today(), queries.facts_on(services(), episode, sheet, today()))
    own, struck = _own_told(episode, sheet), queries.struck_items(sheet)
    told = finished.mine(sheet, sitting, struck, own, safe=copy.safe)
    return render_template("assessment/copy.html", episode=episode, sheet=sheet, told=told, copy=copy)


def _own_told(episode: "Episode", sheet: Sheet) -> list[OwnAsked]:
    """What the service's own questions were answered by the day of completing."""
    return own_told(services(), episode, sheet.kind, sheet.assessment.completed_on or today())


def _open_sheet(episode: "Episode", assessment_id: str) -> Sheet:
    """The open assessment, to be written; 404 outside the episode, 409 when it is finished."""
    sheet = queries.sheet(services(), episode, assessment_id, lock=True) or abort(404)
    if sheet.assessment.completed_on:
        abort(409)
    return sheet


@record.get("/assessments/<assessment_id>/<slug>", WRITE_ASSESSMENT)
def section(episode: "Episode", assessment_id: str, slug: str) -> ResponseReturnValue:
    """The questions of one section, or of short neighbours on one page."""
    sheet = queries.sheet(services(), episode, assessment_id) or abort(404)
    if sheet.assessment.completed_on:
        return redirect(url_for(".show", episode_id=episode.id, assessment_id=assessment_id), 303)
    items = pages.items_of(sheet, slug) or abort(404)
    form = _section_form(episode, sheet, slug, items)
    form.show_own()
    form.seen.data = _seen(sheet, items, form)
    known, facts = queries.known(services(), episode, sheet, items, today())
    tools.fill_in(facts, form.questions, sheet.kind, today())
    tools.fill_from_rows(sheet, form.questions)
    return _section_page(episode, sheet, slug, form, known)


def _section_form(episode: "Episode", sheet: Sheet, slug: str, items: tuple[Item, ...]) -> OwnForm:
    titles = [sheet.bank.sections[one] for one in pages.leaf_of(sheet, slug)]
    asked = own_asked(services(), episode, placed(episode, sheet.kind), titles)
    return own_form(asked)(sheet.bank, items, sheet.saved, pages.life(episode, today()))


def _seen(sheet: Sheet, items: tuple[Item, ...], form: OwnForm) -> str:
    """Names the state of the section and of the answers to own questions in it."""
    return " ".join(filter(None, [pages.stamp(sheet, items), *(one.last.id for one in form.own if one.last)]))


def _section_page(episode: "Episode", sheet: Sheet, slug: str, form: OwnForm, known: queries.Lines) -> str:
    sitting = sheet.sitting(today(), queries.facts_on(services(), episode, sheet, today()))
    offered = {item: rows for item, (_, _, rows) in known.items()}
    tools.fill_from_record(form.questions, offered)
    settling.settle_record(services(), episode, sheet, form.questions, offered, request.form)
    page = pages.page(sheet, slug, form.questions, sitting)
    shown = {"page": page, "form": form, "name": KINDS[sheet.kind], "statuses": pages.REASONS}
    shown |= {"sections": pages.counts(sheet, sitting), "place": partial(pages.place_of, sheet)}
    shown |= {"today": today(), "known": known}
    return render_template("assessment/section.html", episode=episode, **shown)


@record.post("/assessments/<assessment_id>/<slug>", WRITE_ASSESSMENT)
def save(episode: "Episode", assessment_id: str, slug: str) -> ResponseReturnValue:
    """Save one page; the rest of the assessment is not touched."""
    sheet = _open_sheet(episode, assessment_id)
    items = pages.items_of(sheet, slug) or abort(404)
    form = _section_form(episode, sheet, slug, items)
    if form.differs(now := _seen(sheet, items, form)):
        lines, again = pages.differences(sheet, form, request.form), pages.merged(form, request.form)
        return stale(form, lines, back=rooted(request.path), seen=now, again=again)
    settling.settle(services(), episode, sheet, form, request.form, today())
    if not form.validate_on_submit() & settling.all_said(form):
        known, _ = queries.known(services(), episode, sheet, items, today())
        return _section_page(episode, sheet, slug, form, known), 422
    if request.form.get("then") == "unchanged":
        for question in pages.in_bulk(form.questions, sheet.kind, today()):
            question.hold()
    saved = actions.save_section(by=actor(), episode=episode, sheet=sheet, replies=form.replies, on=today())
    owner = Owner(services(), episode.service_id, episode)
    keep_own(by=actor(), owner=owner, answers=form.own_answers, on=today())
    repeats()
    flash(*pages.became(pages.titles(sheet, pages.leaf_of(sheet, slug)), form))
    _tell(episode, sheet, saved, form)
    return redirect(_after(episode, sheet, slug, form, saved), 303)


def _after(episode: "Episode", sheet: Sheet, slug: str, form: SectionForm, saved: actions.Saved) -> str:
    """Where a saved section leads: on to what is open, to the list, or to completing where nothing is."""
    there: dict[str, Any] = {"episode_id": episode.id, "assessment_id": sheet.assessment.id}
    facts = queries.facts_on(services(), episode, sheet, today())
    sitting = replace(sheet.sitting(today(), facts), given=saved.given)
    if to_tool := tools.way(episode, request.form.get("then", ""), request.path):
        return to_tool
    to = onward.onward(sheet, slug, form, sitting, request.form.get("then", ""))
    if to is None:
        return url_for(onward.ending(sheet.kind, sitting), **there)
    section, item = to
    if not section:
        return url_for(".show", **there)
    return url_for(".section", **pages.place_of(sheet, section, item), **there)


def _tell(episode: "Episode", sheet: Sheet, saved: actions.Saved, form: SectionForm) -> None:
    """Say what followed from saved answers, in this room and in others."""
    after = {"given": saved.given, "ended": tools.ended(form.questions), "on": today(), "at": saved.at}
    for words in gathering.answers_saved(
        by=actor(), services=services(), episode=episode, sheet=sheet, **after
    ):
        flash(words, "info")
    for finding in saved.raised:
        flash(f"{finding.words}. It is on your list for today.", "info")
    for words in pages.corrected(saved.struck, saved.left):
        flash(words, "info")


@record.form("/assessments/<assessment_id>/again/<item>", WRITE_ASSESSMENT)
def again(episode: "Episode", assessment_id: str, item: str) -> ResponseReturnValue:
    """The right answer of a completed assessment, in the place of one that was struck out."""
    posted = request.method == "POST"
    sheet = queries.sheet(services(), episode, assessment_id, lock=posted) or abort(404)
    there: dict[str, Any] = {"episode_id": episode.id, "assessment_id": assessment_id}
    if item not in queries.struck_items(sheet):
        return told(FIXED, url_for(".show", **there)) if item in sheet.saved else abort(404)
    if item in pages.ELSEWHERE:
        return redirect(url_for("risk.levels", **there), 303)
    form = SectionForm(sheet.bank, [sheet.bank.items[item]], {}, pages.life(episode, today()))
    more = request.form.get("then", "").startswith("more-")
    if more or not form.validate_on_submit() or not form.gives_answer():
        page = {"sheet": sheet, "name": KINDS[sheet.kind], "statuses": pages.REASONS, "today": today()}
        page |= {"questions": pages.alone(form.questions[0]), "form": form, "known": {}}
        shown = render_template("assessment/again.html", episode=episode, **page)
        return shown, 422 if posted and not more else 200
    (reply,) = form.replies
    saved = actions.record_again(by=actor(), episode=episode, sheet=sheet, reply=reply, on=today())
    _tell(episode, sheet, saved, form)
    return kept("The answer is recorded.", url_for(".show", **there))


@record.form("/assessments/<assessment_id>/complete", WRITE_ASSESSMENT)
def completing(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """Complete, or leave incomplete with a reason and a task, 409 when finished; risk on its own page."""
    form = CompleteForm()
    sheet = queries.sheet(services(), episode, assessment_id, lock=form.is_submitted()) or abort(404)
    if sheet.assessment.completed_on:
        to = url_for(".show", episode_id=episode.id, assessment_id=assessment_id)
        return abort(409) if form.is_submitted() else redirect(to, 303)
    if sheet.kind is Kind.RISK:
        to = url_for("risk.completing", episode_id=episode.id, assessment_id=assessment_id)
        return redirect(to, 307 if form.is_submitted() else 303)
    became = actions.complete(**form.given(episode, sheet)) if form.validate_on_submit() else ""
    if became not in BECAME:
        if became:
            form.refuse(became)
        page = completing_page(episode, sheet)
        shown = render_template("assessment/complete.html", episode=episode, form=form, **page)
        return shown, 422 if form.is_submitted() else 200
    return kept(BECAME[became].format(KINDS[sheet.kind]), _next_assessment(episode, assessment_id))


def _next_assessment(episode: "Episode", done: str) -> str:
    """On to the risk assessment that goes with a finished one and is open still; else to the list."""
    every = [one.row for one in queries.assessments(services(), episode.root_id)]
    made = {one.id: one.completed_on for one in every}
    if made[done]:
        for one in every:
            if one.kind == Kind.RISK and one.completed_on is None and one.incomplete_reason is None:
                return _onward(episode, one.id)
    return url_for(".index", episode_id=episode.id)
