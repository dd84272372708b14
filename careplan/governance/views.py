"""Returns: where to answer, a question with its form, its evidence given and withdrawn; what stands at a service."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.registers.views import mount
from careplan.governance import actions, queries
from careplan.governance.actions import Label
from careplan.governance.codes import KEEP_EVIDENCE, READ_STANDARDS, SIGN_STANDARDS, EvidenceKind
from careplan.governance.forms import AnswerForm, EvidenceForm, SignForm, WithdrawForm, form_of
from careplan.governance.pages import listed
from careplan.governance.pages import returns as pages
from careplan.governance.pages import standards as editions
from careplan.governance.pages.listed import tables
from careplan.governance.queries import Unit, last_answer
from careplan.governance.registers import POLICIES, REGISTERS
from careplan.governance.rules.editions import Sheet
from careplan.governance.rules.questions import COUNTED
from careplan.ground.clock import today
from careplan.staff.doors import actor, needs, refuse_closed, services
from careplan.staff.queries import account
from careplan.ui.files import attachment
from careplan.ui.frame import kept, stale
from careplan.ui.paging import page_number
from careplan.ui.render import rooted

TYPED_NO_LONGER = "Totals are no longer typed here: the client survey counts them"
NO_NUMBER = "Your account has no registration number. An administrator enters it under Workers"
bp = Blueprint("governance", __name__, template_folder="templates")


def unit_of(level: str, unit_id: str, question: str | None = None) -> Unit:
    """The unit; 404 outside the worker's services, and for a question that it is not asked."""
    unit = queries.unit(services(), level, unit_id)
    if unit is None or (question is not None and question not in unit.questions):
        abort(404)
    return unit


@bp.get("/evidence")
@needs(KEEP_EVIDENCE)
def index() -> ResponseReturnValue:
    """The services and partnerships that the worker answers for."""
    tallies = pages.tallies(queries.units(services()), today())
    shown = {"questions": listed.questions(tallies), "kept": listed.kept(tallies)}
    return render_template("governance/index.html", **shown)


@bp.get("/evidence/<level>/<unit_id>")
@needs(KEEP_EVIDENCE)
def returns(level: str, unit_id: str) -> ResponseReturnValue:
    """Every question that the unit is asked."""
    unit = unit_of(level, unit_id)
    return render_template(
        "governance/returns.html", unit=unit, lines=listed.returns(pages.lines(unit, today()))
    )


@bp.get("/evidence/<level>/<unit_id>/<question>")
@needs(KEEP_EVIDENCE)
def question(level: str, unit_id: str, question: str) -> ResponseReturnValue:
    """One question: the form, its evidence, its history."""
    unit, form = unit_of(level, unit_id, question), form_of(question)()
    form.show(pages.values_on(unit, question, today())[0])
    form.seen.data = last_answer(unit, question)
    return _page(unit, question, form)


def _page(unit: Unit, question: str, form: AnswerForm) -> str:
    page = pages.question(unit, question, today())
    lists = {"evidence": listed.evidence(page), "history": listed.history(page)}
    return render_template("governance/question.html", page=page, form=form, **lists)


@bp.post("/evidence/<level>/<unit_id>/<question>")
@needs(KEEP_EVIDENCE)
def answer(level: str, unit_id: str, question: str) -> ResponseReturnValue:
    """Give or correct the answer."""
    unit, form = unit_of(level, unit_id, question), form_of(question)()
    if question in COUNTED:
        form.form_errors.append(TYPED_NO_LONGER)
        return _page(unit, question, form), 422
    before, given_today = pages.values_on(unit, question, today())
    valid = form.validate()
    if form.differs(seen := last_answer(unit, question)):
        return stale(form, pages.differences(form, before), back=rooted(request.path), seen=seen)
    if not (valid and form.fits(before, given_today)):
        return _page(unit, question, form), 422
    given = {"question": question, "values": form.values(), "reason": form.reason.data}
    written = actions.answer(by=actor(), unit=unit, on=today(), **given)
    to = url_for(".question", level=level, unit_id=unit_id, question=question)
    return kept("Answer saved." if written else "This was answered today already; nothing changed.", to)


@bp.get("/evidence/<level>/<unit_id>/<question>/give")
@needs(KEEP_EVIDENCE)
def giving(level: str, unit_id: str, question: str) -> ResponseReturnValue:
    """The form for a document or a link."""
    unit = unit_of(level, unit_id, question)
    return _giving_page(unit, question, pages.evidence_form(question))


def _giving_page(unit: Unit, question: str, form: EvidenceForm) -> str:
    words = pages.question_words(question)
    return render_template("governance/give.html", unit=unit, question=question, words=words, form=form)


@bp.post("/evidence/<level>/<unit_id>/<question>/give")
@needs(KEEP_EVIDENCE)
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
    return kept("Evidence kept.", url_for(".question", level=level, unit_id=unit_id, question=question))


@bp.get("/evidence/documents/<evidence_id>")
@needs(KEEP_EVIDENCE)
def document(evidence_id: str) -> ResponseReturnValue:
    """The document as it came, to be saved and never opened inside this site."""
    evidence, _ = queries.evidence(services(), evidence_id, with_content=True) or abort(404)
    if evidence.content is None:
        abort(404)
    return attachment(evidence.content, str(evidence.media_type), str(evidence.file_name))


@bp.get("/evidence/withdraw/<evidence_id>")
@needs(KEEP_EVIDENCE)
def withdrawing(evidence_id: str) -> ResponseReturnValue:
    """Ask why before the evidence counts no longer."""
    evidence, unit = queries.evidence(services(), evidence_id) or abort(404)
    return render_template("governance/withdraw.html", evidence=evidence, unit=unit, form=WithdrawForm())


@bp.post("/evidence/withdraw/<evidence_id>")
@needs(KEEP_EVIDENCE)
def withdraw(evidence_id: str) -> ResponseReturnValue:
    """Withdraw it, once."""
    evidence, unit = queries.evidence(actor().services(KEEP_EVIDENCE), evidence_id) or abort(404)
    if (current := actor().closed(KEEP_EVIDENCE).get(unit.id)) is not None:
        refuse_closed(current)
    form = WithdrawForm()
    if not form.validate():
        return render_template("governance/withdraw.html", evidence=evidence, unit=unit, form=form), 422
    actions.withdraw(by=actor(), unit=unit, evidence=evidence, reason=form.reason.data)
    return kept("Evidence withdrawn.", url_for(".question", question=evidence.question, **unit.here))


for one in REGISTERS:
    mount(bp, one, "/evidence/of/<service_id>", tables if one is POLICIES else None)


@bp.get("/standards")
@needs(READ_STANDARDS)
def standards() -> ResponseReturnValue:
    """Every edition of every standard, and how far it is signed."""
    return render_template("governance/standards.html", table=editions.listing(services()))


def _sheet(key: str, edition: str) -> Sheet:
    return queries.editions().get(f"{key}/{edition}") or abort(404)


@bp.get("/standards/<key>/<edition>")
@needs(READ_STANDARDS)
def standard(key: str, edition: str) -> ResponseReturnValue:
    """One edition: its values, what differs from the one before, who signed it."""
    sheet = _sheet(key, edition)
    return _edition(sheet, SignForm(data={"sha256": sheet.sha256}))


def _edition(sheet: Sheet, form: SignForm) -> str:
    page = editions.page(sheet, services(), page_number(request.args.get("page", "1")))
    signs = page.waiting.keys() & actor().services(SIGN_STANDARDS)
    return render_template("governance/standard.html", page=page, form=form, signs=signs)


@bp.post("/standards/<key>/<edition>/sign")
@needs(SIGN_STANDARDS)
def sign_standard(key: str, edition: str) -> ResponseReturnValue:
    """The clinical lead signs the edition for each of their services that it binds."""
    sheet, form = _sheet(key, edition), SignForm()
    if form.sha256.data != sheet.sha256:
        form.form_errors.append("This edition is not the one that you read. Read it again, then sign it")
        form.sha256.process_data(sheet.sha256)
        return _edition(sheet, form), 409
    if not (number := account(actor().id).registration_number):
        form.form_errors.append(NO_NUMBER)
        return _edition(sheet, form), 422
    by, mine = actor(), services()
    made = actions.sign_off(
        by=by, services=mine, sheet=sheet, lead=by.name, registration=number, signed_on=today()
    )
    words = f"Signed: {editions.title(sheet)}." if made else "Your services have this sign-off already."
    return kept(words, url_for(".standard", key=key, edition=edition))
