"""The duty list, walk-ins, the rota, and the manager's view of the team."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

import careplan.clients.queries as clients
from careplan.clients.doors import RecordPages, front
from careplan.clients.registers.views import mount
from careplan.ground.clock import london, now, today
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import service_names
from careplan.team import actions, queries
from careplan.team.codes import KEEP_DUTY, KEEP_TEAM, SEE_DUTY, Figure
from careplan.team.forms import RotaForm, WalkInForm
from careplan.team.labels import CHANGED, FIGURES
from careplan.team.pages import duty as lists
from careplan.team.pages import team as pages
from careplan.team.registers import ABSENCES, DUTIES, SUPERVISIONS, WALK_INS
from careplan.team.rules import rota_days
from careplan.ui.frame import address, kept, told
from careplan.ui.paging import page_number
from careplan.ui.words import counted

if TYPE_CHECKING:
    from careplan.clients.models import Episode

bp = Blueprint("team", __name__, template_folder="templates")
record = RecordPages(bp)
UNDER = "/duty/of/<service_id>"
mount(bp, ABSENCES, UNDER, refuses=queries.refused)
mount(bp, DUTIES, UNDER)
mount(bp, WALK_INS, UNDER, stays=lists.stays)
mount(bp, SUPERVISIONS, "/team/of/<service_id>")


@bp.get("/duty")
@needs(SEE_DUTY)
def duty() -> ResponseReturnValue:
    """Who is on duty, who walked in, nobody's clients, and whose keyworker is away."""
    names = service_names(services())
    return _duty(_walk_in_form(names), names)


def _walk_in_form(names: dict[str, str]) -> WalkInForm:
    form = WalkInForm()
    form.service.choices = names
    if not form.is_submitted() and not form.from_draft:
        form.service.process_data(next(iter(names), None))
        form.came_at.process_data(f"{london(now()):%H:%M}")
    return form


def _duty(form: WalkInForm, names: dict[str, str]) -> ResponseReturnValue:
    numbers = (page_number(request.args.get(name, "1")) for name in ("page", "walked"))
    page = lists.duty(names, london(now()), *numbers)
    registers = (ABSENCES, DUTIES, WALK_INS)
    shown = {
        "page": page,
        "form": form,
        "services": names,
        "lists": lists,
        "on": today(),
        "registers": registers,
    }
    return render_template("team/duty.html", **shown), 422 if form.errors else 200


@bp.post("/duty")
@needs(KEEP_DUTY)
def walk_in() -> ResponseReturnValue:
    """Record who walked in, in one line."""
    names = service_names(services())
    form = _walk_in_form(names)
    if not form.validate():
        return _duty(form, names)
    came = {"who": form.who.data, "words": form.words.data, "at": form.came_at.data}
    here, client_id = form.service.data, actions.whom(form.service.data, form.who.data)
    if client_id and queries.waits_here(here, client_id, today()):
        form.who.errors = [f"{form.who.data} stands on the duty list already"]
        return _duty(form, names)
    actions.walk_in(by=actor(), service_id=here, client_id=client_id, on=today(), **came)
    return kept(f"Recorded: {form.who.data}.", url_for("team.duty"))


@record.post("/walk-in", KEEP_DUTY)
def arrive(episode: "Episode") -> ResponseReturnValue:
    """The client is here without an appointment: one press at the desk, on the list of whoever is on duty."""
    name = episode.client.whole_name
    if episode.client.deceased_on:
        here = url_for(front(episode.service_id), episode_id=episode.id)
        return told(f"No walk-in was recorded: the record says that {name} has died.", here)
    if queries.waits_here(episode.service_id, episode.client_id, today()):
        return told(f"{name} stands on the duty list already.", url_for("team.duty"))
    actions.arrive(by=actor(), episode=episode, at=now())
    return kept(f"{name} stands on the duty list of today.", url_for("team.duty"))


@bp.post("/duty/walk-ins/<walk_in_id>/seen")
@needs(KEEP_DUTY)
def see(walk_in_id: str) -> ResponseReturnValue:
    """The worker saw now somebody who is no client; who saw a client writes about it (`contacts.seen`)."""
    row = queries.walk_in(services(), walk_in_id, today())
    if row is None:
        queries.replaced(services(), walk_in_id, today()) or abort(404)
        return told(CHANGED, address("team.duty"))
    if not actions.see(by=actor(), row=row, at=now()):
        return told(f"{row.who} was seen already.", url_for("team.duty"))
    return kept(f"{row.who}: seen by you.", url_for("team.duty"))


@bp.route("/duty/rota/<service_id>", methods=["GET", "POST"])
@needs(KEEP_TEAM)
def rota(service_id: str) -> ResponseReturnValue:
    """Who is on duty in the next weeks, and a worker put on the rota for some of them."""
    names = service_names(services() & {service_id})
    if not names:
        abort(404)
    form, here = RotaForm(), frozenset(names)
    form.worker.choices = {id_: name for id_, name, _ in clients.keyworkers(here, today())}
    if not form.is_submitted() and not form.from_draft:
        form.first_on.process_data(today())
        form.weeks.process_data(4)
    count = _put(form, service_id) if form.validate_on_submit() else 0
    if count:
        return kept(f"{counted(count, 'day')} put on the rota.", url_for("team.rota", service_id=service_id))
    rows = queries.on_duty(here, today(), today() + lists.AHEAD)
    shown = {"form": form, "table": lists.rota(rows), "name": names[service_id], "service_id": service_id}
    return render_template("team/rota.html", **shown), 422 if form.errors else 200


def _put(form: RotaForm, service_id: str) -> int:
    """How many days were put on the rota; none, with a sentence at its field, where one cannot be."""
    days = rota_days(form.first_on.data, {int(one) for one in form.weekdays.data}, form.weeks.data)
    here, hours = frozenset({service_id}), (form.from_time.data, form.until_time.data)
    rows, absent = (
        queries.on_duty(here, min(days), max(days)),
        queries.away_between(here, min(days), max(days)),
    )
    if fault := lists.clashes(days, rows, absent, (form.worker.data, *hours)):
        form.worker.errors = [fault]
        return 0
    times = {"from_time": hours[0], "until_time": hours[1]}
    return actions.put_on_rota(
        by=actor(), service_id=service_id, worker_id=form.worker.data, days=days, **times
    )


@bp.get("/team")
@needs(KEEP_TEAM)
def index() -> ResponseReturnValue:
    """Each worker with clients, weight, late things, missing notes and supervision."""
    rows, names = pages.members(actor(), services(), today()), service_names(services())
    shown = {"table": pages.team(rows, today()), "whole": pages.summary(rows), "services": names}
    return render_template("team/index.html", **shown)


@bp.get("/team/<worker_id>/<figure>")
@needs(KEEP_TEAM)
def member(worker_id: str, figure: str) -> ResponseReturnValue:
    """The records behind a figure of a worker."""
    one = next((one for one in pages.members(actor(), services(), today()) if one.id == worker_id), None)
    if one is None or figure not in FIGURES:
        abort(404)
    table = pages.behind(one, Figure(figure), page_number(request.args.get("page", "1")))
    return render_template("team/member.html", member=one, table=table, title=FIGURES[figure])
