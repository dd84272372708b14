"""Registering a client, a further referral, and changing a client's details."""

from typing import TYPE_CHECKING

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients import actions, queries
from careplan.clients.codes import REGISTER_CLIENT
from careplan.clients.forms.people import EditForm, RegisterForm, SearchForm
from careplan.clients.labels import LIKENESSES
from careplan.clients.pages import people as pages
from careplan.clients.rules.likeness import Likeness, answered
from careplan.clients.views.referring import saved, say_elsewhere
from careplan.clients.views.room import bp, record
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, services
from careplan.ui.fields import CARRIED
from careplan.ui.frame import kept, stale

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.route("/clients/register", methods=["GET", "POST"])
@needs(REGISTER_CLIENT)
def register() -> ResponseReturnValue:
    """A new client and the first referral, with what was searched for: possible duplicates first, then the record."""
    begun = request.form.get("then") == "begin"
    form = RegisterForm.after(SearchForm()) if begun else RegisterForm()
    pages.offer_services(form, services(), today())
    if begun or not form.is_submitted():
        return render_template("clients/register.html", form=form)
    if not pages.referable(form, services(), today()) or form.asks_age(form.referred_on.data):
        return render_template("clients/register.html", form=form), 422
    if form.without_number.data:
        form.nhs_number.process_data(None)
    details = pages.details(form)
    alike = queries.alike(services(), pages.person(details))
    owner = pages.number_owner(alike)
    seen = answered((form.different.data or "").split(","), {one.client_id for one, _ in alike})
    if not seen or form.asks_number(owner):
        return _interrupt(form, details, alike)
    episode = actions.register_client(
        by=actor(),
        services=services(),
        details=details,
        referral=pages.referral(form),
        number_reason=form.number_reason.data if owner else None,
    )
    flash(f"{details.whole_name} is registered.", "success")
    return saved(episode, form)


def _interrupt(
    form: RegisterForm, details: actions.Details, alike: list[tuple[queries.Match, Likeness]]
) -> ResponseReturnValue:
    """409: somebody like this is registered already. What was typed travels on."""
    form.different.data = ",".join(sorted({one.client_id for one, _ in alike}))
    own = CARRIED | {"seen", "different", "without_number", "number_reason"}
    typed = [(name, value) for name, values in request.form.lists() if name not in own for value in values]
    shown = {
        "listed": pages.listed(
            "Records that may be this client", [(one, LIKENESSES[why]) for one, why in alike]
        ),
        "typed": typed,
        "person": details,
    }
    return render_template(
        "clients/alike.html", form=form, same=form, numbered=pages.number_owner(alike), **shown
    ), 409


@record.form("/details", REGISTER_CLIENT)
def edit(episode: "Episode") -> ResponseReturnValue:
    """The client's details, saved over the version that was seen."""
    if request.method != "POST":
        form = pages.edit_form(EditForm(obj=episode.client), episode.client)
        return render_template("clients/edit.html", form=form, episode=episode)
    form = EditForm()
    form.referred_on = episode.referred_on
    here, client = url_for("record.overview", episode_id=episode.id), episode.client
    if form.differs(client.version):
        return stale(form, pages.differences(form, client), back=here, seen=client.version)
    good = form.validate_on_submit()
    if not good or (form.birth != client.birth and form.asks_age(episode.referred_on)):
        return render_template("clients/edit.html", form=form, episode=episode), 422
    details = pages.details(form)
    alike = queries.alike(services(), pages.person(details), but=client.id)
    new_number = details.nhs_number != client.nhs_number
    owner = pages.number_owner(alike) if new_number else ""
    if form.asks_number(owner):
        return render_template("clients/edit.html", form=form, episode=episode), 422
    why = form.number_reason.data if owner else None
    actions.edit_client(by=actor(), episode=episode, seen=client.version, details=details, number_reason=why)
    if new_number:
        say_elsewhere(episode)
    for one, _ in alike[:1]:
        flash(f"{one.name} may be the same person: check both records. A manager can join them.", "info")
    return kept("Details saved.", here)
