"""Signing an audit off, and the audits that were signed."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.audit.plans.pages import owners
from careplan.audit.report.doors import bp, opened, selected
from careplan.audit.report.pages.asking import Selection
from careplan.audit.review.codes import READ_AUDIT, SIGN_AUDIT
from careplan.audit.review.queries.reports import audited
from careplan.audit.review.rules.engine import Report
from careplan.audit.signing import queries
from careplan.audit.signing.actions import sign as sign_audit
from careplan.audit.signing.forms import SignatureForm, SignForm, sign_form
from careplan.audit.signing.pages import audit, records, signing
from careplan.audit.signing.rules.signing import Signature
from careplan.ground.clock import now, today
from careplan.staff.doors import actor, needs, opens_list, services
from careplan.ui.fields import CARRIED
from careplan.ui.frame import kept
from careplan.ui.paging import page_number


@bp.get("/signed-audits")
@needs(READ_AUDIT)
def signed_index() -> ResponseReturnValue:
    """The signed audits of the worker's services, the last first."""
    signed = audit.listed(queries.signed_page(services(), page_number(request.args.get("page", "1"))))
    return render_template("audit/signing/index.html", signed=signed)


@bp.get("/signed-audits/<signed_id>")
@needs(READ_AUDIT)
def signed_page(signed_id: str) -> ResponseReturnValue:
    """A signed audit as it was signed, and today's record beside it."""
    signed = queries.signed(services(), signed_id) or abort(404)
    return render_template(
        "audit/signing/signed.html",
        page=audit.page(signed),
        words=audit,
        lists=signing.lists(signed.signature),
    )


@bp.get("/signed-audits/<signed_id>/<measure>/records")
@needs(READ_AUDIT)
@opens_list
def signed_records_page(signed_id: str, measure: str) -> ResponseReturnValue:
    """The records behind a signed figure; opening the list is written to the trail."""
    signed = queries.signed(services(), signed_id) or abort(404)
    page = records.page(signed, measure, page_number(request.args.get("page", "1"))) or abort(404)
    opened(signed.head.unit_id, records.trail(page), subject=f"signed_audits:{signed.head.id}")
    return render_template("audit/signing/records.html", page=page)


SIGN, CHANGE = "sign", "change"
OWN = CARRIED | {"seen", "step", "signed_name", "signed_role"}


@bp.route("/audit/<service_id>/<census>/sign", methods=["GET", "POST"])
@needs(SIGN_AUDIT)
def sign(service_id: str, census: str) -> ResponseReturnValue:
    """What was found and what is done about it; then what will be fixed, and the name below."""
    selection, at = selected(service_id, census), now()
    report = audited(selection.request, selection.services, at)
    names = owners(selection.unit.id, today())
    form = sign_form(signing.blocks(report), names)
    if not form.is_submitted():
        return render_template("audit/signing/sign.html", audited=selection, form=form, report=report)
    if not form.complete():
        return render_template("audit/signing/sign.html", audited=selection, form=form, report=report), 422
    step = request.form.get("step")
    if step == CHANGE:
        return render_template("audit/signing/sign.html", audited=selection, form=form, report=report)
    below = SignatureForm()
    signature = signing.signature(form, below, actor(), report, at, today(), names)
    shown = signing.frozen(report)
    if step != SIGN or below.differs(shown.sha256) or not below.signs(actor().name):
        return _confirm(selection, report, form, below, signature, shown)
    signed = sign_audit(by=actor(), report=report, signature=signature, on=today())
    return kept("The audit is signed.", url_for("audit.signed_page", signed_id=signed.id))


def _confirm(
    selection: Selection,
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
        "audited": selection,
        "report": report,
        "form": form,
        "below": below,
        "signature": signature,
        "frozen": shown,
    }
    text = render_template(
        "audit/signing/confirm.html", typed=typed, changed=changed, lists=signing.lists(signature), **page
    )
    return text, 200 if first else 409 if changed else 422
