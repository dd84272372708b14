"""Reading a course at another service, with a reason; and telling a service that its client is treated here."""

from datetime import date

from careplan.clients.actions import raise_task
from careplan.clients.models import Episode
from careplan.clients.rules.afterwards import ELSEWHERE
from careplan.prescribing.queries.elsewhere import elsewhere, told
from careplan.staff.queries import service_of
from careplan.staff.rules import Actor
from careplan.trail.actions import write
from careplan.ui.words import day


def look(*, by: Actor, episode: Episode, reason: str, on: date) -> list[str]:
    """Drug, last dose and telephone of live courses of this very person elsewhere; each service is told why.

    What was read stands on this record as a task to ring them. A likeness is told nothing: it may be somebody else.
    """
    here, lines = _name(episode), []
    for one in elsewhere(episode, on):
        course = told(one, on) if one.sure else None
        if course is None:
            continue
        what, there = course
        last = f"last day with a dose {day(what.last_dose_on)}" if what.last_dose_on else "no dose logged"
        telephone = f"telephone {what.telephone}" if what.telephone else "no telephone recorded"
        line = f"{what.drug}, {last}, {telephone}"
        lines.append(line)
        source = f"{ELSEWHERE}:{one.course_id}:{on.isoformat()}"
        ring = f"Ring the service with the live opioid course: {line}. Read because: {reason}"
        tell = f"{here} read drug, last dose and your telephone from this course: {reason}"
        for whose, words in ((episode, ring), (there, tell)):
            task = raise_task(by=by, episode=whose, kind=ELSEWHERE, source=source, words=words, due_on=on)
            task.worker_id = whose.keyworker_id
        detail = {"course": one.course_id, "to": one.service_id}
        write("course.read_elsewhere", by=by, subject=f"courses:{one.course_id}", of=episode, detail=detail)
    return lines


def tell_before(*, by: Actor, episode: Episode, begins_on: date, on: date) -> None:
    """The service that a client was transferred from hears from which day this one prescribes, to end its course."""
    for one in elsewhere(episode, on):
        course = told(one, on) if one.taken_over else None
        if course is not None:
            there = course[1]
            words = f"{_name(episode)} prescribes from {day(begins_on)}: end your course, ring the pharmacy"
            source = f"{ELSEWHERE}:{one.course_id}:taken-over"
            end = raise_task(
                by=by, episode=there, kind="safety", source=source, words=words, due_on=begins_on
            )
            end.worker_id = there.keyworker_id


def _name(episode: Episode) -> str:
    service = service_of(frozenset({episode.service_id}), episode.service_id)
    return service.name if service else "Another service"
