"""Dates, doses and shares in words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.ui import words


def test_days_are_written_in_full_and_in_the_short_clinical_form() -> None:
    assert words.day(date(2018, 8, 6)) == "6 August 2018"
    assert words.day_long(date(2026, 3, 2)) == "Monday 2 March 2026"
    assert words.day_short(date(2018, 8, 6)) == "06-Aug-2018"
    assert words.day(None) == "not recorded"
    assert words.day_short(None, "not known") == "not known"


def test_a_moment_is_told_by_the_clock_of_london() -> None:
    summer = datetime(2026, 7, 31, 23, 5, tzinfo=UTC)
    assert words.moment(summer) == "1 August 2026 at 12.05am"
    assert words.day(summer) == "1 August 2026"
    assert words.clock(datetime(2026, 1, 5, 10, 42, tzinfo=UTC)) == "10.42am"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "midnight"),
        (12, 0, "midday"),
        (17, 30, "5.30pm"),
        (17, 0, "5pm"),
        (12, 1, "12.01pm"),
        (0, 5, "12.05am"),
    ],
)
def test_times_follow_the_nhs_content_guide(hour: int, minute: int, said: str) -> None:
    assert words.clock(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("60", "60 mg"),
        ("60.00", "60 mg"),
        ("0.50", "0.5 mg"),
        ("1000", "1,000 mg"),
        ("100", "100 mg"),
        ("1E+2", "100 mg"),
    ],
)
def test_doses_have_no_trailing_zero_and_a_space_that_does_not_break(amount: str, said: str) -> None:
    assert words.mg(Decimal(amount)) == said.replace(" ", "\u00a0")


def test_an_nhs_number_stands_in_three_groups() -> None:
    assert words.nhs_number("9990000018") == "999\u00a0000\u00a00018"
    assert words.nhs_number(None) == "not recorded"


def test_a_share_names_its_parts_and_nothing_is_no_cases() -> None:
    assert words.share((12, 17)) == "12 of 17 (70.6%)"
    assert words.share(SimpleNamespace(numerator=1, denominator=3)) == "1 of 3 (33.3%)"
    assert words.share((0, 0)) == words.share(None) == "no cases"
    assert words.share(1234, 2000) == "1,234 of 2,000 (61.7%)"


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_percentages_are_rounded_half_up_from_exact_counts(part: int, whole: int) -> None:
    exact = Fraction(part * 100, whole)
    printed = Fraction(words.percent(part, whole).rstrip("%"))
    assert Fraction(-1, 20) < exact - printed + 0 <= Fraction(1, 20) or exact - printed == Fraction(-1, 20)


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(1, 2000, "0.1%"), (1, 2001, "0.0%"), (2, 3, "66.7%"), (5, 5, "100.0%")]
)
def test_half_of_a_tenth_goes_up(part: int, whole: int, said: str) -> None:
    assert words.percent(part, whole) == said


@pytest.mark.parametrize(
    ("born", "on", "said"),
    [
        (date(1985, 7, 14), date(2026, 7, 13), "40y"),
        (date(1985, 7, 14), date(2026, 7, 14), "41y"),
        (date(2000, 2, 29), date(2026, 2, 28), "25y"),
        (date(2000, 2, 29), date(2026, 3, 1), "26y"),
        (None, date(2026, 3, 1), "not known"),
    ],
)
def test_age_counts_whole_years(born: date | None, on: date, said: str) -> None:
    assert words.age(born, on) == said


def test_a_sentence_begins_with_a_capital_and_keeps_its_names() -> None:
    assert words.sentence("supervised Thursday, at Boots") == "Supervised Thursday, at Boots"
    assert words.sentence("") == ""


@pytest.mark.parametrize(
    ("hour", "minute", "words_"),
    [
        (23, 59, "12.59am"),
        (0, 0, "1am BST"),
        (0, 30, "1.30am BST"),
        (1, 30, "1.30am GMT"),
        (1, 59, "1.59am GMT"),
        (2, 0, "2am"),
    ],
)
def test_the_hour_that_an_autumn_night_has_twice_says_which_it_is(hour, minute, words_):
    day = 24 if hour == 23 else 25
    assert words.clock(datetime(2026, 10, day, hour, minute, tzinfo=UTC)) == words_


def test_the_hour_that_a_spring_night_leaves_out_needs_no_words():
    assert words.clock(datetime(2026, 3, 29, 0, 30, tzinfo=UTC)) == "12.30am"
    assert words.clock(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) == "2.30am"
