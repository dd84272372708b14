"""Returns: where to answer, the questions of a unit, one question with its form."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.governance import actions
from careplan.governance.forms.answers import AnswerForm
from careplan.governance.pages import listed
from careplan.governance.pages import returns as pages
from careplan.governance.queries import units
from careplan.governance.queries.returns import last_answer
from careplan.governance.queries.units import Unit
from careplan.governance.views.room import bp, unit_of
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, services
from careplan.staff.rules import Permission
from careplan.ui.frame import stale


@bp.get("/evidence")
@needs(Permission.KEEP_EVIDENCE)
def index() -> ResponseReturnValue:
    """The services and partnerships that the worker answers for."""
    tallies = pages.tallies(units.units(services()), today())
    questions, kept = listed.questions(tallies), listed.kept(tallies)
    return render_template("governance/index.html", questions=questions, kept=kept)


@bp.get("/evidence/<level>/<unit_id>")
@needs(Permission.KEEP_EVIDENCE)
def returns(level: str, unit_id: str) -> ResponseReturnValue:
    """Every question that the unit is asked."""
    unit = unit_of(level, unit_id)
    return render_template(
        "governance/returns.html", unit=unit, lines=listed.returns(pages.lines(unit, today()))
    )


@bp.get("/evidence/<level>/<unit_id>/<question>")
@needs(Permission.KEEP_EVIDENCE)
def question(level: str, unit_id: str, question: str) -> ResponseReturnValue:
    """One question: the form, its evidence, its history."""
    unit, form = unit_of(level, unit_id, question), pages.answer_form(question)
    form.show(pages.values_on(unit, question, today())[0])
    form.seen.data = last_answer(unit, question)
    return _page(unit, question, form)


def _page(unit: Unit, question: str, form: AnswerForm) -> str:
    page = pages.question(unit, question, today())
    lists = {"evidence": listed.evidence(page), "history": listed.history(page)}
    return render_template("governance/question.html", page=page, form=form, **lists)


@bp.post("/evidence/<level>/<unit_id>/<question>")
@needs(Permission.KEEP_EVIDENCE)
def answer(level: str, unit_id: str, question: str) -> ResponseReturnValue:
    """Give or correct the answer."""
    unit, form = unit_of(level, unit_id, question), pages.answer_form(question)
    before, given_today = pages.values_on(unit, question, today())
    valid = form.validate()
    if form.differs(seen := last_answer(unit, question)):
        return stale(form, pages.differences(form, before), back=request.path, seen=seen)
    if not (valid and form.fits(before, given_today)):
        return _page(unit, question, form), 422
    given = {"question": question, "values": form.values(), "reason": form.reason.data}
    written = actions.answer(by=actor(), unit=unit, on=today(), **given)
    flash("Answer saved." if written else "This was answered today already; nothing changed.", "success")
    return redirect(url_for(".question", level=level, unit_id=unit_id, question=question), 303)
