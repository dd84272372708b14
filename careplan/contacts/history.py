"""The room's share of a record's history and of its overview."""

from collections.abc import Iterator

from sqlalchemy import String, cast, func, literal, select

from careplan.contacts.labels import WAYS
from careplan.contacts.models import ContactNote
from careplan.ground import marks
from careplan.ground.corrections import live
from careplan.ground.history import Rows, own, recorded
from careplan.ground.offers import Entry, History, Latest, Line, Marks, Part, Summary
from careplan.ui.history import joined, on_day
from careplan.ui.words import day

HEAD = 120
"""Characters of a note that the history tells."""


def rows() -> Iterator[Rows]:
    """A SELECT for each kind of row."""
    note = ContactNote
    head = func.substr(note.words, 1, HEAD, type_=String)
    yield own(recorded("contact_note", note, note.way, head, note.happened_on), note)


def _note(entry: Entry) -> str:
    return joined(on_day(entry), WAYS.get(entry.first or ""), entry.second)


HISTORY = History(
    rows,
    (Line("contact_note", "Note of a contact", "contacts.notes", _note, "contacts"),),
    (Part("contacts", "Contacts", 15),),
)


def _latest() -> Rows:
    """The last contact that is written down."""
    note, kind = ContactNote, cast(literal("contact_note"), String)
    first = select(note.id).where(note.episode_id == marks.EPISODE, live(note))
    newest = first.order_by(note.happened_on.desc(), note.id.desc()).limit(1).scalar_subquery()
    told = {
        "kind": kind,
        "first": note.way,
        "second": cast(literal(None), String),
        "on_day": note.happened_on,
    }
    return marks.mark(Latest, note.id, note.happened_on, **told).where(note.id == newest)


def _words(one: Latest) -> str:
    return joined(day(one.on_day), WAYS.get(one.first or ""))


MARKS = Marks((Latest,), overview=lambda: [_latest()])
SUMMARY = (Summary("contact_note", "Last contact", _words, "contacts.notes"),)
