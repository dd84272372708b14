"""Risk: where it stands, the levels of an open assessment, actions, the countersignature."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.assessment import queries as assessments
from careplan.assessment.completing import page as completing_page
from careplan.assessment.labels import BECAME, KINDS
from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.clients.doors import RecordPages
from careplan.clients.queries.copies import own_copy
from careplan.ground.clock import today
from careplan.ground.gathering import own_words
from careplan.people.queries import family
from careplan.risk import actions, pages, queries
from careplan.risk.actions import Judged, Step
from careplan.risk.codes import COUNTERSIGN_RISK
from careplan.risk.forms import ActionForm, CompleteForm, CountersignForm, DoneForm, LevelsForm
from careplan.risk.labels import DOMAINS, LEVELS, REVIEWS, because, level_words
from careplan.risk.queries import Picture
from careplan.risk.rules import without_level
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, stale
from careplan.ui.render import rooted

if TYPE_CHECKING:
    from careplan.clients.models import Episode

bp = Blueprint("risk", __name__, template_folder="templates")
record = RecordPages(bp)


@record.get("/risk", READ_RECORD)
def index(episode: "Episode") -> ResponseReturnValue:
    """Where risk stands now, what is being done about it, and what comes next."""
    return _index_page(episode, CountersignForm())


def _index_page(episode: "Episode", form: CountersignForm) -> str:
    pictures = queries.pictures(services(), episode)
    suggest = queries.suggestions(episode, pictures[0].assessment.edition, today()) if pictures else {}
    standing = pages.standing(pictures, suggest, today())
    last = standing.picture if standing else None
    page = {
        "standing": standing,
        "struck": last
        and without_level(last.bare_levels)
        and queries.mistakes.struck_levels(last.assessment),
        "begun": next((one for one in pictures if one.assessment.completed_on is None), None),
        "earlier": [one for one in pictures if one.assessment.completed_on][1:],
        "actions": pages.action_list(pictures, today()),
        "level_words": level_words,
        "reviews": REVIEWS,
        "done": DoneForm(),
        "protective": queries.protective(episode) if pictures else "",
    }
    people = family(services(), episode, today())
    return render_template("risk/index.html", episode=episode, form=form, family=people, **page)


@record.get("/risk/copy", READ_RECORD)
def print_copy(episode: "Episode") -> ResponseReturnValue:
    """The client's copy of risk and what is done about it, in plain words; 404 before the first assessment."""
    pictures, copy = queries.pictures(services(), episode), own_copy(services(), episode, request.args)
    mine = pages.mine(pictures, today(), safe=copy.safe) or abort(404)
    words = own_words(services(), episode, today())
    page = {"mine": mine, "copy": copy, "words": words, "protective": queries.protective(episode)}
    return render_template("risk/copy.html", episode=episode, **page)


def _stamp(picture: Picture) -> str:
    return picture.levels_at.isoformat() if picture.levels_at else ""


@record.get("/risk/<assessment_id>/levels", WRITE_ASSESSMENT)
def levels(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """The four levels of an open assessment, each beside what the answers suggest; of a completed one those struck."""
    picture = queries.picture(services(), episode, assessment_id) or abort(404)
    form = _levels_form(picture) or abort(redirect(url_for(".index", episode_id=episode.id), 303))
    form.show(picture.levels)
    form.seen.data = _stamp(picture)
    return _levels_page(episode, picture, form)


def _levels_form(picture: Picture) -> LevelsForm | None:
    """The form; None for a completed assessment of which no level was struck out."""
    form, completed = LevelsForm(), picture.assessment.completed_on is not None
    if completed:
        struck = queries.mistakes.struck_levels(picture.assessment)
        if not struck:
            return None
        form.keep(struck)
    return form


def _levels_page(episode: "Episode", picture: Picture, form: LevelsForm) -> str:
    suggest = queries.suggestions(episode, picture.assessment.edition, today())
    domains = [(one.value, DOMAINS[one], because(suggest.get(one, ()))) for one in form.domains]
    shown = {"picture": picture, "domains": domains, "family": family(services(), episode, today())}
    shown["planned"] = pages.planned(picture)
    return render_template("risk/levels.html", episode=episode, form=form, **shown)


@record.post("/risk/<assessment_id>/levels", WRITE_ASSESSMENT)
def set_levels(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """Save the levels that were set."""
    sheet = assessments.sheet(services(), episode, assessment_id, lock=True) or abort(404)
    picture = queries.picture(services(), episode, assessment_id) or abort(404)
    form = _levels_form(picture) or abort(409)
    if form.differs(now := _stamp(picture)):
        return stale(form, _differences(picture, form), back=rooted(request.path), seen=now)
    suggest = queries.suggestions(episode, picture.assessment.edition, today())
    if not form.validate_on_submit() or form.lacks_steps() | form.lacks_reasons(suggest):
        return _levels_page(episode, picture, form), 422
    judged = {domain: Judged(level, reason) for domain, level, reason in form.judged() if level}
    completed = picture.assessment.completed_on is not None
    save = actions.set_again if completed else actions.set_levels
    save(by=actor(), episode=episode, sheet=sheet, picture=picture, levels=judged, on=today())
    steps = [
        Step(domain, what.data, who.data, due.data, triggers=signs.data, escalation=worse.data)
        for domain, _, (what, who, due), (signs, worse) in form.steps()
    ]
    actions.add_actions(by=actor(), episode=episode, sheet=sheet, planned=steps, on=today())
    return kept("Risk levels saved.", _after_levels(episode, assessment_id, completed))


def _after_levels(episode: "Episode", assessment_id: str, completed: bool) -> str:
    """To completing; of a completed assessment to what its levels now ask for."""
    there: dict[str, Any] = {"episode_id": episode.id, "assessment_id": assessment_id}
    if not completed:
        return url_for(".completing", **there)
    picture = queries.picture(services(), episode, assessment_id) or abort(404)
    if unplanned := pages.unplanned(picture):
        flash(f"Add an action with a named person and a date: {', '.join(unplanned)}.", "info")
        return url_for(".action", **there)
    return url_for(".index", episode_id=episode.id)


def _differences(picture: Picture, form: LevelsForm) -> list[tuple[str, str, str]]:
    rows = []
    for domain, level, reason in form.judged():
        saved, why = picture.levels.get(domain, (None, ""))
        before = f"{LEVELS[saved]}. {why}" if saved else ""
        rows.append((DOMAINS[domain], before, f"{LEVELS[level]}. {reason or ''}" if level else ""))
    return rows


@record.form("/risk/<assessment_id>/actions", WRITE_ASSESSMENT)
def action(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """Add a risk action to an open or finished assessment."""
    picture, form = queries.picture(services(), episode, assessment_id) or abort(404), ActionForm()
    if not form.validate_on_submit():
        page = render_template("risk/action.html", episode=episode, picture=picture, form=form)
        return page, 422 if form.is_submitted() else 200
    sheet = assessments.sheet(services(), episode, assessment_id, lock=True) or abort(404)
    besides = (form.risk.data or None, form.triggers.data or None, form.escalation.data or None)
    step = Step(form.domain.data, form.action.data, form.responsible.data, form.due_on.data, *besides)
    actions.add_actions(by=actor(), episode=episode, sheet=sheet, planned=[step], on=today())
    flash("Risk action added.", "success")
    if sheet.assessment.completed_on:
        return redirect(url_for(".index", episode_id=episode.id), 303)
    return redirect(url_for(".completing", episode_id=episode.id, assessment_id=assessment_id), 303)


@record.post("/risk/actions/<action_id>/done", WRITE_ASSESSMENT)
def done(episode: "Episode", action_id: str) -> ResponseReturnValue:
    """The action is done today."""
    action = queries.action(services(), episode, action_id) or abort(404)
    if action.done_on is None:
        actions.finish_action(by=actor(), episode=episode, action=action, on=today())
        flash("Risk action done.", "success")
    return redirect(url_for(".index", episode_id=episode.id), 303)


@record.post("/risk/<assessment_id>/countersign", COUNTERSIGN_RISK)
def countersign(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """A manager has seen the high or immediate risk."""
    picture = queries.picture(services(), episode, assessment_id) or abort(404)
    form = CountersignForm()
    if not form.validate_on_submit():
        return _index_page(episode, form), 422
    try:
        actions.countersign(by=actor(), episode=episode, picture=picture, note=form.note.data, on=today())
    except actions.Refused as refused:
        form.form_errors.append(str(refused))
        return _index_page(episode, form), 422
    return kept("Countersigned.", url_for(".index", episode_id=episode.id))


@record.form("/risk/<assessment_id>/complete", WRITE_ASSESSMENT)
def completing(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """Complete the risk assessment, or leave it incomplete with a reason and a task; 409 when it is finished."""
    form = CompleteForm()
    sheet = assessments.sheet(services(), episode, assessment_id, lock=form.is_submitted()) or abort(404)
    to = url_for("assessment.show", episode_id=episode.id, assessment_id=assessment_id)
    if sheet.assessment.completed_on:
        return abort(409) if form.is_submitted() else redirect(to, 303)
    picture = queries.picture(services(), episode, assessment_id) or abort(404)
    suggest = queries.suggestions(episode, sheet.assessment.edition, today())
    became = ""
    if form.validate_on_submit():
        became = actions.complete(picture=picture, suggest=suggest, **form.given(episode, sheet))
        if became not in BECAME:
            form.refuse(became)
    if became not in BECAME:
        page = completing_page(episode, sheet) | pages.grave(picture, suggest)
        page["changes"] += pages.follows(picture, page["days"][1])
        shown = render_template("risk/complete.html", episode=episode, form=form, **page)
        return shown, 422 if form.is_submitted() else 200
    return kept(BECAME[became].format(KINDS[sheet.kind]), url_for("assessment.index", episode_id=episode.id))
