"""Documents of a record: the list, keeping a file, one document, its bytes; writing a letter and printing it."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.clients.doors import RecordPages
from careplan.clients.registers.views import mount
from careplan.ground.clock import today
from careplan.ground.images import Unreadable
from careplan.letters import queries as reads
from careplan.letters.actions import Described, keep_file, keep_letter
from careplan.letters.codes import EDIT_LETTERS, READ_SENSITIVE, DocumentKind
from careplan.letters.forms import DocumentForm, LetterForm
from careplan.letters.labels import KINDS, LETTERS, NO_PDF
from careplan.letters.pages import letters
from careplan.letters.pages.documents import listing, name_of, told
from careplan.letters.registers import LETTER_TEMPLATES
from careplan.letters.rules import LANGUAGES, can_be_shown, clean_name, whole
from careplan.staff.doors import actor, services
from careplan.staff.queries import service_of
from careplan.trail.actions import write
from careplan.ui.files import attachment, picture
from careplan.ui.frame import kept
from careplan.ui.paging import page_number
from careplan.ui.pdf import Missing, as_pdf, installed
from careplan.ui.problems import problem_answer
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.letters.models import Document

bp = Blueprint("letters", __name__, template_folder="templates")
record = RecordPages(bp)
mount(bp, LETTER_TEMPLATES, "/letters/of/<service_id>")


@record.get("/documents", READ_RECORD)
def documents(episode: "Episode") -> ResponseReturnValue:
    """The documents of the record, the latest first, of one kind or all."""
    kind = request.args.get("kind")
    kind = kind if kind in KINDS else None
    page = reads.page(services(), episode, kind, page_number(request.args.get("page", "1")))
    shown = {
        "table": listing(episode, page, kind),
        "total": page.total,
        "kinds": KINDS.items(),
        "kind": kind,
    }
    return render_template("letters/documents.html", episode=episode, **shown)


@record.form("/documents/new", WRITE_ASSESSMENT)
def new(episode: "Episode") -> ResponseReturnValue:
    """Keep a file."""
    form = DocumentForm()
    form.born = episode.client.birth.earliest
    if not form.is_submitted():
        return render_template("letters/new.html", episode=episode, form=form)
    if not form.validate() or form.file is None:
        form.document.again()
        return render_template("letters/new.html", episode=episode, form=form), 422
    keep_file(by=actor(), episode=episode, described=form.described(), file=form.file)
    return kept("Document kept.", url_for("letters.documents", episode_id=episode.id))


@record.get("/documents/<document_id>", READ_RECORD)
def document(episode: "Episode", document_id: str) -> ResponseReturnValue:
    """What is recorded about a document; a sensitive one says no more to those who may not open it."""
    row, worker = the_document(episode, document_id)
    may = may_open(row)
    shown: dict[str, Any] = {"row": row, "may": may, "name": name_of(row)}
    if may:
        shown |= {"rows": told(row, worker), "image": can_be_shown(row.media_type, row.content)}
    return render_template("letters/document.html", episode=episode, **shown)


@record.get("/documents/<document_id>/file", READ_RECORD)
def content(episode: "Episode", document_id: str) -> ResponseReturnValue:
    """The file as it came, to be saved; who opened it is in the trail."""
    row = opened(episode, document_id)
    if row.content is None:
        abort(404)
    write("document.opened", by=actor(), subject=f"documents:{row.id}", of=episode)
    return attachment(row.content, str(row.media_type), str(row.file_name))


@record.get("/documents/<document_id>/image", READ_RECORD)
def image(episode: "Episode", document_id: str) -> ResponseReturnValue:
    """An image to be looked at, encoded anew; who opened it is in the trail."""
    row = opened(episode, document_id)
    if row.content is None or not can_be_shown(row.media_type, row.content):
        abort(404)
    try:
        answer = picture(row.content)
    except Unreadable:
        abort(404)
    write("document.opened", by=actor(), subject=f"documents:{row.id}", of=episode)
    return answer


@record.form("/letters/new", WRITE_ASSESSMENT)
def letter(episode: "Episode") -> ResponseReturnValue:
    """A letter from the record: begin with a template, look at it, keep it as it is sent."""
    form = LetterForm()
    form.about(letters.addressees(episode, today()))
    if not form.is_submitted():
        return _letter(form, episode)
    if "begin" in request.form:
        if form.letter.data in LETTERS:
            form.words.typed = letters.begun(services(), episode, actor(), form.letter.data, today())
        return _letter(form, episode)
    if not form.validate():
        return _letter(form, episode), 422
    words = whole(form.block, day(today()), form.words.data)
    if "look" in request.form:
        return _letter(form, episode, words)
    title, party = LETTERS[form.letter.data], form.block.splitlines()[0]
    described = Described(DocumentKind.LETTER_OUT, title, today(), party, form.sensitive.data)
    row = keep_letter(by=actor(), episode=episode, described=described, words=words)
    return kept("Letter kept.", url_for("letters.printed", episode_id=episode.id, document_id=row.id))


def _letter(form: LetterForm, episode: "Episode", look: str = "") -> str:
    edits = episode.service_id in actor().services(EDIT_LETTERS)
    return render_template("letters/letter.html", form=form, episode=episode, look=look, edits=edits)


@record.get("/documents/<document_id>/print", READ_RECORD)
def printed(episode: "Episode", document_id: str) -> ResponseReturnValue:
    """A letter as it was sent, for paper."""
    row = opened(episode, document_id)
    if row.words is None:
        abort(404)
    write("document.opened", by=actor(), subject=f"documents:{row.id}", of=episode)
    shown = {"large": request.args.get("large") == "1", "pdf": installed()}
    return render_template("letters/printed.html", episode=episode, row=row, **shown)


@record.get("/documents/<document_id>/pdf", READ_RECORD)
def pdf(episode: "Episode", document_id: str) -> ResponseReturnValue:
    """A letter as it was sent, as PDF; a sentence where none can be made."""
    row = opened(episode, document_id)
    if row.words is None:
        abort(404)
    large = request.args.get("large") == "1"
    try:
        made = as_pdf(render_template("letters/paper.html", row=row, large=large), "letter.css")
    except Missing:
        abort(problem_answer(503, NO_PDF))
    write("document.opened", by=actor(), subject=f"documents:{row.id}", of=episode)
    return attachment(made, "application/pdf", clean_name(f"{row.title} {row.happened_on}", "pdf"))


@record.get("/languages", READ_RECORD)
def languages(episode: "Episode") -> ResponseReturnValue:
    """A sheet that says in other languages whom to ring; the client points at one."""
    service, sheet = service_of(services(), episode.service_id), LANGUAGES.on(today())
    return render_template("letters/languages.html", episode=episode, service=service, sheet=sheet)


def the_document(episode: "Episode", document_id: str) -> "tuple[Document, str]":
    """A document of the record and who recorded it; 404 elsewhere."""
    return reads.document(services(), episode, document_id) or abort(404)


def may_open(row: "Document") -> bool:
    """Whether the worker may see what a document says."""
    return not row.sensitive or row.service_id in actor().services(READ_SENSITIVE)


def opened(episode: "Episode", document_id: str) -> "Document":
    """A document that the worker may open; 403 where it is sensitive and the worker may not."""
    row, _ = the_document(episode, document_id)
    if not may_open(row):
        abort(403)
    return row
