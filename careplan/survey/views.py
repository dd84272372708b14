"""Handing the survey out, answering it without signing in, keying in papers, and the results."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.ground.clock import now, today
from careplan.ground.permissions import PUBLIC
from careplan.ground.small import LEAST
from careplan.staff.doors import actor, leave_device, needs, permission_of, services, signed_in
from careplan.staff.queries import service_names
from careplan.survey import actions, pages, queries
from careplan.survey.actions import TooMany
from careplan.survey.codes import HAND_SURVEY, READ_SURVEY
from careplan.survey.forms import AnswerForm, PaperForm, answer_form
from careplan.survey.rules import SURVEY
from careplan.ui.frame import kept
from careplan.ui.words import counted

bp = Blueprint("survey", __name__, template_folder="templates")
ALONE = {"bare": True, "alone": True}
"""A page for whoever holds the device: nothing on it leads into the record."""


def _name(service_id: str) -> str:
    return service_names(services()).get(service_id) or abort(404)


@bp.get("/survey")
@needs(HAND_SURVEY)
def index() -> ResponseReturnValue:
    """The services whose survey the worker hands out; the page of the one where there is one."""
    names = service_names(services())
    if len(names) == 1:
        return redirect(url_for(".start", service_id=next(iter(names))), 303)
    return render_template("survey/index.html", names=names)


@bp.get("/survey/<service_id>")
@needs(HAND_SURVEY)
def start(service_id: str) -> ResponseReturnValue:
    """Every way to hand the survey out."""
    return _start(service_id)


def _start(service_id: str, link: str = "", wrong: str = "") -> str:
    reads = service_id in actor().services(READ_SURVEY)
    values = {"service_id": service_id, "name": _name(service_id), "survey": SURVEY.latest}
    return render_template("survey/start.html", link=link, wrong=wrong, reads=reads, **values)


def _too_many(service_id: str) -> ResponseReturnValue:
    most = SURVEY.latest.bounds.most_open
    words = f"{most} links of this service are open already. Wait until they are used or run out, or hand out paper"
    return _start(service_id, wrong=words), 429


@bp.post("/survey/<service_id>/hand-over")
@needs(HAND_SURVEY)
def hand_over(service_id: str) -> ResponseReturnValue:
    """Sign out on this device and open the survey on it."""
    _name(service_id)
    hours = SURVEY.latest.bounds.handed_hours
    try:
        secret = actions.make_link(by=actor(), service_id=service_id, hours=hours, at=now())
    except TooMany:
        return _too_many(service_id)
    leave_device()
    return redirect(url_for(".answer", secret=secret), 303)


@bp.post("/survey/<service_id>/link")
@needs(HAND_SURVEY)
def make_link(service_id: str) -> ResponseReturnValue:
    """Show a link for another device, this once."""
    _name(service_id)
    hours = SURVEY.latest.bounds.link_hours
    try:
        secret = actions.make_link(by=actor(), service_id=service_id, hours=hours, at=now())
    except TooMany:
        return _too_many(service_id)
    return _start(service_id, link=url_for(".answer", secret=secret, _external=True))


@bp.get("/survey/<service_id>/blank")
@needs(HAND_SURVEY)
def blank(service_id: str) -> ResponseReturnValue:
    """The survey as a paper."""
    values = {"service_id": service_id, "name": _name(service_id), "survey": SURVEY.latest}
    return render_template("survey/blank.html", **values)


@bp.route("/survey/<service_id>/papers", methods=["GET", "POST"])
@needs(HAND_SURVEY)
def key_in(service_id: str) -> ResponseReturnValue:
    """Count a pile of papers."""
    name, form = _name(service_id), PaperForm()
    if form.validate_on_submit():
        sheets = form.sheets()
        actions.key_in(by=actor(), service_id=service_id, sheets=sheets, on=today())
        words = f"{counted(len(sheets), 'paper')} counted in {today():%B %Y}. Destroy them now."
        return kept(words, url_for(".key_in", service_id=service_id))
    values = {"service_id": service_id, "name": name, "survey": SURVEY.latest, "form": form}
    return render_template("survey/papers.html", **values), 422 if form.errors else 200


@bp.get("/survey/<service_id>/results")
@needs(READ_SURVEY)
def results(service_id: str) -> ResponseReturnValue:
    """What clients said, by month."""
    values = {"service_id": service_id, "name": _name(service_id), "page": pages.page(service_id, today())}
    door = permission_of("governance.question")
    values |= {"months": SURVEY.latest.bounds.months, "least": LEAST}
    values["typed"] = door is not None and service_id in actor().services(door)
    return render_template("survey/results.html", **values)


@bp.route("/your-view/<secret>", methods=["GET", "POST"])
@needs(PUBLIC)
def answer(secret: str) -> ResponseReturnValue:
    """The survey, once, for whoever has the link. Whoever was signed in on this device is so no longer."""
    match = queries.link(secret)
    if match is None:
        return _closed("unknown"), 404
    link, name = match
    if link.used or link.until <= now():
        return _closed("used" if link.used else "late"), 410
    if signed_in() is not None:
        leave_device()
    form = answer_form()()
    if form.validate_on_submit() and form.answers_something():
        if not actions.answer(link=link, sheet=form.sheet(), at=now(), on=today()):
            return _closed("used"), 410
        return redirect(url_for(".thanks"), 303)
    return _page(form, name), 422 if form.errors else 200


def _closed(why: str) -> str:
    return render_template("survey/closed.html", why=why, **ALONE)


def _page(form: AnswerForm, name: str) -> str:
    return render_template("survey/answer.html", form=form, name=name, **ALONE)


@bp.get("/your-view")
@needs(PUBLIC)
def thanks() -> ResponseReturnValue:
    """The end of the survey; nothing leads on from here."""
    return render_template("survey/thanks.html", **ALONE)
