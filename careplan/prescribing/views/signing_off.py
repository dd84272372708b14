"""The numbers of prescribing, and who signed them off: the administrator's page."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.prescribing import actions
from careplan.prescribing.forms.agreeing import SignOffForm
from careplan.prescribing.pages import limits as pages
from careplan.prescribing.queries.in_force import unsigned
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.views.room import bp
from careplan.staff.codes import MANAGE_WORKERS
from careplan.staff.doors import actor, needs, services
from careplan.ui.frame import kept


@bp.route("/prescribing/limits", methods=["GET", "POST"])
@needs(MANAGE_WORKERS)
def limits() -> ResponseReturnValue:
    """Every number with its source, and who signed the edition off for which service."""
    form, uk = SignOffForm(), standard(today())
    if form.validate_on_submit():
        made = actions.sign_off(
            by=actor(),
            services=services(),
            standard=uk.name,
            lead=form.lead.data,
            registration=form.registration.data,
            signed_on=form.signed_on.data,
        )
        to = url_for(".limits")
        return kept("Sign-off recorded." if made else "Every service has its sign-off already.", to)
    values = {"waiting": unsigned(services(), uk.name), "signed": pages.signed(services())}
    page = render_template(
        "prescribing/limits.html", form=form, uk=uk, limits=pages.limits(uk), shown=form, **values
    )
    return page, 422 if form.errors else 200
