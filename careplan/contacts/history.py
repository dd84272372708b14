"""The room's share of a record's history and of its overview."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import String, cast, func, literal, null, select

from careplan.clients.labels import OUTCOMES, PURPOSES
from careplan.clients.models import Appointment
from careplan.contacts.labels import WAYS
from careplan.contacts.models import ContactNote, LostTouchDone
from careplan.ground import marks
from careplan.ground.clock import london
from careplan.ground.corrections import live
from careplan.ground.history import NO_DAY, NO_WORDS, Rows, branch, own, recorded
from careplan.ground.offers import Entry, History, Latest, Line, Marks, Part, Summary, summed_up
from careplan.plans.labels import TOUCH_WAYS
from careplan.ui.history import joined, on_day
from careplan.ui.words import clock, day

CONTACTS = Part("contacts", "Contacts", 15)
HEAD = 120
"""Characters of a note that the history tells."""


def rows() -> Iterator[Rows]:
    """A SELECT for each kind of row."""
    note, row = ContactNote, Appointment
    head = func.substr(note.words, 1, HEAD, type_=String)
    yield own(recorded("contact_note", note, note.way, head, note.happened_on), note)
    starts = cast(row.starts_at, String)
    yield own(recorded("appointment", row, row.purpose, starts), row)
    ends = (row.superseded_at, row.struck_at, row.struck_reason, row.wrong_client, row.struck_by)
    came = (row.id, row.outcome_at, row.outcome_by, row.outcome, starts, NO_DAY, NO_WORDS, *ends)
    yield own(branch("appointment_outcome", *came), row).where(row.outcome_at.is_not(None))
    step = LostTouchDone
    yield own(recorded("lost_touch", step, step.way, step.words, step.done_on), step)


def _note(entry: Entry) -> str:
    return joined(on_day(entry), WAYS.get(entry.first or ""), entry.second)


def at(text: str | None) -> str:
    """Day and time of a moment as either database writes it; empty for none."""
    if text is None:
        return ""
    moment = london(datetime.fromisoformat(text))
    return f"{day(moment)}, {clock(moment)}"


def _booked(entry: Entry) -> str:
    return joined(PURPOSES.get(entry.first or ""), at(entry.second))


def _came(entry: Entry) -> str:
    return joined(OUTCOMES.get(entry.first or ""), at(entry.second))


def _step(entry: Entry) -> str:
    return joined(on_day(entry), TOUCH_WAYS.get(entry.first or ""), entry.second)


HISTORY = History(
    rows,
    (
        Line("contact_note", "Note of a contact", "contacts.notes", _note, "contacts"),
        Line("appointment", "Appointment booked", "contacts.appointments", _booked, "contacts"),
        Line(
            "appointment_outcome", "What came of an appointment", "contacts.appointments", _came, "contacts"
        ),
        Line("lost_touch", "Step to reach the client", "contacts.notes", _step, "contacts"),
    ),
    (CONTACTS,),
)
NO_TEXT = cast(null(), String)


def _latest() -> Rows:
    """The last contact that is written down."""
    note, kind = ContactNote, cast(literal("contact_note"), String)
    first = select(note.id).where(note.episode_id == marks.EPISODE, live(note))
    newest = first.order_by(note.happened_on.desc(), note.id.desc()).limit(1).scalar_subquery()
    told = {"kind": kind, "first": note.way, "second": NO_TEXT, "on_day": note.happened_on}
    return marks.mark(Latest, note.id, note.happened_on, **told).where(note.id == newest)


def _next() -> Rows:
    """The next appointment that is booked, today's among them."""
    row, kind = Appointment, cast(literal("appointment"), String)
    first = select(row.id).where(row.episode_id == marks.EPISODE, live(row), row.outcome.is_(None))
    coming = first.where(func.date(row.starts_at) >= marks.ON)
    soonest = coming.order_by(row.starts_at, row.id).limit(1).scalar_subquery()
    told = {"kind": kind, "first": row.purpose, "second": cast(row.starts_at, String), "on_day": marks.NO_DAY}
    return marks.mark(Latest, row.id, marks.NO_DAY, **told).where(row.id == soonest)


def _words(one: Latest) -> str:
    return joined(day(one.on_day), WAYS.get(one.first or ""))


def _soon(one: Latest) -> str:
    return joined(at(one.second), PURPOSES.get(one.first or ""))


MARKS = Marks(
    (Latest,),
    overview=lambda: [_latest(), _next()],
    summary=summed_up(
        Summary("appointment", "Next appointment", _soon, "contacts.appointments"),
        Summary("contact_note", "Last contact", _words, "contacts.notes"),
    ),
)
