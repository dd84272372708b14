"""The review clock: the date vectors D1 to D12, each edge, and laws that hold for all dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careplan.clients.rules.facts import Pause
from careplan.ground.dates import add_months
from careplan.plans.rules.clock import (
    Anchor,
    ClockFacts,
    ClockStatus,
    Due,
    continuous,
    first_limit,
    first_review_on_time,
    last_review,
    limit_on,
    next_due,
    read_clock,
)
from careplan.plans.rules.standard import SCHEDULE

STANDARD = SCHEDULE.latest
JANUARY = ClockFacts(date(2026, 1, 1), agreed_on=date(2026, 1, 15))
REVIEWED = ClockFacts(date(2026, 1, 1), agreed_on=date(2026, 1, 1), held_on=(date(2026, 2, 1),))
SLOW_MACHINES = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(date(2004, 1, 1), date(2040, 12, 31))


def status(facts, on, interval=None):
    return read_clock(facts, on, STANDARD, interval).status


@pytest.mark.parametrize(
    ("vector", "facts", "on", "expected"),
    [
        ("D1", JANUARY, date(2026, 4, 15), ClockStatus.DUE_SOON),
        ("D2", JANUARY, date(2026, 4, 16), ClockStatus.OVERDUE),
        ("D5", REVIEWED, date(2026, 5, 2), ClockStatus.LATE_LOCAL),
        ("D6", REVIEWED, date(2026, 8, 1), ClockStatus.LATE_LOCAL),
        ("D7", REVIEWED, date(2026, 8, 2), ClockStatus.OVERDUE),
        (
            "D11",
            replace(JANUARY, pauses=(Pause(date(2026, 3, 1)),)),
            date(2026, 9, 1),
            ClockStatus.PAUSED,
        ),
        ("D12", replace(JANUARY, closed_on=date(2026, 4, 1)), date(2026, 6, 1), ClockStatus.CLOSED),
    ],
)
def test_the_clock_gives_the_states_of_the_vectors(vector, facts, on, expected):
    assert status(facts, on) is expected, vector


def test_d3_the_first_limit_is_clamped_to_the_end_of_february():
    assert first_limit(date(2025, 11, 30), STANDARD) == date(2026, 2, 28)


def test_d4_the_next_review_is_due_three_months_after_the_last_one():
    due = next_due(date(2026, 1, 1), [date(2026, 2, 1)], date(2026, 2, 1), STANDARD, interval=3)
    assert due == Due(date(2026, 5, 1), Anchor.REVIEWED, date(2026, 2, 1), 3)


def test_d8_a_first_review_three_months_and_a_day_after_the_plan_is_late():
    assert not first_review_on_time(date(2026, 1, 1), [date(2026, 4, 2)], STANDARD)
    assert first_review_on_time(date(2026, 1, 1), [date(2026, 4, 1)], STANDARD)
    assert first_review_on_time(date(2026, 1, 1), [date(2026, 1, 1)], STANDARD)
    assert not first_review_on_time(date(2026, 1, 1), [date(2025, 12, 31)], STANDARD)


def test_d9_a_late_first_review_stays_a_gap_however_punctual_the_rest():
    reviews = [date(2026, 4, 2), date(2026, 9, 1)]
    assert not continuous(date(2026, 1, 1), reviews, date(2026, 10, 1), STANDARD)
    assert continuous(date(2026, 1, 1), [date(2026, 4, 1), date(2026, 10, 1)], date(2027, 4, 1), STANDARD)
    assert not continuous(
        date(2026, 1, 1), [date(2026, 4, 1), date(2026, 10, 2)], date(2026, 10, 2), STANDARD
    )
    assert not continuous(date(2026, 1, 1), [date(2026, 4, 1)], date(2026, 10, 2), STANDARD)


def test_d10_a_plan_of_29_february_is_due_on_29_may():
    assert first_limit(date(2024, 2, 29), STANDARD) == date(2024, 5, 29)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 31), ClockStatus.NOT_DUE),
        (date(2026, 4, 1), ClockStatus.DUE_SOON),
        (date(2026, 4, 15), ClockStatus.DUE_SOON),
        (date(2026, 4, 16), ClockStatus.OVERDUE),
    ],
)
def test_a_review_is_due_soon_from_fourteen_days_before_its_day(on, expected):
    assert status(JANUARY, on) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 15), ClockStatus.PLAN_NOT_YET),
        (date(2026, 1, 16), ClockStatus.PLAN_MISSING),
    ],
)
def test_a_plan_is_missing_from_the_fifteenth_day_of_treatment(on, expected):
    assert status(ClockFacts(date(2026, 1, 1)), on) is expected


def test_nobody_misses_a_plan_before_treatment_has_started():
    assert status(ClockFacts(), date(2026, 6, 1)) is ClockStatus.PLAN_NOT_YET


def test_a_plan_agreed_tomorrow_is_not_there_today():
    assert (
        status(ClockFacts(date(2025, 1, 1), agreed_on=date(2026, 6, 2)), date(2026, 6, 1))
        is ClockStatus.PLAN_MISSING
    )


def test_a_pause_ends_on_its_last_day_and_the_clock_has_run_on():
    facts = replace(JANUARY, pauses=(Pause(date(2026, 3, 1), date(2026, 5, 1)),))
    assert status(facts, date(2026, 2, 28)) is ClockStatus.NOT_DUE
    assert status(facts, date(2026, 3, 1)) is ClockStatus.PAUSED
    assert status(facts, date(2026, 4, 30)) is ClockStatus.PAUSED
    assert status(facts, date(2026, 5, 1)) is ClockStatus.OVERDUE


def test_a_paused_client_without_a_plan_is_paused_not_missing_one():
    assert (
        status(ClockFacts(date(2026, 1, 1), pauses=(Pause(date(2026, 1, 5)),)), date(2026, 6, 1))
        is ClockStatus.PAUSED
    )


def test_an_episode_is_closed_from_the_day_it_ends_and_closing_goes_before_a_pause():
    facts = replace(JANUARY, closed_on=date(2026, 2, 1), pauses=(Pause(date(2026, 1, 20)),))
    assert status(facts, date(2026, 1, 31)) is ClockStatus.PAUSED
    assert status(facts, date(2026, 2, 1)) is ClockStatus.CLOSED


def test_an_early_review_moves_the_clock_from_the_day_it_was_held():
    before = read_clock(JANUARY, date(2026, 2, 1), STANDARD)
    after = read_clock(replace(JANUARY, held_on=(date(2026, 2, 1),)), date(2026, 2, 1), STANDARD)
    assert before.due
    assert before.due.on == date(2026, 4, 15)
    assert after.due
    assert after.due.on == date(2026, 5, 1)
    assert after.limit_on == date(2026, 8, 1)


def test_a_review_before_the_first_plan_was_agreed_does_not_count():
    assert last_review(date(2026, 1, 15), [date(2026, 1, 14)], date(2026, 4, 1)) is None
    assert limit_on(date(2026, 1, 15), [date(2026, 1, 14)], date(2026, 4, 1), STANDARD) == date(2026, 4, 15)


def test_a_review_held_later_is_not_seen_on_the_day():
    assert limit_on(date(2026, 1, 1), [date(2026, 2, 1)], date(2026, 1, 31), STANDARD) == date(2026, 4, 1)
    assert limit_on(date(2026, 1, 1), [date(2026, 2, 1)], date(2026, 2, 1), STANDARD) == date(2026, 8, 1)


def test_the_latest_of_several_reviews_counts_in_whatever_order_they_come():
    reviews = [date(2026, 6, 1), date(2026, 2, 1), date(2026, 4, 1)]
    assert last_review(date(2026, 1, 1), reviews, date(2026, 12, 1)) == date(2026, 6, 1)


def test_the_service_may_ask_sooner_but_never_later_than_the_limit():
    agreed = date(2026, 1, 15)
    assert next_due(agreed, [], agreed, STANDARD, interval=1).on == date(2026, 2, 15)
    assert next_due(agreed, [], agreed, STANDARD, interval=6) == Due(
        date(2026, 4, 15), Anchor.AGREED, agreed, 3
    )
    later = next_due(agreed, [date(2026, 4, 1)], date(2026, 4, 1), STANDARD, interval=6)
    assert later.on == date(2026, 10, 1)


@pytest.mark.parametrize("interval", [0, 7, -3])
def test_an_interval_outside_the_standard_is_refused(interval):
    with pytest.raises(ValueError, match="interval"):
        next_due(date(2026, 1, 1), [], date(2026, 1, 1), STANDARD, interval=interval)


def test_a_day_planned_with_the_client_counts_when_it_is_sooner():
    sooner = replace(JANUARY, planned_on=date(2026, 2, 15))
    reading = read_clock(sooner, date(2026, 2, 16), STANDARD)
    assert reading.status is ClockStatus.LATE_LOCAL
    assert reading.due
    assert reading.due.anchor is Anchor.PLANNED
    assert reading.days_left == -1
    later = read_clock(replace(JANUARY, planned_on=date(2026, 4, 30)), date(2026, 2, 16), STANDARD)
    assert later.due
    assert later.due.on == date(2026, 4, 15)


def test_a_planned_day_from_before_the_last_review_is_forgotten():
    facts = replace(REVIEWED, planned_on=date(2026, 1, 20))
    reading = read_clock(facts, date(2026, 3, 1), STANDARD)
    assert reading.due
    assert reading.due.on == date(2026, 5, 1)


def test_days_left_count_down_to_the_services_own_day():
    assert read_clock(JANUARY, date(2026, 4, 5), STANDARD).days_left == 10
    assert read_clock(JANUARY, date(2026, 4, 15), STANDARD).days_left == 0
    assert read_clock(JANUARY, date(2026, 4, 20), STANDARD).days_left == -5


@settings(SLOW_MACHINES, max_examples=200)
@given(agreed=days, reviews=st.lists(days, max_size=6), on=days, interval=st.integers(1, 6))
def test_overdue_is_exactly_after_the_limit_whatever_the_dates(agreed, reviews, on, interval):
    reading = read_clock(ClockFacts(agreed, agreed, tuple(reviews)), on, STANDARD, interval)
    if on < agreed:
        assert reading.limit_on is None
        return
    limit = limit_on(agreed, reviews, on, STANDARD)
    assert reading.due is not None
    assert (reading.status is ClockStatus.OVERDUE) == (on > limit)
    assert reading.due.on <= limit
    in_time = reading.status in (ClockStatus.NOT_DUE, ClockStatus.DUE_SOON)
    assert in_time == (on <= reading.due.on)


@settings(SLOW_MACHINES, max_examples=100)
@given(agreed=days, reviews=st.lists(days, max_size=6), on=days)
def test_a_continuous_record_is_never_overdue_and_its_first_review_was_in_time(agreed, reviews, on):
    if on < agreed or not continuous(agreed, reviews, on, STANDARD):
        return
    assert on <= limit_on(agreed, reviews, on, STANDARD)
    seen = [day for day in reviews if day <= on]
    assert first_review_on_time(agreed, seen, STANDARD) or on <= add_months(agreed, 3)


def test_the_clock_of_a_leap_day_does_not_skip():
    facts = ClockFacts(date(2024, 2, 29), date(2024, 2, 29))
    assert status(facts, date(2024, 5, 29)) is ClockStatus.DUE_SOON
    assert status(facts, date(2024, 5, 29) + timedelta(days=1)) is ClockStatus.OVERDUE


@pytest.mark.parametrize(
    ("planned", "anchor"),
    [
        (date(2026, 1, 15), Anchor.AGREED),
        (date(2026, 1, 16), Anchor.PLANNED),
        (date(2026, 4, 14), Anchor.PLANNED),
        (date(2026, 4, 15), Anchor.AGREED),
    ],
)
def test_a_planned_day_counts_between_the_plan_and_the_services_own_day(planned, anchor):
    assert next_due(date(2026, 1, 15), [], date(2026, 2, 1), STANDARD, planned_on=planned).anchor is anchor


def test_a_review_on_the_day_of_agreement_counts_as_the_last_one():
    assert last_review(date(2026, 1, 15), [date(2026, 1, 15)], date(2026, 2, 1)) == date(2026, 1, 15)


def test_reviews_outside_the_time_asked_about_neither_make_nor_mend_a_gap():
    agreed, before, late = date(2026, 1, 15), date(2025, 12, 1), date(2026, 4, 16)
    assert continuous(agreed, [before], date(2026, 4, 15), STANDARD)
    assert not continuous(agreed, [before, late], late, STANDARD)
    assert continuous(agreed, [late], date(2026, 4, 15), STANDARD)
    assert continuous(agreed, [agreed], date(2026, 7, 15), STANDARD)
    assert continuous(agreed, [date(2026, 4, 15)], date(2026, 10, 15), STANDARD)


def test_a_client_nobody_has_seen_waits_and_is_never_called_not_due():
    waits = ClockFacts(waiting_since=date(2026, 1, 5))
    reading = read_clock(waits, date(2026, 2, 10), STANDARD)
    assert (reading.status, reading.waited) == (ClockStatus.WAITING, 36)
    agreed = replace(waits, agreed_on=date(2026, 1, 20))
    assert status(agreed, date(2026, 2, 10)) is ClockStatus.NOT_DUE
    assert status(replace(waits, pauses=(Pause(date(2026, 1, 6)),)), date(2026, 2, 10)) is ClockStatus.PAUSED


def test_an_open_episode_of_a_client_who_died_is_neither_closed_nor_due():
    assert status(replace(JANUARY, died_on=date(2026, 2, 1)), date(2026, 2, 1)) is ClockStatus.DIED
    assert status(replace(JANUARY, died_on=date(2026, 2, 1)), date(2026, 1, 31)) is ClockStatus.NOT_DUE
    both = replace(JANUARY, died_on=date(2026, 2, 1), closed_on=date(2026, 2, 3))
    assert status(both, date(2026, 2, 3)) is ClockStatus.CLOSED
