"""A day in three boxes."""

from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from careplan.ui.fields import Day, Form
from careplan.ui.fields.days import month_number
from careplan.ui.render import errors_of, field


def typed(filled: Any, day: str, month: str, year: str) -> Any:
    return filled(born_on__day=day, born_on__month=month, born_on__year=year).born_on


@pytest.mark.parametrize("month", ["7", "07", "July", "jul", "JUL.", "july"])
def test_a_month_may_be_a_number_or_a_name(filled: Any, month: str) -> None:
    assert typed(filled, "14", month, "1985").data == date(1985, 7, 14)


@pytest.mark.parametrize(
    ("words", "number"), [("sept", 9), ("ma", None), ("may", 5), ("mar", 3), ("julyy", None)]
)
def test_names_of_months_need_three_letters(words: str, number: int | None) -> None:
    assert month_number(words) == number


@pytest.mark.parametrize(
    ("parts", "sentence", "wrong"),
    [
        (("", "7", "1985"), "Date of birth must include a day", ("day",)),
        (("14", "", ""), "Date of birth must include a month and year", ("month", "year")),
        (("31", "2", "1985"), "Date of birth must be a real date", ("day",)),
        (("29", "2", "2025"), "Date of birth must be a real date", ("day",)),
        (("32", "7", "1985"), "Date of birth must be a real date", ("day",)),
        (("0", "7", "1985"), "Date of birth must be a real date", ("day",)),
        (("14", "13", "1985"), "Date of birth must be a real date", ("month",)),
        (("x", "y", "z"), "Date of birth must be a real date", ("day", "month", "year")),
        (("14", "7", "85"), "Date of birth must include a year of 4 numbers", ("year",)),
        (("14", "7", "0985"), "Date of birth must be between 1900 and 2199", ("year",)),
        (("14", "7", "999999999999"), "Date of birth must be a real date", ("year",)),
        (("1٣", "7", "1985"), "Date of birth must be a real date", ("day",)),
        (("3", "3", "2026"), "Date of birth must be today or in the past", ("day", "month", "year")),
    ],
)
def test_only_the_wrong_box_is_marked(
    small: Flask, filled: Any, parts: tuple[str, str, str], sentence: str, wrong: tuple[str, ...]
) -> None:
    form = filled(
        first_name="E",
        gender="male",
        **{f"born_on__{k}": v for k, v in zip(("day", "month", "year"), parts, strict=True)},
    )
    assert errors_of(form) == [(f"born_on-{wrong[0]}", sentence)]
    with small.test_request_context("/"):
        html = field(form.born_on)
    assert html.count("nhsuk-input--error") == len(wrong)


def test_the_last_day_allowed_is_allowed(filled: Any) -> None:
    assert typed(filled, "2", "3", "2026").data == date(2026, 3, 2)


def test_three_empty_boxes_are_no_date(filled: Any) -> None:
    found = typed(filled, "", " ", "")
    assert (found.data, found.errors) == (None, [])


@pytest.mark.parametrize(
    ("year", "errors"), [("2031", []), ("2032", ["The day must be on or before 2 March 2031"])]
)
@pytest.mark.parametrize("earliest", [date(2026, 3, 2), date(1966, 3, 2)])
@time_machine.travel("2026-03-02T10:42:00+00:00", tick=False)
def test_a_day_to_come_lies_within_five_years_where_the_form_sets_no_end(
    small: Flask, year: str, errors: list[str], earliest: date
) -> None:
    class DueForm(Form):
        due_on = Day("By when?", called="The day", earliest=lambda: earliest)

    parts = {"due_on-day": "2", "due_on-month": "3", "due_on-year": year}
    with small.test_request_context("/", method="POST", data=parts):
        form = DueForm()
        form.validate()
    assert list(form.due_on.errors) == errors
