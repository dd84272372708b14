"""Groups: the list, the register of a session, and booking the next."""

from datetime import date

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.contacts.actions import groups as acts
from careplan.contacts.forms.diary import PressForm
from careplan.contacts.forms.groups import SessionForm, session_form
from careplan.contacts.pages import groups as pages
from careplan.contacts.queries import groups as reads
from careplan.contacts.queries.notes import open_goals_of
from careplan.contacts.rules.groups import Meeting, day_fault, following
from careplan.contacts.views.room import bp
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import service_names
from careplan.ui.frame import kept, stale, told
from careplan.ui.words import counted, day


@bp.get("/groups")
@needs(READ_RECORD)
def groups() -> ResponseReturnValue:
    """The groups of the worker's services."""
    table = pages.listing(reads.groups(services(), today()))
    kept_at = service_names(actor().open_services(WRITE_ASSESSMENT))
    return render_template("contacts/groups.html", table=table, kept_at=kept_at)


@bp.route("/groups/<group_id>/register", methods=["GET", "POST"])
@needs(WRITE_ASSESSMENT)
def group_register(group_id: str) -> ResponseReturnValue:
    """The register of a session: an outcome for each client, and a note for who came."""
    lock = request.method == "POST"
    group = reads.group(services(), group_id, lock=lock) or abort(404)
    on = pages.day_asked(request.args, group, today())
    sheet = reads.sheet(group, on, lock=lock)
    form, fault = _form(sheet, on), day_fault(group, on, today())
    if not form.is_submitted() or fault:
        form.seen.data = sheet.seen
        return _page(group, sheet, form, fault), 422 if fault and form.is_submitted() else 200
    if form.differs(sheet.seen):
        names = ", ".join(one.client for one in sheet.recorded)
        return stale(form, [("Recorded", names, "")], back=pages.register_of(group, on), seen=sheet.seen)
    if "join" in request.form:
        return _joined(group, form)
    if not form.validate():
        return _page(group, sheet, form), 422
    rows, words = form.rows(), form.words.data or ""
    number = acts.record_session(by=actor(), group=group, on=on, sheet=sheet, rows=rows, words=words)
    return kept(
        f"{group.name}, {day(on)}: {counted(number, 'client')} recorded.", pages.register_of(group, on)
    )


def _form(sheet: reads.Sheet, on: date) -> SessionForm:
    goals = open_goals_of(services(), [one.episode for one in sheet.asked], on)
    return session_form({one.episode.id: one.name for one in sheet.asked}, goals)


def _joined(group: Meeting, form: SessionForm) -> ResponseReturnValue:
    """Somebody else came: they are in the group from this session on, and what was typed stays."""
    on = pages.day_asked(request.args, group, today())
    episode = pages.joining(form, group, on)
    if episode is None:
        return _page(group, reads.sheet(group, on), form), 422
    acts.join(by=actor(), group=group, episode=episode, since=on)
    sheet = reads.sheet(group, on)
    form = _form(sheet, on)
    form.add.typed, form.seen.data = "", sheet.seen
    return _page(group, sheet, form), 200


def _page(group: Meeting, sheet: reads.Sheet, form: SessionForm, fault: str = "") -> str:
    on = pages.day_asked(request.args, group, today())
    coming = following(group, today())
    values = {"group": group, "on": on, "fault": fault, "sheet": sheet, "form": form, "coming": coming}
    days, table = pages.days(group, on, today()), pages.recorded(sheet.recorded)
    return render_template(
        "contacts/group-register.html",
        **values,
        days=days,
        table=table,
        meets=pages.meets(group),
        next=PressForm(),
    )


@bp.post("/groups/<group_id>/next")
@needs(WRITE_ASSESSMENT)
def group_next(group_id: str) -> ResponseReturnValue:
    """Book the next session for everybody in the group."""
    group = reads.group(services(), group_id, lock=True) or abort(404)
    on = following(group, today())
    if on is None or not PressForm().validate_on_submit():
        return told("The group has no session to come.", pages.register_of(group))
    sheet = reads.sheet(group, on)
    number = acts.book_session(by=actor(), group=group, on=on, members=sheet.asked, booked=sheet.booked)
    there = url_for("contacts.diary", day=on.isoformat(), whose="all")
    return kept(f"{group.name}, {day(on)}: booked for {counted(number, 'client')}.", there)
