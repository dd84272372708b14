"""Reads of the risk room: scoped, ordered, and of a number of statements that does not grow."""

from datetime import date

import pytest

from careplan.clients.codes import READ_RECORD
from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.risk import queries
from careplan.risk.queries.today import PENDING
from careplan.staff.codes import Role
from tests.factories.assessment import AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.factories.risk import CountersignatureFactory, RiskActionFactory, RiskLevelFactory
from tests.waiting import waits

DAY = date(2026, 3, 2)


@pytest.fixture
def episode(house, session):
    return session.get_one(Episode, house.episode)


def assessed(house, completed_on=date(2026, 2, 2), episode_id=None, **levels):
    made = AssessmentFactory(
        episode_id=episode_id or house.episode,
        service_id=house.service,
        kind="risk",
        started_on=completed_on or DAY,
        worker_id=house.keyworker,
    )
    for domain, level in levels.items():
        RiskLevelFactory(assessment=made, domain=domain, level=level)
    made.completed_on = completed_on
    return made


def test_the_latest_comes_first_with_its_levels_actions_and_signature(house, episode, session):
    old = assessed(house, date(2025, 12, 1), self="low")
    new = assessed(house, date(2026, 2, 2), self="high", children="low")
    RiskActionFactory(assessment=new, action="Second", due_on=date(2026, 3, 9))
    RiskActionFactory(assessment=new, action="First", due_on=date(2026, 3, 1))
    RiskActionFactory(assessment=new, action="Third", due_on=None)
    CountersignatureFactory(assessment=new, recorded_by=house.manager)
    session.flush()
    first, second = queries.pictures(house.services, episode)
    assert [first.assessment.id, second.assessment.id] == [new.id, old.id]
    assert {domain.value: level.value for domain, level in first.bare_levels.items()} == {
        "self": "high",
        "children": "low",
    }
    assert [action.action for action in first.actions] == ["First", "Second", "Third"]
    assert (first.signed_by, second.signed_on) == ("Mo Manager", None)


def test_the_statements_do_not_grow_with_the_assessments(house, episode, session, statements):
    taken = []
    for month in (1, 2, 3):
        made = assessed(house, date(2026, month, 1), self="low")
        RiskActionFactory(assessment=made)
        session.flush()
        statements.clear()
        assert len(queries.pictures(house.services, episode)) == month
        taken.append(len(statements))
    assert taken == [4, 4, 4]


def test_charlie_sees_nothing(house, episode, session):
    made = assessed(house, date(2025, 1, 1), self="high")
    action = RiskActionFactory(assessment=made)
    session.flush()
    services = house.actors.charlie.services(READ_RECORD)
    assert queries.pictures(services, episode) == []
    assert queries.action(services, episode, action.id) is None
    for role in (Role.KEYWORKER, Role.MANAGER):
        assert waits(PENDING, services, house.charlie, DAY, role) == []
        assert waits(PENDING, services, house.keyworker, DAY, role) == []


def test_an_action_is_found_only_together_with_its_episode(house, session):
    action = RiskActionFactory(assessment=assessed(house))
    session.flush()
    other = session.get_one(Episode, house.other_episode)
    assert queries.action(house.services | {house.other_service}, other, action.id) is None


@pytest.mark.parametrize(
    ("completed", "reasons"),
    [
        (date(2025, 12, 1), ["Risk review overdue"]),
        (date(2025, 12, 2), ["Risk review due"]),
        (date(2025, 12, 16), ["Risk review due"]),
        (date(2025, 12, 17), []),
    ],
)
def test_today_says_whose_risk_is_to_be_looked_at_again(house, session, completed, reasons):
    assessed(house, completed, self="low")
    session.flush()
    assert [line.reason for line in waits(PENDING, house.services, house.keyworker, DAY)] == reasons
    assert waits(PENDING, house.services, house.manager, DAY) == []


def test_only_the_latest_assessment_of_an_open_episode_counts(house, session):
    assessed(house, date(2025, 1, 1), self="low")
    assessed(house, date(2026, 2, 1), self="low")
    client = ClientFactory(first_name="Ann", last_name="Other", nhs_number="9990000034")
    closed = EpisodeFactory(
        client=client, service_id=house.service, closed_on=date(2026, 1, 1), exit_reason="moved_away"
    )
    assessed(house, date(2025, 1, 1), closed.id, self="high")
    session.flush()
    assert waits(PENDING, house.services, house.keyworker, DAY) == []
    assert waits(PENDING, house.services, house.manager, DAY, Role.MANAGER) == []


def test_actions_not_done_by_their_day_are_listed(house, session):
    made = assessed(house, self="low")
    for due_on, done_on in ((date(2026, 3, 1), None), (DAY, None), (date(2026, 3, 3), None), (DAY, DAY)):
        RiskActionFactory(assessment=made, due_on=due_on, done_on=done_on)
    session.flush()
    lines = waits(PENDING, house.services, house.keyworker, DAY)
    assert [(line.since, line.rank.name) for line in lines] == [(date(2026, 3, 1), "OVERDUE"), (DAY, "DUE")]


@pytest.mark.parametrize(
    ("level", "completed", "reasons"),
    [
        ("high", date(2026, 2, 26), ["High risk assessed, to be countersigned"]),
        ("immediate", date(2026, 2, 25), ["High risk assessed, countersignature late"]),
        ("medium", date(2026, 2, 27), []),
    ],
)
def test_a_manager_is_shown_grave_risk_that_nobody_countersigned(house, session, level, completed, reasons):
    made = assessed(house, completed, self=level)
    session.flush()
    assert [
        line.reason for line in waits(PENDING, house.services, house.manager, DAY, Role.MANAGER)
    ] == reasons
    assert waits(PENDING, house.services, house.keyworker, DAY, Role.MANAGER) == []
    CountersignatureFactory(assessment=made)
    session.flush()
    assert waits(PENDING, house.services, house.manager, DAY, Role.MANAGER) == []


@pytest.mark.parametrize("hand", ["assessed", "completed", "levelled"])
def test_a_manager_is_not_asked_to_countersign_what_they_had_a_hand_in(house, session, hand):
    levelled = house.manager if hand == "levelled" else house.keyworker
    made = assessed(house, completed_on=None)
    RiskLevelFactory(assessment=made, domain="self", level="high", recorded_by=levelled)
    made.worker_id = house.manager if hand == "assessed" else house.keyworker
    made.completed_by = house.manager if hand == "completed" else house.keyworker
    made.completed_on, made.completed_at = DAY, now()
    session.flush()
    assert waits(PENDING, house.services, house.manager, DAY, Role.MANAGER) == []
    assert len(waits(PENDING, house.services, house.prescriber, DAY, Role.MANAGER)) == 1
