"""Values of services whose written records are read alone."""

from datetime import timedelta

import pytest
import time_machine

from careplan.clients.models import Episode
from careplan.trail.changes import within
from careplan.trail.queries import ByRecord
from tests.factories.clients import TaskFactory


@pytest.fixture
def value(house):
    kept, made = ByRecord(most=1), []

    def get(renew=lambda before, written: (before, written)):
        def make():
            made.append(1)
            return len(made)

        return kept.get("key", house.services, make, renew)

    return get


def write(session, house, *episodes):
    mine = session.get_one(Episode, house.episode)
    within(session, mine.client_id, (mine.id, mine.client_id, house.service))
    for one in episodes:
        TaskFactory(episode=session.get_one(Episode, one))
    session.info["trailed"] = True
    session.commit()


def test_a_value_stays_while_nothing_was_written_and_one_written_record_is_renewed(session, house, value):
    assert value() == value() == 1
    write(session, house, house.episode)
    client = session.get_one(Episode, house.episode).client_id
    assert value() == (1, {client})
    assert value() == (1, {client}), "it is renewed once"


def test_a_value_of_yesterday_and_one_made_over_midnight_are_made_again(session, house):
    kept, made = ByRecord(most=1), []

    with time_machine.travel("2026-03-02T23:59:00+00:00", tick=False) as clock:

        def get(minutes=0):
            def make():
                clock.shift(timedelta(minutes=minutes))
                made.append(1)
                return len(made)

            return kept.get("key", house.services, make, lambda before, written: before)

        assert (get(), get()) == (1, 1)
        clock.shift(timedelta(days=1))
        assert (get(minutes=2), get(), get()) == (2, 3, 3)


def test_what_is_shared_lets_all_be_made_again(session, house, value):
    assert value() == 1
    write(session, house, house.other_episode)
    assert value() == 1, "another service's records are none of these"
    TaskFactory(episode=session.get_one(Episode, house.episode))
    session.info["trailed"] = True
    session.commit()
    assert value() == 2


def test_what_cannot_be_renewed_is_made_again(session, house, value):
    assert value() == 1
    write(session, house, house.episode)
    assert value(lambda before, written: None) == 2
