"""Reading a day: one form of ISO 8601, and nothing that merely looks like it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from careplan.ground.clock import london, london_day
from careplan.ground.dates import add_months, iso_day, months_before


def test_a_day_is_read_as_year_month_day():
    assert iso_day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["", "20240229", "2024-W09-4", "2024-2-9", "2023-02-29", "0202-02-28", "2024-02-29 ", "\u0662024-01-01"],
)
def test_any_other_form_and_any_day_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError):
        iso_day(text)


def test_the_last_day_from_which_months_are_over_is_exact_at_the_ends_of_months():
    for days in range(800):
        day = date(2023, 12, 1) + timedelta(days=days)
        for months in (1, 3, 6):
            last = months_before(day, months)
            assert add_months(last, months) <= day < add_months(last + timedelta(days=1), months)


def test_the_day_in_london_begins_an_hour_before_that_of_utc_in_summer():
    moment = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
    for hours in range(24 * 366):
        at = moment + timedelta(hours=hours)
        assert london_day(at) == london(at).date()
    assert london_day(datetime(2026, 7, 1, 23, 30)) == date(2026, 7, 2)
