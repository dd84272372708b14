"""The numbers of prescribing, and who signed them off: the page of the clinical lead and the administrator."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.governance.actions import sign_off
from careplan.governance.rules.editions import PRESCRIBING, sheets
from careplan.ground.clock import today
from careplan.prescribing.codes import SIGN_LIMITS
from careplan.prescribing.forms.agreeing import SignOffForm
from careplan.prescribing.pages import limits as pages
from careplan.prescribing.pages.own_limits import of_provider
from careplan.prescribing.queries.in_force import unsigned
from careplan.prescribing.queries.own_limits import providers, signed
from careplan.prescribing.rules.standard import UK, standard
from careplan.prescribing.views.room import bp
from careplan.staff.codes import Role
from careplan.staff.doors import actor, needs, services
from careplan.staff.queries import account
from careplan.ui.frame import kept


@bp.route("/prescribing/limits", methods=["GET", "POST"])
@needs(SIGN_LIMITS)
def limits() -> ResponseReturnValue:
    """Every number with its source, and who signed the edition off; the clinical lead signs in their own name."""
    form, uk = SignOffForm(), standard(today())
    if form.validate_on_submit():
        made = sign_off(
            by=actor(),
            services=services(),
            sheet=sheets(UK, PRESCRIBING)[uk.name],
            lead=form.lead.data,
            registration=form.registration.data,
            signed_on=form.signed_on.data,
        )
        to = url_for(".limits")
        return kept("Sign-off recorded." if made else "Every service has its sign-off already.", to)
    if not form.is_submitted() and Role.CLINICAL_LEAD in actor().roles:
        form.lead.process_data(actor().name)
        form.registration.process_data(account(actor().id).registration_number)
        form.signed_on.process_data(today())
    values = {"waiting": unsigned(services(), uk.name), "signed": pages.signed(services())}
    rows = signed(services())
    values |= {"own": [of_provider(led, rows, uk, today()) for led in providers(services())]}
    page = render_template(
        "prescribing/limits.html", form=form, uk=uk, limits=pages.limits(uk), shown=form, **values
    )
    return page, 422 if form.errors else 200
