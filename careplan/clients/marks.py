"""What the banner and the overview show of an episode, its tasks and its treatment."""

from collections.abc import Iterable, Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode, Intervention, Pause, Task, TaskAction, Transfer
from careplan.clients.rules.words import PAUSES
from careplan.ground.corrections import live
from careplan.ground.marks import CLIENT, EPISODE, KEYWORKER, ON, SERVICES, Rows, mark
from careplan.ground.offers import Flag, Mark, Marks
from careplan.staff.models import Service, Worker
from careplan.ui.words import day


def _pauses() -> Rows:
    return mark("pause", Pause.id, [Pause.reason], [Pause.from_on]).where(
        Pause.episode_id == EPISODE,
        live(Pause),
        Pause.from_on <= ON,
        or_(Pause.until_on.is_(None), Pause.until_on > ON),
    )


def _tasks() -> Rows:
    closes = (TaskAction.task_id == Task.id, TaskAction.closes.is_(True), live(TaskAction))
    closed = select(TaskAction.id).where(*closes).exists()
    return mark("task", Task.id, [Task.kind, Task.words], [Task.due_on]).where(
        Task.episode_id == EPISODE, live(Task), ~closed
    )


def _treatment() -> Rows:
    row = Intervention
    days = (row.referred_on, row.first_offered_on, row.started_on, row.ended_on)
    return mark("treatment", row.id, [row.kind, row.ending], days).where(row.episode_id == EPISODE, live(row))


def _keyworker() -> Rows:
    return mark("keyworker", Worker.id, [Worker.name]).where(Worker.id == KEYWORKER)


def _episodes() -> Rows:
    person = aliased(Client)
    return (
        mark("episode", Episode.id, [Service.name], [Episode.referred_on, Episode.closed_on])
        .join(Service, Service.id == Episode.service_id)
        .join(person, person.id == Episode.client_id)
        .where(
            person.root_id == CLIENT,
            Episode.service_id.in_(SERVICES),
            live(Episode),
        )
    )


def _sent() -> Rows:
    """Referrals to other services."""
    return mark("sent", Transfer.id, [Transfer.sent_to, Transfer.basis], [Transfer.sent_on]).where(
        Transfer.episode_id == EPISODE, live(Transfer)
    )


def _flags(marks: Iterable[Mark]) -> Iterator[Flag]:
    for one in marks:
        if one.kind == "pause":
            yield Flag(f"{PAUSES[one.first]} since {day(one.on)}", "record.overview", "grey", 80)


MARKS = Marks(
    always=lambda: [_pauses()],
    overview=lambda: [_tasks(), _treatment(), _keyworker(), _episodes(), _sent()],
    flags=_flags,
)
