"""What Today does not read asks for nothing: the lines are those of all courses, whatever happened in them."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from careplan.clients.models import Client
from careplan.clients.queries.pending import pending
from careplan.clients.rules.todo import whose
from careplan.demo.actions.fill import fill
from careplan.ground.clock import now, today
from careplan.prescribing.queries.days import on_day
from careplan.prescribing.queries.today import COURSES, lines
from careplan.staff.codes import Role
from careplan.staff.rules import Actor, RoleAtService
from tests.factories.clients import ClientFactory, EpisodeFactory, PauseFactory
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    ReassessmentFactory,
    RegimenFactory,
)

ON = date(2026, 3, 11)
WEEKS = (None, "1111111", "1111110", "1010100", "1000000", "0000000")
ORDERS = ((), ((20, "oral_mixture"),), ((20, "oral_mixture"), (9, "oral_mixture")), ((9, "depot_weekly"),))
STATUSES = ("taken", "taken", "taken", "taken", "collected", "missed", "withheld", "refused", None)


def back(days: int) -> date:
    return ON - timedelta(days=days)


def lived(service_id: str, chance: Random) -> None:
    """One course, its orders, week, doses, reassessments and times away as they fall."""
    client: Client = ClientFactory(nhs_number=None, deceased_on=chance.choice([*[None] * 9, back(1)]))
    episode = EpisodeFactory(client=client, service_id=service_id)
    orders, week = chance.choice([*ORDERS, ORDERS[1], ORDERS[2]]), chance.choice(WEEKS)
    drug = "buprenorphine" if orders and orders[0][1] == "depot_weekly" else "methadone"
    course = CourseFactory(episode=episode, first_dose_on=back(chance.choice([1, 3, 20])), drug=drug)
    for mg, (days, formulation) in zip((24, 32), orders, strict=False):
        DoseOrderFactory(
            course=course, effective_on=back(days), daily_mg=Decimal(mg), formulation=formulation
        )
    if week:
        RegimenFactory(course=course, effective_on=back(20), collect=week, supervised=week)
    stops = chance.choice([0, 0, 1, 2, 3, 4, 6])
    for days in range(stops, 16):
        if status := chance.choice(STATUSES):
            mg = Decimal(chance.choice([24, 24, 0])) if status in ("taken", "collected") else None
            until = back(days - 2) if status == "collected" and chance.random() < 0.5 else None
            DoseEventFactory(course=course, happened_on=back(days), status=status, mg=mg, covers_until=until)
    for days in range(5):
        if chance.random() < 0.05:
            ReassessmentFactory(course=course, reassessed_on=back(days), intoxicated=chance.random() < 0.5)
    if chance.random() < 0.2:
        PauseFactory(episode=episode, from_on=back(9), until_on=chance.choice([None, back(4), back(0)]))


def prescriber(services):
    """Whoever prescribes at these services."""
    roles = (RoleAtService(one, Role.PRESCRIBER, date.min, None) for one in sorted(services))
    return Actor("", "", "", tuple(roles))


@pytest.fixture
def looked_at(monkeypatch):
    """How many courses Today read, each time."""
    counts = []

    def counted(*args, **more):
        courses = on_day(*args, **more)
        counts.append(len(courses))
        return courses

    monkeypatch.setattr("careplan.prescribing.queries.today.on_day", counted)
    return counts


def assert_no_line_is_lost(services, every, day):
    worker = prescriber(services)
    wanted = whose(lines(every, day), worker)
    assert sorted(map(repr, pending((COURSES,), worker, day))) == sorted(map(repr, wanted))


def test_no_line_is_lost_of_generated_courses(session, house, looked_at):
    chance = Random(11)
    for _ in range(120):
        lived(house.service, chance)
    session.flush()
    session.expire_all()
    for day in (back(2), back(1), ON, ON + timedelta(days=1)):
        every = on_day(house.services, day)
        assert_no_line_is_lost(house.services, every, day)
        assert len({line.reason for line in lines(every, day)}) > 3
        assert looked_at[-1] <= len(every)
    assert looked_at[2] < len(on_day(house.services, ON))


@pytest.mark.slow
def test_no_line_is_lost_of_the_demo_and_most_courses_are_left_alone(session, looked_at):
    fill(session, today=today(), now=now(), password="larch-and-linden-42", progress=lambda _: None)
    services = frozenset({"north", "river"})
    for day in (today() - timedelta(days=days) for days in (0, 1, 2, 8, 30)):
        every = on_day(services, day)
        assert_no_line_is_lost(services, every, day)
        assert looked_at[-1] * 4 < len(every)
