"""Writing a note, correcting it, and striking it out; its next step is a task."""

from contextlib import suppress
from dataclasses import asdict
from typing import Unpack

from sqlalchemy import select

from careplan.clients.actions import TaskClosed, close_task, raise_task, strike_out, strike_task
from careplan.clients.models import Episode, Task
from careplan.clients.queries.tasks import tasks_from
from careplan.clients.rules.todo import NOTE
from careplan.contacts.models import ContactGoal, ContactNote
from careplan.contacts.rules.notes import SOURCE, Written
from careplan.ground.corrections import Why, hanging, supersede
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write
from careplan.ui.words import day


def write_note(*, by: Actor, episode: Episode, written: Written, answers: Task | None = None) -> ContactNote:
    """A new note, and a task for its next step; it ends the follow-up that it answers."""
    note = _row(by, episode, written)
    db.add(note)
    if answers is not None:
        with suppress(TaskClosed):
            close_task(by=by, task=answers, words=f"A note of {day(written.happened_on)} says how it goes.")
    _goals(by, note, written)
    _next_step(by, episode, note)
    _trail("recorded", by, episode, note)
    return note


def correct_note(
    *, by: Actor, episode: Episode, note: ContactNote, written: Written, reason: str
) -> ContactNote:
    """A new version in the place of one that no longer holds, which stays readable. A changed next step is another
    task; what was done about the one before stays.
    """
    right = _row(by, episode, written)
    supersede(note, right, reason=reason)
    _goals(by, right, written)
    if (right.next_step, right.next_step_on) != (note.next_step, note.next_step_on):
        for task in _tasks(episode, note):
            close_task(by=by, task=task, words=f"The note was corrected: {reason}")
        _next_step(by, episode, right)
    _trail("corrected", by, episode, right, corrects=note.id)
    return right


def strike_note(*, by: Actor, episode: Episode, row: ContactNote, **why: Unpack[Why]) -> None:
    """The note was recorded by mistake: it counts nowhere, and its next step waits for nobody. What was done about a
    step of another client is told no more.
    """
    tasks = _tasks(episode, row, closed=bool(why.get("wrong_client")))
    strike_out(by=by, episode=episode, row=row, act="contact_note", along=hanging(row), **why)
    for task in tasks:
        strike_task(by=by, episode=episode, row=task, **why)


def _row(by: Actor, episode: Episode, written: Written) -> ContactNote:
    values = {name: value for name, value in asdict(written).items() if name != "goals"}
    mine = {"episode_id": episode.root_id, "service_id": episode.service_id}
    return ContactNote(recorded_by=by.id, **mine, **values)


def _goals(by: Actor, note: ContactNote, written: Written) -> None:
    for goal_id in written.goals:
        row = ContactGoal(note_id=note.id, goal_id=goal_id, service_id=note.service_id, recorded_by=by.id)
        db.session.add(row)
    db.session.flush()


def _next_step(by: Actor, episode: Episode, note: ContactNote) -> None:
    if note.next_step is None or note.next_step_on is None:
        return
    raise_task(
        by=by,
        episode=episode,
        kind=NOTE,
        source=f"{SOURCE}{note.id}",
        words=note.next_step,
        due_on=note.next_step_on,
        worker_id=note.worker_id,
    )


def _tasks(episode: Episode, note: ContactNote, closed: bool = False) -> list[Task]:
    """The open tasks of all versions of a note; with `closed` those too that were done."""
    ids = db.session.scalars(select(ContactNote.id).where(ContactNote.root_id == note.root_id))
    sources = {f"{SOURCE}{one}" for one in ids}
    return [task for task in tasks_from(episode, SOURCE, closed=closed) if task.source in sources]


def _trail(act: str, by: Actor, episode: Episode, note: ContactNote, **detail: str) -> None:
    write(
        f"contact_note.{act}",
        by=by,
        subject=f"contact_notes:{note.id}",
        of=episode,
        detail=detail or None,
    )
