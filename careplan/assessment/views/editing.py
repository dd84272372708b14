"""A service's own forms: what a manager leaves out or takes back, from which day."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.assessment.actions.forms import leave_out
from careplan.assessment.codes import EDIT_FORMS, Kind
from careplan.assessment.forms.editing import EditingForm, tomorrow
from careplan.assessment.pages import editing as pages
from careplan.assessment.views.room import bp
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import service_names
from careplan.ui.frame import kept, stale
from careplan.ui.render import rooted
from careplan.ui.words import day

CHANGED = "You changed something since the score was shown. Look at the score now, then save"


@bp.get("/checklists")
@needs(EDIT_FORMS)
def forms() -> ResponseReturnValue:
    """The forms of the services that the worker answers for."""
    table = pages.index(service_names(services()), today())
    return render_template("assessment/forms.html", table=table)


@bp.route("/checklists/<service_id>/<kind>", methods=["GET", "POST"])
@needs(EDIT_FORMS)
def edit_form(service_id: str, kind: str) -> ResponseReturnValue:
    """Tick what the form asks; the first press shows the score before and after, the second saves."""
    name = service_names(services()).get(service_id) or abort(404)
    if kind not in tuple(Kind):
        abort(404)
    shown = pages.page(service_id, Kind(kind), tomorrow())
    form = shown.form()
    if request.method == "GET":
        form.show(shown.hidden)
        form.from_on.process_data(form.from_on.data or shown.on)
        form.seen.data = shown.seen
        return _page(service_id, name, shown, form)
    valid = form.validate()
    shown = pages.page(service_id, Kind(kind), form.from_on.data) if valid else shown
    if form.differs(shown.seen):
        return stale(form, pages.differences(shown, form), back=rooted(request.path), seen=shown.seen)
    if not valid or shown.wrong(form):
        return _page(service_id, name, shown, form), 422
    told, form.told.data = form.told.data, form.change
    if request.form.get("act") != "save":
        return _page(service_id, name, shown, form, change=True)
    if told != form.change:
        form.form_errors.append(CHANGED)
        return _page(service_id, name, shown, form, change=True), 422
    return _save(service_id, shown, form)


def _save(service_id: str, shown: pages.Page, form: EditingForm) -> ResponseReturnValue:
    to = url_for(".edit_form", service_id=service_id, kind=shown.kind.value)
    if shown.change(form).nothing and not shown.ahead:
        return kept("The form asks this already; nothing changed.", to)
    first = form.from_on.data
    for edition, from_on in ((shown.sheet.edition, first), *shown.ahead):
        of = {"service_id": service_id, "edition": edition, "from_on": from_on}
        leave_out(by=actor(), kind=shown.kind, hidden=form.hidden(), **of)
    return kept(f"Saved. Assessments begun from {day(first)} on have this form.", to)


def _page(service_id: str, name: str, shown: pages.Page, form: EditingForm, change: bool = False) -> str:
    values = {"service_id": service_id, "name": name, "page": shown, "form": form, "score": pages.score}
    return render_template(
        "assessment/edit-form.html", change=shown.change(form) if change else None, **values
    )
