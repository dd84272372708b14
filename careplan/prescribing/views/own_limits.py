"""A provider's own limits: one number, set by a clinical lead, and signed by a second where it is looser."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.prescribing.actions.courses import Refused
from careplan.prescribing.actions.own_limits import Change, set_limit, sign_second, waits
from careplan.prescribing.codes import SET_LIMITS, SIGN_LIMITS
from careplan.prescribing.forms.agreeing import PressForm
from careplan.prescribing.forms.own_limits import OwnLimitForm
from careplan.prescribing.pages import own_limits as pages
from careplan.prescribing.pages.limits import limit_name
from careplan.prescribing.queries.own_limits import Led, providers, signed
from careplan.prescribing.rules.own_limits import BOUNDS, bound_words
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.views.room import bp, refuse
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import account
from careplan.ui.frame import kept

HERE = "/prescribing/limits/<provider_id>/<limit>"
LOOSER = "Signed. It is looser than the edition: it holds once a second clinical lead signs it too."
NO_NUMBER = "Your account has no registration number. An administrator enters it under Workers"
NOT_ALL = (
    "You do not lead every service of this provider that prescribes. Somebody who leads all of them signs"
)


def _led(provider_id: str, limit: str) -> Led:
    """The provider, if it is of the worker, and the number may be moved; else 404."""
    if limit not in BOUNDS.on(today()).numbers:
        abort(404)
    return next((one for one in providers(services()) if one.id == provider_id), None) or abort(404)


@bp.get(HERE)
@needs(SIGN_LIMITS)
def own_limit(provider_id: str, limit: str) -> ResponseReturnValue:
    """One number: the edition's, the bounds, the provider's own, and everything that was signed."""
    return _page(_led(provider_id, limit), limit, OwnLimitForm(), 200)


def _page(led: Led, name: str, form: OwnLimitForm, status: int) -> ResponseReturnValue:
    on = today()
    uk, rows = standard(on), signed(services() & led.services.keys(), name)
    values = {
        "led": led,
        "name": name,
        "called": limit_name(name),
        "number": uk[name],
        "bounds": bound_words(BOUNDS.on(on).numbers[name], uk[name].unit),
        "history": pages.history(rows, led, uk[name], on),
        "waiting": pages.to_sign(rows, on),
        "words": pages.number,
        "may_set": led.services.keys() <= actor().services(SET_LIMITS),
        "press": PressForm(),
    }
    form.value.unit = uk[name].unit if uk[name].unit == "mg" else ""
    return render_template("prescribing/own-limit.html", form=form, **values), status


def _refusal(led: Led) -> str:
    """Why the worker cannot sign for the provider; empty where they can."""
    if not led.services.keys() <= actor().services(SET_LIMITS):
        return NOT_ALL
    return "" if account(actor().id).registration_number else NO_NUMBER


@bp.post(HERE)
@needs(SET_LIMITS)
def set_own_limit(provider_id: str, limit: str) -> ResponseReturnValue:
    """The clinical lead signs a number of their provider."""
    led, form = _led(provider_id, limit), OwnLimitForm()
    if words := _refusal(led):
        form.form_errors.append(words)
    elif form.validate_on_submit():
        try:
            words = LOOSER if _set(led, limit, form) else "Signed: it holds from its day."
        except Refused as refused:
            refuse(form, refused.problems)
        else:
            return kept(words, url_for(".own_limit", provider_id=provider_id, limit=limit))
    return _page(led, limit, form, 422)


def _set(led: Led, limit: str, form: OwnLimitForm) -> bool:
    """Whether what was signed is looser than the edition."""
    change = Change(limit, form.value.data, form.effective_on.data, form.reason.data)
    number, on = account(actor().id).registration_number or "", today()
    made = set_limit(by=actor(), registration=number, led=led, standard=standard(on), change=change, today=on)
    return any(one.looser for one in made)


@bp.post(f"{HERE}/<limit_id>/sign")
@needs(SET_LIMITS)
def sign_own_limit(provider_id: str, limit: str, limit_id: str) -> ResponseReturnValue:
    """A second clinical lead signs what is looser than the edition; 404 for what was replaced meanwhile."""
    led, form = _led(provider_id, limit), OwnLimitForm()
    rows = signed(services() & led.services.keys(), limit)
    one = next((row for row in rows if row.id == limit_id), None) or abort(404)
    same = [row for row in rows if row.effective_on == one.effective_on and waits(row, today())]
    try:
        if words := _refusal(led):
            raise Refused({"": words})
        number = account(actor().id).registration_number or ""
        sign_second(by=actor(), registration=number, rows=same or [one], today=today())
    except Refused as refused:
        form.form_errors += refused.problems.values()
        return _page(led, limit, form, 409)
    return kept("Signed: it holds from its day.", url_for(".own_limit", provider_id=provider_id, limit=limit))
