"""Waits in days, and the order in which the days of an intervention must stand."""

from datetime import date, timedelta

import pytest

from careplan.clients.rules.waits import (
    Days,
    Frame,
    misplaced,
    started_before_offer,
    waited,
    waiting,
)
from careplan.plans.rules.clock import ClockFacts, read_clock
from careplan.plans.rules.standard import SCHEDULE

REFERRED = date(2026, 1, 5)
TODAY = date(2026, 2, 1)


def after(days):
    return REFERRED + timedelta(days=days)


FRAME = Frame(REFERRED, None, None, TODAY)


@pytest.mark.parametrize(
    ("days", "wait"),
    [
        (Days(REFERRED), 27),
        (Days(REFERRED, first_offered_on=after(9)), 9),
        (Days(REFERRED, started_on=after(4)), 4),
        (Days(REFERRED, first_offered_on=after(9), started_on=after(4)), 9),
        (Days(REFERRED, ended_on=after(3)), None),
    ],
)
def test_a_wait_runs_to_the_first_appointment_offered(days, wait):
    assert waited(days, TODAY) == wait


@pytest.mark.parametrize(
    ("days", "still"),
    [(Days(REFERRED), True), (Days(REFERRED, after(1)), False), (Days(REFERRED, ended_on=after(1)), False)],
)
def test_a_client_waits_until_something_is_offered_or_given_up(days, still):
    assert waiting(days) is still


@pytest.mark.parametrize(
    ("days", "frame", "field", "words"),
    [
        (Days(after(-1)), FRAME, "referred_on", "the day the client was referred to the service"),
        (Days(REFERRED, after(-1)), FRAME, "first_offered_on", "on or after the day of referral"),
        (Days(REFERRED, None, after(-1)), FRAME, "started_on", "on or after the day of referral"),
        (Days(REFERRED, None, after(5), after(4)), FRAME, "ended_on", "on or after the start"),
        (Days(REFERRED, None, after(28)), FRAME, "started_on", "today or in the past"),
        (Days(REFERRED), Frame(REFERRED, after(9), None, TODAY), "ended_on", "the episode is closed"),
        (
            Days(REFERRED, None, after(2), after(10)),
            Frame(REFERRED, after(9), None, TODAY),
            "ended_on",
            "before the day the episode closed",
        ),
        (
            Days(REFERRED, None, after(2)),
            Frame(REFERRED, None, after(1), TODAY),
            "started_on",
            "before the day the client died",
        ),
    ],
)
def test_a_misplaced_day_is_named(days, frame, field, words):
    assert words in misplaced(days, frame)[field]


def test_days_in_order_are_fine():
    assert misplaced(Days(REFERRED, REFERRED, REFERRED, REFERRED), FRAME) == {}
    ended_after_death = Frame(REFERRED, None, after(1), TODAY)
    assert misplaced(Days(REFERRED, None, after(1), after(3)), ended_after_death) == {}


def test_a_start_before_the_offer_is_worth_a_look():
    assert started_before_offer(Days(REFERRED, after(2), after(1)))
    assert not started_before_offer(Days(REFERRED, after(2), after(2)))
    assert not started_before_offer(Days(REFERRED, None, after(2)))


def test_the_target_is_three_weeks_and_its_last_day_is_in_time():
    waits = [
        read_clock(ClockFacts(waiting_since=REFERRED), REFERRED + timedelta(days=n), SCHEDULE.latest)
        for n in (0, 21, 22)
    ]
    assert [(one.waited, one.too_long) for one in waits] == [(0, False), (21, False), (22, True)]
