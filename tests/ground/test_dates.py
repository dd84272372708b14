"""Reading a day: one form of ISO 8601, and nothing that merely looks like it."""

from datetime import date

import pytest

from careplan.ground.dates import iso_day


def test_a_day_is_read_as_year_month_day():
    assert iso_day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["", "20240229", "2024-W09-4", "2024-2-9", "2023-02-29", "0202-02-28", "2024-02-29 ", "\u0662024-01-01"],
)
def test_any_other_form_and_any_day_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError):
        iso_day(text)
