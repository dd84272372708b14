"""Signing an audit off: what is said about it, what will be fixed, the name below."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.audit.plans.pages.owners import owners
from careplan.audit.report.doors import asked as _asked
from careplan.audit.report.doors import bp
from careplan.audit.report.pages.asking import Asked
from careplan.audit.review.queries.reports import audited
from careplan.audit.review.rules.engine import Report
from careplan.audit.signing.actions import sign as sign_audit
from careplan.audit.signing.forms import SignatureForm, SignForm, sign_form
from careplan.audit.signing.pages import signing
from careplan.audit.signing.rules.signing import Signature
from careplan.ground.clock import now, today
from careplan.staff.doors import actor, needs
from careplan.staff.rules import Permission
from careplan.ui.fields import CARRIED

SIGN, CHANGE = "sign", "change"
OWN = CARRIED | {"seen", "step", "signed_name", "signed_role"}


@bp.route("/audit/<service_id>/<census>/sign", methods=["GET", "POST"])
@needs(Permission.SIGN_AUDIT)
def sign(service_id: str, census: str) -> ResponseReturnValue:
    """What was found and what is done about it; then what will be fixed, and the name below."""
    audit_request, at = _asked(service_id, census), now()
    report = audited(audit_request.request, audit_request.services, at)
    names = owners(audit_request.unit.id, today())
    form = sign_form(signing.blocks(report), names)
    if not form.is_submitted():
        return render_template("audit/signing/sign.html", audited=audit_request, form=form, report=report)
    if not form.complete():
        return render_template(
            "audit/signing/sign.html", audited=audit_request, form=form, report=report
        ), 422
    step = request.form.get("step")
    if step == CHANGE:
        return render_template("audit/signing/sign.html", audited=audit_request, form=form, report=report)
    below = SignatureForm()
    signature = signing.signature(form, below, actor(), report, at, today(), names)
    shown = signing.frozen(report)
    if step != SIGN or below.differs(shown.sha256) or not below.signs(actor().name):
        return _confirm(audit_request, report, form, below, signature, shown)
    signed = sign_audit(by=actor(), report=report, signature=signature, on=today())
    flash("The audit is signed.", "success")
    return redirect(url_for("audit.signed_page", signed_id=signed.id), 303)


def _confirm(
    audit_request: Asked,
    report: Report,
    form: SignForm,
    below: SignatureForm,
    signature: Signature,
    shown: signing.Frozen,
) -> ResponseReturnValue:
    """What will be fixed; 409 where the record changed since it was shown, 422 where the name is missing."""
    first = request.form.get("step") != SIGN
    changed = not first and below.differs(shown.sha256)
    typed = [(name, value) for name, values in request.form.lists() if name not in OWN for value in values]
    below.seen.data = shown.sha256
    page = {
        "audited": audit_request,
        "report": report,
        "form": form,
        "below": below,
        "said": signature,
        "frozen": shown,
    }
    text = render_template(
        "audit/signing/confirm.html", typed=typed, changed=changed, lists=signing.lists(signature), **page
    )
    return text, 200 if first else 409 if changed else 422
