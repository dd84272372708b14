"""The pages of a register: its list, the form for a new row, the form for a correction, and taking out."""

from collections.abc import Callable
from functools import partial, wraps
from types import ModuleType
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.actions.mistakes import may_strike
from careplan.clients.doors import opens_record, reads_record
from careplan.clients.forms.mistakes import MistakeForm
from careplan.clients.registers import pages, rows
from careplan.clients.registers.declared import Of, Register
from careplan.clients.registers.fields import OneClient
from careplan.clients.registers.forms import RegisterForm
from careplan.clients.registers.offers import offers
from careplan.clients.registers.rows import Owner
from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.ground.gathering import rooms
from careplan.ground.offers import Part, Room, Tab
from careplan.staff.doors import actor, needs, opens_list, services
from careplan.staff.queries import service_names
from careplan.trail.actions import write
from careplan.ui.frame import kept, stale
from careplan.ui.returning import offer

if TYPE_CHECKING:
    from careplan.clients.models import Episode

View = Callable[..., ResponseReturnValue]
NOT_THEIRS = "Only who recorded this, or somebody who reads records here, may say that it was a mistake"


def listing(register: Register, owner: Owner, tables: pages.Tables | None) -> ResponseReturnValue:
    """What is recorded. A list that names clients of a service is written to the trail."""
    page = pages.listing(register, owner, today(), tables)
    if owner.episode is None and _names_clients(register):
        subject = f"services:{owner.service_id}"
        action = f"{register.noun}.list_opened"
        detail = {"page": page.page, "episodes": sorted(page.episodes)}
        write(action, by=actor(), service_id=owner.service_id, subject=subject, detail=detail)
    return _render("listing", register, owner, tables=page.tables, beside=_beside(register, owner))


def _names_clients(register: Register) -> bool:
    return any(one.kind is OneClient for one in register.fields)


def _render(template: str, register: Register, owner: Owner, **values: Any) -> str:
    episode = owner.episode

    def to(act: str, **more: Any) -> str:
        return pages.address(register, act, owner, **more)

    layout = "clients/record.html" if episode else "ui/page.html"
    values |= {"register": register, "owner": owner, "to": to, "layout": layout, "episode": episode}
    return render_template(f"clients/register-{template}.html", tab=register.room, **values)


def _beside(register: Register, owner: Owner) -> list[tuple[str, str, bool]]:
    """The lists of the same room that the worker may open: words, address, and which one this is."""
    room = next(room for room in rooms() if room.name == register.room)
    every = [one for one in room.registers if (one.of is Of.SERVICE) is (owner.episode is None)]
    open_to = [one for one in every if owner.service_id in actor().services(one.reads)]
    return [(one.title, pages.address(one, "listing", owner), one is register) for one in open_to]


def _form(register: Register, owner: Owner, form: RegisterForm, row: Any = None) -> str:
    removing = ""
    if row and owner.episode and _may_remove(owner, row):
        here = {"episode_id": owner.episode.id, "kind": register.noun, "row_id": row.id}
        removing = url_for("clients.mistake", **here)
    elif row and not owner.episode and _may_remove(owner, row):
        removing = pages.address(register, "remove", owner, row_id=row.id)
    names = {
        id_: name for one in register.fields if one.named for id_, name in form[one.name].choices.items()
    }
    name = register.name_of(row, names) if row else ""
    return _render("form", register, owner, form=form, name=name, removing=removing)


def _may_remove(owner: Owner, row: Any) -> bool:
    """Whoever reads records may see who may strike it out; reception strikes out what it recorded."""
    return reads_record(owner.service_id) or may_strike(actor(), owner.service_id, row.recorded_by)


def _listed(register: Register, owner: Owner, words: str = "") -> ResponseReturnValue:
    if words:
        flash(words, "success")
    return redirect(pages.address(register, "listing", owner), 303)


def new(register: Register, owner: Owner, refuses: pages.Refuses | None = None) -> ResponseReturnValue:
    """The form for one more, and recording it; where somebody recorded one meanwhile, that is shown first."""
    form, last = pages.new_form(register, owner, today()), rows.last(register, owner)
    seen = last.id if last else ""
    if not form.is_submitted():
        form.seen.data = seen
        return _form(register, owner, form)
    if form.differs(seen):
        return _stale(register, owner, form, last, seen)
    values = pages.values(register, form, owner, refuses=refuses) if form.validate() else None
    if values is None:
        return _form(register, owner, form), 422
    rows.record(register, by=actor(), owner=owner, values=values)
    return _listed(register, owner, "Recorded.")


def _stale(
    register: Register, owner: Owner, form: RegisterForm, now: Any, seen: str | None = None
) -> ResponseReturnValue:
    differences = pages.differences(register, owner, form, now, today())
    return stale(form, differences, back=pages.address(register, "listing", owner), seen=seen)


def row(
    register: Register, owner: Owner, row_id: str, refuses: pages.Refuses | None = None
) -> ResponseReturnValue:
    """The form for a correction, which puts a new row in the place of this one; a dead row leads back to the list."""
    wrong = rows.find(register, owner, row_id) or abort(404)
    form = pages.correction(register, owner, wrong, today())
    if not form.is_submitted():
        return _form(register, owner, form, wrong) if is_live(wrong) else _listed(register, owner)
    valid = form.validate()
    if not is_live(wrong):
        return _stale(register, owner, form, rows.after(register, wrong))
    values = pages.values(register, form, owner, wrong, refuses) if valid else None
    if values is None:
        return _form(register, owner, form, wrong), 422
    rows.correct(register, by=actor(), owner=owner, row=wrong, values=values, reason=form.why_corrected)
    return _listed(register, owner, "Corrected.")


def remove(
    register: Register, owner: Owner, row_id: str, stays: pages.Staying | None = None
) -> ResponseReturnValue:
    """Take a mistaken row of a service out, with the reason; reception takes out what it recorded itself."""
    wrong, form = rows.find(register, owner, row_id) or abort(404), MistakeForm()
    if not is_live(wrong):
        return _listed(register, owner)
    may, left = _may_remove(owner, wrong), stays(wrong) if stays else None
    if form.is_submitted() and not may:
        form.form_errors.append(NOT_THEIRS)
    if not may or not form.validate_on_submit():
        shown = _render(
            "remove", register, owner, row=wrong, form=form, refused="" if may else NOT_THEIRS, stays=left
        )
        return shown, 422 if form.errors else 200
    rows.remove(register, by=actor(), owner=owner, row=wrong, reason=form.why.data)
    if left:
        return kept(f"Struck out as recorded by mistake. {left.words}", left.address)
    return _listed(register, owner, "Struck out as recorded by mistake.")


def _of_record(view: View) -> View:
    @opens_record
    def opened(episode: "Episode", **values: Any) -> ResponseReturnValue:
        return view(owner=Owner(services(), episode.service_id, episode), **values)

    return opened


def _of_service(view: View) -> View:
    def opened(service_id: str, **values: Any) -> ResponseReturnValue:
        name = service_names(services()).get(service_id) or abort(404)
        return view(owner=Owner(services(), service_id, name=name), **values)

    return opened


def mount(
    bp: Blueprint,
    register: Register,
    under: str = "",
    tables: pages.Tables | None = None,
    refuses: pages.Refuses | None = None,
    stays: pages.Staying | None = None,
) -> None:
    """Give the register its pages: of a record, or below the address `under` of a service.

    `tables` makes the tables of its list where the rows alone do not (they are then not paged); `refuses`: what only
    other rows tell of a row; `stays`: what is not struck out with one.
    """
    base = f"{under or '/record/<episode_id>'}/{register.name.replace('_', '-')}"
    acts: list[tuple[Any, str]] = [(listing, ""), (new, "/new"), (row, "/<row_id>")]
    acts += [(remove, "/<row_id>/remove")] if register.of is Of.SERVICE else []
    for act, rest in acts:
        more: dict[str, Any] = {"tables": tables} if act is listing else {"refuses": refuses}
        more = {"stays": stays} if act is remove else more
        view = wraps(act)((_of_service if under else _of_record)(partial(act, register, **more)))
        view = needs(register.reads if act is listing else register.writes)(view)
        view = opens_list(view) if under and act is listing and _names_clients(register) else view
        methods = ["GET"] if act is listing else ["GET", "POST"]
        bp.add_url_rule(base + rest, f"{register.name}_{act.__name__}", view, methods=methods)
    forms = frozenset({register.endpoint("new"), register.endpoint("row")})
    bp.record(lambda state: offer(state.app, {}, forms))


def room(tab: Tab, part: Part, models: ModuleType, *registers: Register, **more: Any) -> Room:
    """A room of a record that holds these registers; `part` is theirs of the history, `more` what else it offers."""
    bp = Blueprint(tab.key, __name__)
    for one in registers:
        mount(bp, one)
    return Room(
        name=tab.key,
        title=tab.text,
        blueprint=bp,
        models=models,
        tabs=(tab,),
        **offers(part, *registers, **more),
    )
