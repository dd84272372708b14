"""Policies, posts, clinical audits and incidents of a service: one set of pages, with an address for each kind."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from careplan.governance import actions
from careplan.governance.codes import Kept
from careplan.governance.forms.kept import RemoveForm
from careplan.governance.pages import entering, words
from careplan.governance.pages import kept as pages
from careplan.governance.queries import kept as queries
from careplan.governance.queries.units import Unit
from careplan.governance.views.room import bp, service_of
from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.staff.doors import actor, needs, opens_list, services
from careplan.staff.rules import Permission
from careplan.trail.actions import write
from careplan.ui.frame import stale
from careplan.ui.paging import page_number

NAMING = frozenset({Kept.INCIDENTS})
"""Kinds whose list names clients."""


def listing(kind: Kept, service_id: str) -> ResponseReturnValue:
    """What stands at the service. Incidents name clients: opening their list is written to the trail."""
    unit = service_of(service_id)
    page = pages.page(services(), unit, kind, page_number(request.args.get("page", "1")), today())
    if kind in NAMING:
        subject = f"services:{unit.id}"
        write("incident.list_opened", by=actor(), service_id=unit.id, subject=subject, detail=page.trail)
    return render_template("governance/kept.html", page=page)


def new(kind: Kept, service_id: str) -> ResponseReturnValue:
    """The form for one more."""
    unit = service_of(service_id)
    form = entering.new_form(kind, unit, request.args.get("policy", ""), today())
    return _form_page(kind, unit, form)


def _form_page(kind: Kept, unit: Unit, form: Any, row: Any = None) -> str:
    title = f"Correct: {pages.name_of(kind, row)}" if row is not None else f"Record {words.ONE[kind]}"
    fields = [field for field in form.shown_fields if field.name != "reason"]
    back = pages.address(kind, "listing", unit.id)
    removing = pages.address(kind, "removing", unit.id, row_id=row.id) if row is not None else ""
    page = {"title": title, "unit": unit, "back": back, "kind": words.KEPT[kind], "removing": removing}
    return render_template("governance/kept-form.html", form=form, fields=fields, page=page)


def add(kind: Kept, service_id: str) -> ResponseReturnValue:
    """Record one more."""
    unit = service_of(service_id)
    form = entering.new_form(kind, unit, "", today())
    fits = form.validate() and entering.fits(form, services(), unit)
    values = entering.values(form, unit) if fits else None
    if values is None:
        return _form_page(kind, unit, form), 422
    actions.record(by=actor(), kind=kind, service_id=unit.id, values=values)
    flash("Recorded.", "success")
    return redirect(pages.address(kind, "listing", unit.id), 303)


def _row(kind: Kept, unit: Unit, row_id: str) -> Any:
    return queries.row(services(), kind, unit.id, row_id) or abort(404)


def row(kind: Kept, service_id: str, row_id: str) -> ResponseReturnValue:
    """The form for a correction; a row that was corrected already leads back to the list."""
    unit = service_of(service_id)
    found = _row(kind, unit, row_id)
    if not is_live(found):
        return redirect(pages.address(kind, "listing", unit.id), 303)
    return _form_page(kind, unit, entering.correction(kind, unit, found, today(), filled=True), found)


def correct(kind: Kept, service_id: str, row_id: str) -> ResponseReturnValue:
    """Put a new row in the place of this one."""
    unit = service_of(service_id)
    found = _row(kind, unit, row_id)
    form = entering.correction(kind, unit, found, today(), filled=False)
    there = pages.address(kind, "listing", unit.id)
    valid = form.validate()
    if not is_live(found):
        after = queries.successors(services(), kind, [found.id]).get(found.id)
        return stale(form, entering.differences(form, after), back=there)
    fits = valid and entering.fits(form, services(), unit, found)
    values = entering.values(form, unit) if fits else None
    if values is None:
        return _form_page(kind, unit, form, found), 422
    actions.correct(by=actor(), kind=kind, row=found, values=values, reason=form.reason.data)
    flash("Corrected.", "success")
    return redirect(there, 303)


def removing(kind: Kept, service_id: str, row_id: str) -> ResponseReturnValue:
    """Ask why before a row is taken out."""
    unit = service_of(service_id)
    found = _row(kind, unit, row_id)
    if not is_live(found):
        return redirect(pages.address(kind, "listing", unit.id), 303)
    return _removing_page(kind, unit, found, RemoveForm())


def _removing_page(kind: Kept, unit: Unit, found: Any, form: RemoveForm) -> str:
    back = pages.address(kind, "row", unit.id, row_id=found.id)
    title = f"Take out: {pages.name_of(kind, found)}"
    return render_template("governance/remove.html", title=title, back=back, unit=unit, form=form)


def remove(kind: Kept, service_id: str, row_id: str) -> ResponseReturnValue:
    """Take a mistaken row out."""
    unit = service_of(service_id)
    found, form = _row(kind, unit, row_id), RemoveForm()
    if not form.validate():
        return _removing_page(kind, unit, found, form), 422
    if is_live(found):
        actions.remove(by=actor(), kind=kind, row=found, reason=form.reason.data)
        flash("Taken out.", "success")
    return redirect(pages.address(kind, "listing", unit.id), 303)


def _door(kind: Kept, act: Callable[..., ResponseReturnValue], method: str, rest: str) -> None:
    view = needs(Permission.KEEP_EVIDENCE)(update_wrapper(partial(act, kind), act))
    if act is listing and kind in NAMING:
        view = opens_list(view)
    endpoint = f"{kind.name.lower()}_{act.__name__}"
    bp.add_url_rule(f"/evidence/of/<service_id>/{kind}{rest}", endpoint, view, methods=[method])


for one in Kept:
    _door(one, listing, "GET", "")
    _door(one, new, "GET", "/new")
    _door(one, add, "POST", "/new")
    _door(one, row, "GET", "/<row_id>")
    _door(one, correct, "POST", "/<row_id>")
    _door(one, removing, "GET", "/<row_id>/remove")
    _door(one, remove, "POST", "/<row_id>/remove")
