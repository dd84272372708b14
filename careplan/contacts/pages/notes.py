"""Notes in words: the list of a record, a note whole, a note that is to be written, what a search brings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from careplan.clients.labels import PURPOSES
from careplan.clients.queries.mistakes import of_episode
from careplan.contacts.actions.notes import strike_note
from careplan.contacts.forms.notes import NoteForm
from careplan.contacts.labels import RISK, WAYS
from careplan.contacts.models import ContactNote
from careplan.contacts.queries import notes as reads
from careplan.contacts.rules.notes import Written
from careplan.contacts.rules.standard import NOTES
from careplan.ground.clock import london, now, today
from careplan.ground.corrections import is_live
from careplan.ground.mistakes import Again, Mistake
from careplan.staff.codes import CLINICAL
from careplan.staff.queries import names_at
from careplan.staff.rules import Actor
from careplan.ui.paging import Rows
from careplan.ui.tables import Above, Column, Link, Paged, Table, Tag
from careplan.ui.words import day, time_words

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.plans.models import Goal

GIST = 300
"""Characters of a note that a list shows."""


def when(note: ContactNote) -> str:
    """Day and time of a contact."""
    return ", ".join(filter(None, (day(note.happened_on), time_words(note.happened_on, note.began))))


def gist(words: str) -> str:
    """The beginning of a note, cut between words."""
    flat = " ".join(words.split())
    return flat if len(flat) <= GIST else f"{flat[:GIST].rsplit(' ', 1)[0]} …"


def how(note: ContactNote, worker: str) -> str:
    """Way, others, length and who had the contact, in one line."""
    others = f"with {note.with_whom}" if note.with_whom else ""
    length = f"{note.minutes} minutes" if note.minutes else ""
    return ", ".join(filter(None, (WAYS[note.way], others, length, worker)))


def told(note: ContactNote, goals: Iterable["Goal"] = (), worker: str = "") -> list[tuple[str, str]]:
    """A note whole: labels and words."""
    step = f"{note.next_step}, by {day(note.next_step_on)}" if note.next_step else ""
    rows = [
        ("When", when(note)),
        ("How", WAYS[note.way]),
        ("Who had the contact", worker),
        ("Who else was there", note.with_whom or ""),
        ("How long", f"{note.minutes} minutes" if note.minutes else ""),
        ("What it was for", PURPOSES[note.purpose]),
        ("What was said and agreed", note.words),
        (
            "Risk",
            f"{RISK[note.risk_changed]}: {note.risk_words}" if note.risk_words else RISK[note.risk_changed],
        ),
        ("Goals touched", "; ".join(goal.wording for goal in goals)),
        ("Next step", step),
    ]
    return [row for row in rows if row[1]]


def listing(episode: "Episode", page: Rows) -> Table:
    """The notes of a record, the latest first."""

    def link(row: tuple[ContactNote, str]) -> Link:
        return Link(when(row[0]), url_for("contacts.note", episode_id=episode.id, note_id=row[0].id))

    columns = (
        Column("When", link),
        Column("How", lambda row: Above(WAYS[row[0].way], how(row[0], row[1]).partition(", ")[2])),
        Column("What was said and agreed", lambda row: gist(row[0].words)),
        Column("Risk", lambda row: Tag(RISK[True], "red") if row[0].risk_changed else "Not changed"),
        Column(
            "Next step",
            lambda row: f"{row[0].next_step}, by {day(row[0].next_step_on)}" if row[0].next_step else "",
        ),
    )
    empty = "No contact is written down yet. Notes appear here, the latest first."
    return Table(
        "Notes",
        columns,
        page.rows,
        empty,
        caption_hidden=True,
        paged=Paged(page.number, page.pages, "?page={}".format),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A note as its page shows it: whole, since when it is written, the versions before it, and whether it stands."""

    note: ContactNote
    rows: list[tuple[str, str]]
    earlier: list[tuple[ContactNote, list[tuple[str, str]]]]


def shown(services: frozenset[str], note: ContactNote) -> Shown:
    """The newest version of a note, and the ones before."""
    versions = reads.chain(services, note)
    goals = reads.goals_touched([one.id for one, _ in versions])
    whole = [(one, told(one, goals.get(one.id, ()), worker)) for one, worker in versions]
    return Shown(whole[0][0], whole[0][1], whole[1:])


def new_form(
    form: NoteForm,
    services: frozenset[str],
    episode: "Episode",
    by: Actor,
    appointment: Any,
    task: Any = None,
) -> None:
    """Fill in what is known: the day, the time, who writes; of an appointment its own."""
    workers = _about(form, services, episode)
    begun = london(appointment.starts_at if appointment else now())
    form.appointment_id = appointment.root_id if appointment else None
    form.begin(
        happened_on=min(begun.date(), today()),
        began=f"{begun:%H:%M}",
        worker_id=by.id if by.id in workers else None,
        purpose=appointment.purpose if appointment else "other" if task else "keywork",
    )


def correction(form: NoteForm, services: frozenset[str], episode: "Episode", note: ContactNote) -> None:
    """Fill in the note that is to be corrected."""
    _about(form, services, episode, note)
    form.appointment_id = note.appointment_id
    form.begin(**fields(note), goals=[one.root_id for one in reads.goals_touched([note.id]).get(note.id, ())])


def fields(note: ContactNote) -> dict[str, Any]:
    """What a note holds, by the names of the form's fields."""
    return {
        name: getattr(note, name) for name in Written.__slots__ if name not in ("goals", "appointment_id")
    }


def _about(
    form: NoteForm, services: frozenset[str], episode: "Episode", note: ContactNote | None = None
) -> dict[str, str]:
    goals = reads.open_goals(services, episode, today())
    workers = names_at(episode.service_id, today(), CLINICAL)
    if note is not None:
        goals = {one.root_id: one.wording for one in reads.goals_touched([note.id]).get(note.id, ())} | goals
        workers = {note.worker_id: "Somebody who left"} | workers
    form.about(episode.client.birth.earliest, workers, goals)
    return workers


def template(service_id: str, purpose: str | None, on: date) -> str:
    """What a note for this begins with: the service's own words, else careplan's."""
    return reads.templates(service_id).get(purpose or "") or NOTES.on(on).templates.get(purpose or "", "")


def differences(form: NoteForm, note: ContactNote | None) -> list[tuple[str, str, str]]:
    """The note where it stands, and what was typed."""
    stands = note.words if note and is_live(note) else ""
    return [("What was said and agreed", stands, form.words.data or "")]


def hits(rows: Sequence[reads.Hit]) -> Table:
    """Notes that hold the words, as a list."""

    def link(one: reads.Hit) -> Link:
        return Link(when(one.note), url_for("contacts.note", episode_id=one.episode_id, note_id=one.note.id))

    columns = (
        Column("Client", lambda one: one.client.name),
        Column("When", link),
        Column("How", lambda one: how(one.note, one.worker)),
        Column("What was said and agreed", lambda one: gist(one.note.words)),
    )
    return Table("Notes of your services that hold these words", columns, rows)


def _again(_episode: "Episode", note: ContactNote) -> Again:
    return "contacts.new", {}, fields(note)


MISTAKES = (
    Mistake(
        kind="contact_note",
        name="note",
        then="It is listed and found nowhere any more, and the task of its next step goes with it.",
        find=of_episode(ContactNote),
        shown=told,
        strike=strike_note,
        again=_again,
    ),
)
