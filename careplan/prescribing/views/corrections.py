"""Correcting what was written wrong: an order, a weekly regimen, a course or its end. The wrong row stays readable."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import abort, flash, request
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.prescribing import actions
from careplan.prescribing.actions import Blocked, NeedsAnswer, Refused, RightEnd, RightWeek
from careplan.prescribing.codes import PRESCRIBE, Drug
from careplan.prescribing.forms.courses import CorrectCourseForm, CorrectEndForm
from careplan.prescribing.forms.orders import OrderForm, WeekForm
from careplan.prescribing.labels import DRUGS
from careplan.prescribing.queries import History
from careplan.prescribing.queries.rows import order as order_of
from careplan.prescribing.rules.facts import Order
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.week import Week, week_words
from careplan.prescribing.views.courses import new_course
from careplan.prescribing.views.orders import (
    answer,
    once_more,
    order_form,
    order_page,
    refused_page,
    to_confirm,
    words,
)
from careplan.prescribing.views.room import (
    back,
    history_of,
    overview_url,
    page,
    record,
    refusals,
    to_agree,
)
from careplan.staff.doors import actor
from careplan.ui.frame import stale
from careplan.ui.words import day as day_in_words

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.prescribing.models import Agreement, DoseOrder, Regimen

ALREADY = "This has been corrected already."


@record.form("/prescribing/<course_id>/order/<order_id>/correct", PRESCRIBE)
def correct_order(episode: "Episode", course_id: str, order_id: str) -> ResponseReturnValue:
    """Put the right order in the place of a wrong one, with the reason."""
    history = history_of(episode, course_id)
    wrong: DoseOrder = next((row for row in history.every_order if row.id == order_id), None) or abort(404)
    if not is_live(wrong):
        flash(ALREADY, "info")
        return back(episode)
    form = order_form(episode, history)
    form.correction_reason.label.text = "What was wrong?"
    form.daily_mg.label.text = form.daily_mg.label.text.replace("New", "Right")
    if not form.validate_on_submit() or request.form.get("change"):
        if request.method == "GET" and not form.from_draft:
            _show(form, wrong)
        return order_page(422 if form.errors else 200, episode, history, form, (), wrong)
    proposal = _proposal(history, form, wrong)
    try:
        context = actions.correcting(history, wrong, proposal, answer(form))
        if risky := to_confirm(episode, proposal, form, context):
            return once_more(episode, history, form, proposal, risky, wrong)
        made = _correct(episode, history, form, wrong)
    except (Refused, Blocked, NeedsAnswer) as refused:
        return refused_page(episode, history, form, refused, wrong)
    if actions.to_be_agreed(made):
        return to_agree(episode, history, made.id, "Nothing is ordered yet")
    flash(f"Order corrected: {words(proposal)}. The wrong one stays, struck through.", "success")
    return back(episode)


def _correct(
    episode: "Episode", history: History, form: OrderForm, wrong: "DoseOrder"
) -> "DoseOrder | Agreement":
    proposal = _proposal(history, form, wrong)
    return actions.correct_order(
        by=actor(), episode=episode, history=history, wrong=wrong, proposal=proposal, answer=answer(form)
    )


def _show(form: OrderForm, wrong: "DoseOrder") -> None:
    form.daily_mg.process_data(wrong.daily_mg)
    form.formulation.process_data(wrong.formulation)
    form.effective_on.process_data(wrong.effective_on)
    form.phase.process_data(wrong.phase)


def _proposal(history: History, form: OrderForm, wrong: "DoseOrder") -> Proposal:
    """The right order against its course; the wrong one counts no more once its day moves."""
    right = Order(form.effective_on.data, form.daily_mg.data, form.formulation.data, form.phase.data)
    kept = tuple(
        order_of(row) for row in history.orders if row is not wrong or row.effective_on == right.effective_on
    )
    return Proposal(
        right,
        replace(history.facts, orders=kept),
        today(),
        history.standard(right.effective_on),
        health=history.health,
    )


@record.form("/prescribing/<course_id>/week/<regimen_id>/correct", PRESCRIBE)
def correct_week(episode: "Episode", course_id: str, regimen_id: str) -> ResponseReturnValue:
    """Put the right week in the place of a wrong one, with the reason."""
    history, form = history_of(episode, course_id), WeekForm()
    wrong: Regimen = next((row for row in history.every_regimen if row.id == regimen_id), None) or abort(404)
    if not is_live(wrong):
        flash(ALREADY, "info")
        return back(episode)
    form.correction_reason.label.text = "What was wrong?"
    if request.method == "GET" and not form.from_draft:
        _show_week(form, wrong)
    findings: list[Finding] = []
    if form.validate_on_submit():
        with refusals(form) as findings:
            _correct_week(episode, history, form, wrong)
        if not form.errors:
            flash(
                f"Week corrected: {week_words(form.week())}. The wrong one stays, struck through.", "success"
            )
            return back(episode)
    status = 422 if form.errors else 200
    return page("week", status, episode, history, form=form, findings=findings, unjudged=(), wrong=wrong)


def _show_week(form: WeekForm, wrong: "Regimen") -> None:
    form.effective_on.process_data(wrong.effective_on)
    form.show(Week(wrong.collect, wrong.supervised))
    form.reason.process_data(wrong.s1_reason)


def _correct_week(episode: "Episode", history: History, form: WeekForm, wrong: "Regimen") -> None:
    pair = (form.reason.data or "", form.correction_reason.data or "")
    actions.correct_week(
        by=actor(),
        episode=episode,
        history=history,
        wrong=wrong,
        right=RightWeek(form.week(), form.effective_on.data, *pair),
        today=today(),
        standard=history.standard(form.effective_on.data),
    )


@record.form("/prescribing/<course_id>/end/correct", PRESCRIBE)
def correct_end(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Another day on which the course ended, or none, with the reason."""
    history, form = history_of(episode, course_id), CorrectEndForm()
    if history.course.ended_on is None:
        flash("This course has not ended.", "info")
        return back(episode)
    if form.validate_on_submit():
        with refusals(form):
            _correct_end(episode, history, form)
        if not form.errors:
            flash("End of the course corrected. The old day stays in the history.", "success")
            return back(episode)
    elif request.method == "GET" and not form.from_draft:
        form.goes_on.process_data("ended")
        form.ended_on.process_data(history.course.ended_on)
    return page("correct-end", 200 if request.method == "GET" else 422, episode, history, form=form)


def _correct_end(episode: "Episode", history: History, form: CorrectEndForm) -> None:
    actions.correct_end(
        by=actor(),
        episode=episode,
        history=history,
        right=RightEnd(form.ended_on.data if form.goes_on.data == "ended" else None, form.reason.data or ""),
        today=today(),
        standard=history.standard(form.ended_on.data or today()),
    )


@record.form("/prescribing/<course_id>/correct", PRESCRIBE)
def correct_course(episode: "Episode", course_id: str) -> ResponseReturnValue:
    """Drug, first day, tolerance and what else was said at the start, while nothing is logged; with the reason."""
    history, form = history_of(episode, course_id), CorrectCourseForm()
    if request.method == "GET":
        if reason := actions.why_not(episode, history):
            flash(f"{reason}.", "info")
            return back(episode)
        form.seen.data = history.course.id
        if not form.from_draft:
            form.show(history.course)
    elif form.differs(history.course.id):
        return _stale_course(episode, history, form)
    elif form.validate_on_submit() and _course_corrected(episode, history, form):
        flash("Course corrected. What was said before stays in the history.", "success")
        return back(episode)
    return page("correct-course", 200 if request.method == "GET" else 422, episode, history, form=form)


def _course_corrected(episode: "Episode", history: History, form: CorrectCourseForm) -> bool:
    right = new_course(form)
    with refusals(form):
        actions.correct_course(
            by=actor(),
            episode=episode,
            history=history,
            right=right,
            reason=form.reason.data or "",
            today=today(),
            standard=history.standard(right.first_dose_on),
        )
    return not form.errors


def _stale_course(episode: "Episode", history: History, form: CorrectCourseForm) -> ResponseReturnValue:
    course, first = history.course, form.first_dose_on.data
    differences = [
        ("Drug", DRUGS[Drug(course.drug)], DRUGS.get(form.drug.data, "")),
        ("Day of the first dose", day_in_words(course.first_dose_on), day_in_words(first) if first else ""),
        ("Tolerance", course.tolerance or "", form.tolerance.data or ""),
    ]
    return stale(form, differences, back=overview_url(episode), seen=course.id)
