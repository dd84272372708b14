"""The diary: series keep the time of the clock, weeks begin on Monday, and who is booked twice is told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from careplan.clients.codes import AppointmentOutcome
from careplan.contacts.rules.diary import Slot, Stay, by_day, day_fault, series, week_of
from careplan.ground.clock import london, moment_of

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def slot(id_: str, after: int = 0, minutes: int = 30, **more) -> Slot:
    values = {"purpose": "keywork", "worker_id": "kay", "client": "MOSS, Ellen", "service_id": "s"} | more
    return Slot(id_, f"e{id_}", starts_at=AT + timedelta(minutes=after), minutes=minutes, **values)


@pytest.mark.parametrize(
    ("slots", "double"),
    [
        ([slot("a"), slot("b", 30)], set()),
        ([slot("a"), slot("b", 29)], {"a", "b"}),
        ([slot("a", minutes=90), slot("b", 30), slot("c", 60, worker_id="ben")], {"a", "b"}),
        ([slot("a"), slot("b", worker_id="ben")], set()),
        ([slot("a", place="2"), slot("b", worker_id="ben", place="2")], {"a", "b"}),
        ([slot("a", place="2"), slot("b", worker_id="ben", place="2", service_id="other")], set()),
        ([slot("a", worker_id=None), slot("b", worker_id=None)], set()),
        ([slot("a", purpose="group"), slot("b", purpose="group")], set()),
        ([slot("a", clinic="Friday"), slot("b", clinic="Friday")], set()),
        ([slot("a"), slot("b", outcome=AppointmentOutcome.CANCELLED_BY_CLIENT)], set()),
        ([slot("a"), slot("b", outcome=AppointmentOutcome.DID_NOT_ATTEND)], {"a", "b"}),
    ],
)
def test_who_or_which_room_is_booked_twice(slots, double):
    stand = [one for one in slots if one.stands]
    assert {one.id for one in stand if any(one.meets(other) for other in stand)} == double


def test_a_series_keeps_its_time_of_the_clock_when_the_clocks_change():
    days = list(series(date(2026, 3, 23), "week", 2))
    assert days == [date(2026, 3, 23), date(2026, 3, 30)]
    moments = [moment_of(on, "14:30") for on in days]
    assert [one.hour for one in moments] == [14, 13]
    assert [f"{london(one):%H:%M}" for one in moments] == ["14:30", "14:30"]
    assert list(series(date(2026, 3, 23), None, 5)) == [date(2026, 3, 23)]
    assert list(series(date(2026, 3, 23), "four_weeks", 2))[1] == date(2026, 4, 20)


def test_a_week_begins_on_monday():
    week = week_of(date(2026, 3, 1))
    assert (week[0], week[-1], len(week)) == (date(2026, 2, 23), date(2026, 3, 1), 7)


def test_a_day_is_in_the_order_of_the_clock():
    days = by_day([slot("b", 60), slot("a"), slot("c", 24 * 60)])
    assert [[one.id for one in rows] for rows in days.values()] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 3, 2), ""),
        (date(2026, 2, 1), ""),
        (date(2026, 1, 31), "before this client’s referral here"),
        (date(2026, 4, 5), ""),
        (date(2026, 4, 6), "after this client’s death"),
        (date(2026, 4, 12), "within 40 days"),
        (date(1984, 12, 31), "before this client’s birth"),
        (None, ""),
    ],
)
def test_no_appointment_is_before_the_referral_after_a_death_or_too_far_ahead(on, words):
    stay = Stay(date(1985, 1, 1), referred=date(2026, 2, 1), died=date(2026, 4, 5))
    fault = day_fault(on, stay=stay, today=date(2026, 3, 2), ahead_days=40)
    assert words in fault
    assert bool(fault) is bool(words)
