"""Evidence: giving it, fetching a document, withdrawing it."""

import io
from typing import Any

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from careplan.governance import actions
from careplan.governance.actions.evidence import Label
from careplan.governance.codes import EvidenceKind
from careplan.governance.forms.evidence import EvidenceForm, WithdrawForm
from careplan.governance.pages import returns as pages
from careplan.governance.queries import returns as queries
from careplan.governance.queries.units import Unit
from careplan.governance.views.room import bp, unit_of
from careplan.staff.doors import actor, needs, refuse_closed, services
from careplan.staff.rules import Permission

HARMLESS = "default-src 'none'; sandbox; frame-ancestors 'none'"


@bp.get("/evidence/<level>/<unit_id>/<question>/give")
@needs(Permission.KEEP_EVIDENCE)
def giving(level: str, unit_id: str, question: str) -> ResponseReturnValue:
    """The form for a document or a link."""
    unit = unit_of(level, unit_id, question)
    return _giving_page(unit, question, pages.evidence_form(question))


def _giving_page(unit: Unit, question: str, form: EvidenceForm) -> str:
    words = pages.question_words(question)
    return render_template("governance/give.html", unit=unit, question=question, words=words, form=form)


@bp.post("/evidence/<level>/<unit_id>/<question>/give")
@needs(Permission.KEEP_EVIDENCE)
def give(level: str, unit_id: str, question: str) -> ResponseReturnValue:
    """Keep the document or link."""
    unit, form = unit_of(level, unit_id, question), pages.evidence_form(question)
    if not form.validate():
        form.refused()
        return _giving_page(unit, question, form), 422
    label = Label(form.title.data, pages.covers(form), form.expires_on.data)
    of: dict[str, Any] = {"by": actor(), "unit": unit, "question": question, "label": label}
    if form.kind.data is EvidenceKind.DOCUMENT:
        actions.attach_document(file_name=form.document.data.name, content=form.document.data.content, **of)
    else:
        actions.attach_link(url=form.url.data, **of)
    flash("Evidence kept.", "success")
    return redirect(url_for(".question", level=level, unit_id=unit_id, question=question), 303)


@bp.get("/evidence/documents/<evidence_id>")
@needs(Permission.KEEP_EVIDENCE)
def document(evidence_id: str) -> ResponseReturnValue:
    """The document as it came, to be saved and never opened inside this site."""
    evidence, _ = queries.evidence(services(), evidence_id, with_content=True) or abort(404)
    if evidence.content is None:
        abort(404)
    answer = send_file(
        io.BytesIO(evidence.content),
        evidence.media_type,
        as_attachment=True,
        download_name=evidence.file_name,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = HARMLESS
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/evidence/withdraw/<evidence_id>")
@needs(Permission.KEEP_EVIDENCE)
def withdrawing(evidence_id: str) -> ResponseReturnValue:
    """Ask why before the evidence counts no longer."""
    evidence, unit = queries.evidence(services(), evidence_id) or abort(404)
    return render_template("governance/withdraw.html", evidence=evidence, unit=unit, form=WithdrawForm())


@bp.post("/evidence/withdraw/<evidence_id>")
@needs(Permission.KEEP_EVIDENCE)
def withdraw(evidence_id: str) -> ResponseReturnValue:
    """Withdraw it, once."""
    evidence, unit = queries.evidence(actor().services(Permission.KEEP_EVIDENCE), evidence_id) or abort(404)
    if (current := actor().closed(Permission.KEEP_EVIDENCE).get(unit.id)) is not None:
        refuse_closed(current)
    form = WithdrawForm()
    if not form.validate():
        return render_template("governance/withdraw.html", evidence=evidence, unit=unit, form=form), 422
    actions.withdraw(by=actor(), unit=unit, evidence=evidence, reason=form.reason.data)
    flash("Evidence withdrawn.", "success")
    return redirect(url_for(".question", question=evidence.question, **unit.here), 303)
