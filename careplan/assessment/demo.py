"""What the demo tells of assessments beside their answers: tasks that they raised, and one left for another day."""

from typing import Any

from sqlalchemy.orm import Session

from careplan.assessment.models import Assessment
from careplan.assessment.rules.completion import Reason
from careplan.assessment.rules.triggers import SAFETY, Trigger
from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter
from careplan.trail.actions import write

TRIGGERS = {
    "suicidal_thoughts": ("active_no_plan", Trigger.SUICIDAL_THOUGHTS),
    "domestic_abuse_experienced": ("current", Trigger.DOMESTIC_ABUSE),
    "pregnancy_possible": (True, Trigger.PREGNANT),
}
LEFT = 43
"""Who had to leave before the end of a comprehensive assessment."""


def _task(book: Book, person: Person, ago: int, **cells: Any) -> None:
    ids = {"id": person.id("TK", cells["source"].split(":")[-2]), "episode_id": person.id("E")}
    book.add("tasks", ago=ago, by=person.keyworker, worker_id=person.keyworker, **ids, **cells)


def _tasks(book: Book, person: Person) -> None:
    """What an unfinished assessment said that cannot wait, as the assessment's page would have raised it."""
    kinds = {"triage_open": ("triage", person.triaged_ago), "comprehensive_open": ("comprehensive", 6)}
    kind, ago = kinds.get(person.stage, ("", 0))
    day = book.day(ago)
    for item, (value, trigger) in TRIGGERS.items() if kind else ():
        if person.says.get(item) == value:
            words = SAFETY.on(day).triggers[trigger].words
            source = f"assessment:{person.id('A', kind)}:{trigger.value}:{day.isoformat()}"
            _task(book, person, ago, kind="safety", source=source, words=words, due_on=day)
    if person.number == LEFT:
        words, due_on = "Comprehensive assessment is not finished: the client had to leave", book.day(-1)
        source = f"unfinished:{person.id('A', kind)}:{due_on.isoformat()}"
        _task(book, person, ago, kind="assessment", source=source, words=words, due_on=due_on)


def _leave(session: Session, _book: Book, person: Person) -> None:
    """The worker's reason, which no file holds."""
    if person.number == LEFT:
        row = session.get_one(Assessment, person.id("A", "comprehensive"))
        row.incomplete_reason = Reason.CLIENT_LEFT.value
        subject, by = f"assessments:{row.id}", person.keyworker
        write("assessment.left_incomplete", by=by, subject=subject, of=person)


CHAPTER = Chapter(_tasks, _leave)
