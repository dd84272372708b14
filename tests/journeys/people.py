"""Clients of their own for each journey, written straight into the server's database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from itertools import count
from time import sleep
from types import SimpleNamespace
from typing import Any

from careplan.checklists.codes import Kind, Presence
from careplan.checklists.queries import bank
from careplan.ground.clock import london, now, today
from careplan.ground.db import db
from careplan.staff.passwords import hashed
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, InterventionFactory, TaskFactory
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    RegimenFactory,
)
from tests.factories.risk import RiskActionFactory, RiskLevelFactory
from tests.factories.staff import MembershipFactory, WorkerFactory

_numbers = count(400_000)


def ago(days: int) -> date:
    """The day so many days before today."""
    return today() - timedelta(days=days)


def away_from_midnight() -> None:
    """Wait while a journey of minutes would meet the next day, or the present one has no two minutes that are over."""
    while not time(0, 2) <= london(now()).time() < time(23, 55):
        sleep(1)


def nhs_number() -> str:
    """A number nobody holds yet: 999 and a check digit."""
    while True:
        first = f"999{next(_numbers):06d}"
        digit = 11 - sum(int(one) * weight for one, weight in zip(first, range(10, 1, -1), strict=True)) % 11
        if digit != 10:
            return first + str(digit % 11)


@contextmanager
def written(live: SimpleNamespace) -> Iterator[None]:
    """What is made inside is in the server's database after it."""
    with live.app.app_context():
        yield
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def client(
    live: SimpleNamespace, first: str, last: str, born: date = date(1985, 7, 14), **episode: Any
) -> SimpleNamespace:
    """A client whom Kay keeps, referred ten days ago and in treatment; returns ids, number and address."""
    number = nhs_number()
    with written(live):
        person = ClientFactory(first_name=first, last_name=last, nhs_number=number, date_of_birth=born)
        values = {"service_id": live.service, "keyworker_id": live.keyworker, "referred_on": ago(10)}
        row = EpisodeFactory(client=person, **values | episode)
        days = {"referred_on": row.referred_on, "first_offered_on": ago(8), "started_on": ago(8)}
        InterventionFactory(episode=row, **days)
        made = SimpleNamespace(client=person.id, episode=row.id, nhs_number=number)
    made.record = f"/record/{made.episode}"
    return made


def course(live: SimpleNamespace, of: SimpleNamespace, began: int, doses: dict[int, str]) -> str:
    """A methadone course of 30 mg, supervised daily, begun so many days ago; `doses` are days ago and status."""
    with written(live):
        keys = {"episode_id": of.episode, "service_id": live.service, "episode": None}
        row = CourseFactory(**keys, first_dose_on=ago(began))
        DoseOrderFactory(course=row, effective_on=ago(began))
        RegimenFactory(course=row, effective_on=ago(began), collect="1111111", supervised="1111111")
        for day, status in doses.items():
            DoseEventFactory(course=row, happened_on=ago(day), status=status)
        return str(row.id)


def task(of: SimpleNamespace, service: str) -> str:
    """An open task about a client, inside `written`."""
    keys = {"episode_id": of.episode, "service_id": service, "episode": None}
    return str(TaskFactory(**keys, source=f"journey:{of.episode}").id)


def risk(live: SimpleNamespace, of: SimpleNamespace, but: str = "", level: str = "") -> str:
    """A risk assessment in which every question but one was declined; with a level it is completed at that level."""
    items = [one for one in bank("1").lists[Kind.RISK] if one.item not in ("risk_levels", but)]
    with written(live):
        keys = {"episode_id": of.episode, "service_id": live.service, "episode": None}
        row = AssessmentFactory(
            **keys, kind="risk", checklist="risk", started_on=today(), worker_id=live.keyworker
        )
        for one in items:
            if one.presence[Kind.RISK] is Presence.ALWAYS:
                AnswerFactory(assessment=row, item=one.item, status="declined", value=None)
        if level:
            for domain in ("self", "from_others", "to_others", "children"):
                RiskLevelFactory(assessment=row, domain=domain, level=level, reason="Seen at home today")
            RiskActionFactory(assessment=row, due_on=today() + timedelta(days=3))
            row.completed_on = today()
        return str(row.id)


def worker(
    live: SimpleNamespace, name: str, *roles: str, also: tuple[str, ...] = (), password: str = ""
) -> str:
    """A further worker of the service, with these roles at the other services as well; returns the username."""
    with written(live):
        username = name.lower().replace(" ", ".") + live.tail
        row = WorkerFactory(
            name=name, username=username, password_hash=hashed(password) if password else None
        )
        for role in roles:
            for service in (live.service, *also):
                MembershipFactory(worker_id=row.id, service_id=service, role=role)
    return username
