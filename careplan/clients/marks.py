"""What the banner and the overview show of an episode, its tasks and its treatment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from careplan.clients.labels import KINDS, PAUSES
from careplan.clients.models import Client, Episode, Intervention, Pause, Task, TaskAction, Transfer
from careplan.clients.rules import facts
from careplan.clients.rules.waits import waited, waiting
from careplan.ground.corrections import live
from careplan.ground.marks import CLIENT, EPISODE, KEYWORKER, ON, SERVICES, Rows, mark
from careplan.ground.offers import Flag, Gap, Marks
from careplan.ground.types import json_object
from careplan.staff.models import Service, Worker
from careplan.ui.words import counted, day


def _pauses() -> Rows:
    row = Pause
    days = {"from_on": row.from_on, "until_on": row.until_on}
    return mark(facts.Pause, row.id, row.from_on, **days, reason=row.reason).where(
        Pause.episode_id == EPISODE,
        live(Pause),
        Pause.from_on <= ON,
        or_(Pause.until_on.is_(None), Pause.until_on > ON),
    )


def _tasks() -> Rows:
    closes = (TaskAction.task_id == Task.id, TaskAction.closes.is_(True), live(TaskAction))
    closed = select(TaskAction.id).where(*closes).exists()
    columns = {"id": Task.id, "kind": Task.kind, "words": Task.words, "due_on": Task.due_on}
    return mark(facts.Waiting, Task.id, Task.due_on, **columns).where(
        Task.episode_id == EPISODE, live(Task), ~closed
    )


def _treatment() -> Rows:
    row = Intervention
    days = json_object(
        referred_on=row.referred_on,
        first_offered_on=row.first_offered_on,
        started_on=row.started_on,
        ended_on=row.ended_on,
    )
    treated = mark(facts.Intervention, row.id, row.referred_on, id=row.id, kind=row.kind, days=days)
    return treated.where(row.episode_id == EPISODE, live(row))


def _keyworker() -> Rows:
    return mark(facts.Keyworker, Worker.id, name=Worker.name).where(Worker.id == KEYWORKER)


def _episodes() -> Rows:
    person, row = aliased(Client), Episode
    columns = {
        "id": row.id,
        "service": Service.name,
        "referred_on": row.referred_on,
        "closed_on": row.closed_on,
    }
    return (
        mark(facts.Stay, row.id, row.referred_on, **columns)
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
    row = Transfer
    sent = mark(facts.Sent, row.id, row.sent_on, sent_to=row.sent_to, basis=row.basis, sent_on=row.sent_on)
    return sent.where(row.episode_id == EPISODE, live(row))


def _flags(shown: Iterable[object]) -> Iterator[Flag]:
    for one in shown:
        if isinstance(one, facts.Pause) and one.reason:
            yield Flag(f"{PAUSES[one.reason]} since {day(one.from_on)}", "record.overview", "grey", 80)


def _gaps(shown: Sequence[object], episode: Any, on: date) -> Iterator[Gap]:
    """Treatment and the wait for it, who keeps the record, triage, the NHS number."""
    treatment = [one for one in shown if isinstance(one, facts.Intervention)]
    if not treatment:
        yield Gap("No treatment recorded", "Missing", "clients.new_intervention", order=30)
    elif all(one.days.ended_on for one in treatment):
        yield Gap("No treatment runs", "Ended", "clients.new_intervention", order=30)
    for one in treatment:
        if waiting(one.days):
            words = f"{KINDS[one.kind]}: no first appointment offered yet"
            yield Gap(words, counted(waited(one.days, on) or 0, "day"), "clients.treatment", order=30)
    if episode.keyworker_id is None:
        yield Gap("No keyworker", "Missing", "clients.referral", order=60)
    if episode.triaged_on is None:
        yield Gap("No day of triage", "Missing", "clients.referral", order=60)
    if not episode.client.nhs_number:
        yield Gap("No NHS number", "Missing", "clients.edit", order=80)


MARKS = Marks(
    (facts.Pause, facts.Waiting, facts.Intervention, facts.Keyworker, facts.Stay, facts.Sent),
    always=lambda: [_pauses()],
    overview=lambda: [_tasks(), _treatment(), _keyworker(), _episodes(), _sent()],
    flags=_flags,
    gaps=_gaps,
)
