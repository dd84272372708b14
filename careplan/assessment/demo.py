"""What the demo tells of assessments beside their answers: scores, tasks that they raised, one left for another day."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from careplan.assessment.models import Assessment
from careplan.assessment.queries.waiting import OF_TOOLS
from careplan.assessment.rules.completion import Reason
from careplan.assessment.rules.scores import alarms, score
from careplan.assessment.rules.triggers import SAFETY, Trigger
from careplan.checklists.rules.tools import TOOLS
from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter
from careplan.ground.types import canonical
from careplan.trail.actions import write

TRIGGERS = {
    "suicidal_thoughts": ("active_no_plan", Trigger.SUICIDAL_THOUGHTS),
    "domestic_abuse_experienced": ("current", Trigger.DOMESTIC_ABUSE),
    "pregnancy_possible": (True, Trigger.PREGNANT),
}
LEFT = 43
"""Who had to leave before the end of a comprehensive assessment."""


ASKED_EVERY = 110
"""Days from one PHQ-9 of a client to the next."""


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


def _rows(book: Book, person: Person) -> None:
    _tasks(book, person)
    for number, (tool, ago, at_most) in enumerate(_asked(person), 1):
        _result(book, person, number, tool, ago, at_most)


def _asked(person: Person) -> Iterator[tuple[str, int, int]]:
    """Tools that a person was asked, days ago, and the highest points of an answer: less as treatment goes on."""
    if person.stage == "triage_open" and TRIGGERS["suicidal_thoughts"][0] in person.says.values():
        yield "phq_9", person.triaged_ago, 2
    if person.stage != "treatment":
        return
    if person.course is not None and person.number % 2:
        yield "cows", person.start, 2
    for turn, ago in enumerate(range(person.start, max(person.quiet_from, 0), -ASKED_EVERY)):
        better = max(3 - turn, 1)
        if "drinks" in person.traits:
            yield "audit", ago, better
        if person.number % 3 == 0:
            yield from (("phq_9", ago, better), ("gad_7", ago, better))


def _result(book: Book, person: Person, number: int, code: str, ago: int, at_most: int) -> None:
    """A result with the task of what in it cannot wait; only who speaks of suicide is not at 0 there."""
    day = book.day(ago)
    tools = TOOLS.on(day)
    tool = tools.by_code[code]
    speaks = person.stage == "triage_open"
    answers = {}
    for place, item in enumerate(tool.items):
        points = [one for one, _ in tools.choices(item) if one <= at_most]
        quiet = item in {one.item for one in tool.alarms} and not speaks
        answers[item] = 0 if quiet else points[-1 - (place + person.number) % 2 * (len(points) > 1)]
    told, id_ = score(tool, answers), person.id("TR", number)
    book.add(
        "tool_results", ago=ago, by=person.keyworker, id=id_, episode_id=person.id("E"), tool=code,
        edition=tools.edition, on=day, answers=canonical(answers), answered=told.answered, points=told.points,
        total=told.total, band=told.band,
    )  # fmt: skip
    for one in alarms(tool, answers):
        source = f"{OF_TOOLS}{id_}:{one.item}:{day.isoformat()}"
        _task(book, person, ago, kind="safety", source=source, words=one.words, due_on=day)


def _leave(session: Session, _book: Book, person: Person) -> None:
    """The worker's reason, which no file holds."""
    if person.number == LEFT:
        row = session.get_one(Assessment, person.id("A", "comprehensive"))
        row.incomplete_reason = Reason.CLIENT_LEFT.value
        subject, by = f"assessments:{row.id}", person.keyworker
        write("assessment.left_incomplete", by=by, subject=subject, of=person)


CHAPTER = Chapter(_rows, _leave)
