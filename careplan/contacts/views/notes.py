"""Notes of a record: the list, one note, writing and correcting it."""

from typing import TYPE_CHECKING

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD, WRITE_ASSESSMENT
from careplan.clients.queries.tasks import follow_up
from careplan.contacts.actions.notes import correct_note, write_note
from careplan.contacts.codes import EDIT_TEMPLATES
from careplan.contacts.forms.notes import CorrectionForm, NoteForm
from careplan.contacts.pages import notes as pages
from careplan.contacts.queries import diary
from careplan.contacts.queries import notes as reads
from careplan.contacts.views.room import record
from careplan.ground.clock import today
from careplan.ground.corrections import is_live
from careplan.staff.doors import actor, services
from careplan.ui.frame import kept, stale, told
from careplan.ui.paging import page_number

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.contacts.models import ContactNote


@record.get("/contacts", READ_RECORD)
def notes(episode: "Episode") -> ResponseReturnValue:
    """The notes of the record, the latest first."""
    page = reads.page(services(), episode, page_number(request.args.get("page", "1")))
    table = pages.listing(episode, page)
    return render_template("contacts/notes.html", episode=episode, table=table, total=page.total)


@record.form("/contacts/new", WRITE_ASSESSMENT)
def new(episode: "Episode") -> ResponseReturnValue:
    """A note; where a colleague wrote one meanwhile, that is shown first."""
    wanted, task_id = request.args.get("appointment"), request.args.get("task")
    appointment = (diary.appointment(services(), episode, wanted) or abort(404)) if wanted else None
    task = (follow_up(episode, task_id) or abort(404)) if task_id else None
    form, last = NoteForm(), reads.last(services(), episode)
    pages.new_form(form, services(), episode, actor(), appointment, task)
    seen = last.id if last else ""
    if not form.is_submitted():
        form.seen.data = seen
    if not form.is_submitted() or _inserted(form, episode):
        return _form(form, episode)
    if form.differs(seen):
        return stale(form, pages.differences(form, last), back=_list(episode), seen=seen)
    if not form.validate():
        return _form(form, episode), 422
    note = write_note(by=actor(), episode=episode, written=form.written(), answers=task)
    return _saved(episode, note)


def _form(form: NoteForm, episode: "Episode", note: "ContactNote | None" = None) -> str:
    edits = episode.service_id in actor().services(EDIT_TEMPLATES)
    return render_template("contacts/note-form.html", form=form, episode=episode, note=note, edits=edits)


def _inserted(form: NoteForm, episode: "Episode") -> bool:
    """Whether a template was asked for, which stands below what was typed now; nothing is saved."""
    if "insert" not in request.form:
        return False
    form.insert(pages.template(episode.service_id, form.purpose.data, today()))
    return True


def _list(episode: "Episode") -> str:
    return url_for("contacts.notes", episode_id=episode.id)


def _saved(episode: "Episode", note: "ContactNote") -> ResponseReturnValue:
    """To the list; where risk has changed, to the page on which it is assessed anew."""
    if note.risk_changed:
        words = "Note saved. Risk has changed: assess it again, or see whether that was done."
        return kept(words, url_for("risk.index", episode_id=episode.id))
    return kept("Note saved.", _list(episode))


@record.get("/contacts/<note_id>", READ_RECORD)
def note(episode: "Episode", note_id: str) -> ResponseReturnValue:
    """A note whole, with the versions before it."""
    row = reads.note(services(), episode, note_id)
    if row is None or row.wrong_client:
        abort(404)
    page = pages.shown(services(), row)
    return render_template("contacts/note.html", episode=episode, page=page, live=is_live(page.note))


@record.form("/contacts/<note_id>/correct", WRITE_ASSESSMENT)
def correct(episode: "Episode", note_id: str) -> ResponseReturnValue:
    """A note in the place of one that no longer holds."""
    wrong = reads.note(services(), episode, note_id) or abort(404)
    form = CorrectionForm()
    if not is_live(wrong):
        return _dead(form, episode, wrong)
    pages.correction(form, services(), episode, wrong)
    if not form.is_submitted() or _inserted(form, episode):
        return _form(form, episode, wrong)
    if not form.validate():
        return _form(form, episode, wrong), 422
    right = correct_note(
        by=actor(), episode=episode, note=wrong, written=form.written(), reason=form.why.data
    )
    return _saved(episode, right)


def _dead(form: CorrectionForm, episode: "Episode", wrong: "ContactNote") -> ResponseReturnValue:
    newest = reads.chain(services(), wrong)[0][0]
    if form.is_submitted():
        return stale(form, pages.differences(form, newest), back=_list(episode))
    return told("This note was corrected or struck out already.", _list(episode))
