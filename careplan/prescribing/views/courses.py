"""The record's prescribing page; starting, ending, and seeing the client again."""

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.prescribing import actions, queries
from careplan.prescribing.actions import Ending, NewCourse, SeenAgain
from careplan.prescribing.codes import PRESCRIBE, RECORD_DOSE
from careplan.prescribing.forms.courses import CourseForm, EndForm, ReassessForm
from careplan.prescribing.pages import CoursePage, agreement_words, chart, listed, script_doubts, strip
from careplan.prescribing.queries.own_limits import limits
from careplan.prescribing.queries.sent import sent_doses
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.views.room import (
    back,
    filled,
    history_of,
    may,
    name_colleagues,
    page,
    record,
    refusals,
    to_agree,
    waiting,
)
from careplan.staff.doors import actor, services

if TYPE_CHECKING:
    from careplan.clients.models import Episode


WITHHOLD = (
    "Reassessment recorded. Withhold today's dose and log it as withheld: an intoxicated client is given none. "
    "A stop after missed doses stays until you have seen the client again, no longer intoxicated."
)


@record.get("/prescribing", READ_RECORD)
def overview(episode: "Episode") -> ResponseReturnValue:
    """Open courses with dose, week, last seven days and findings; order history; ended courses."""
    on, uk = today(), standard(today())
    courses = queries.courses(services(), episode.root_id)
    histories = queries.history(services(), courses, episode.client.birth, uk)
    orders = [row.id for one in histories for row in one.every_order]
    weeks = [row.id for one in histories for row in one.every_regimen]
    scripts = queries.prescriptions(services(), [one.id for one in histories])
    return render_template(
        "prescribing/overview.html",
        episode=episode,
        courses=[CoursePage(one, on, one.standard(on)) for one in histories],
        orders=partial(listed.orders, findings=queries.findings(services(), orders)),
        weeks=partial(listed.weeks, findings=queries.week_findings(services(), weeks)),
        prescriptions=listed.prescriptions(scripts, script_doubts(scripts, histories, on), episode.id),
        is_live=is_live,
        agreements=queries.agreements(services(), [one.id for one in histories]),
        agreement_words=agreement_words,
        chart=chart,
        strip=strip,
        may_prescribe=may(PRESCRIBE, episode.service_id),
        may_log=may(RECORD_DOSE, episode.service_id),
        on=on,
    )


@record.form("/prescribing/start", PRESCRIBE)
def start(episode: "Episode") -> ResponseReturnValue:
    """Start a course; `sent` names a dose of a transfer that fills in what is known of it."""
    form, sent = CourseForm(), sent_doses(services(), episode)
    if form.validate_on_submit():
        new = new_course(form)
        with refusals(form):
            actions.start_course(
                by=actor(), episode=episode, new=new, standard=limits(episode.service_id, new.first_dose_on)
            )
        if not form.errors:
            flash("Course started. Now order the dose and set the week.", "success")
            return back(episode)
    elif request.method == "GET":
        if not form.from_draft:
            form.first_dose_on.process_data(today())
        for one in sent:
            if one.key == request.args.get("sent"):
                form.fill(one.before(today()))
    status = 200 if request.method == "GET" else 422
    values = {"form": form, "sent": sent, "fills": True, "on": today()}
    return render_template("prescribing/start.html", episode=episode, **values), status


def new_course(form: CourseForm) -> NewCourse:
    """What was said at the start of the course."""
    return filled(NewCourse, form, sedatives_or_alcohol=form.sedatives_or_alcohol.data == "yes")


@record.form("/prescribing/<course_id>/end", PRESCRIBE)
def end(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """End a course; what takes a second prescriber waits for them."""
    history, form = history_of(episode, course_id), EndForm()
    name_colleagues(form, episode)
    findings: list[Finding] = []
    if form.validate_on_submit():
        ending = Ending(form.ended_on.data, form.cancel.data, form.reason.data or "", form.second)
        with refusals(form) as findings:
            agreement = actions.end_with_prescriptions(
                by=actor(), episode=episode, history=history, ending=ending, today=today()
            )
            if agreement is not None:
                return to_agree(episode, history, agreement.id, "The course has not ended yet")
        if not form.errors:
            flash("Course ended.", "success")
            return back(episode)
    values = {"form": form, "findings": findings, "waits": waiting(history)}
    values["scripts"] = actions.still_standing(history, today())
    return page("end", 200 if request.method == "GET" else 422, episode, history, **values)


@record.form("/prescribing/<course_id>/reassess", PRESCRIBE)
def reassess(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Record what was found after missed doses; doses may be given again from that day."""
    history, form = history_of(episode, course_id), ReassessForm()
    if form.validate_on_submit():
        intoxicated = form.intoxicated.data == "yes"
        result = filled(SeenAgain, form, intoxicated=intoxicated)
        with refusals(form):
            actions.reassess(by=actor(), episode=episode, history=history, result=result)
        if not form.errors:
            flash(WITHHOLD if intoxicated else "Reassessment recorded.", "success")
            return back(episode)
    if request.method == "GET" and not form.from_draft:
        form.reassessed_on.process_data(today())
    return page("reassess", 200 if request.method == "GET" else 422, episode, history, form=form)
