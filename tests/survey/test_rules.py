"""Letters on paper, and which months may be shown."""

from datetime import date

import pytest

from careplan.survey.codes import Said, Topic
from careplan.survey.rules import (
    SURVEY,
    Count,
    Share,
    counted,
    month_end,
    papers,
    past_months,
    results,
    shown,
)

SHEET = SURVEY.latest
JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def test_a_line_of_letters_is_a_paper() -> None:
    assert papers("YYNS-\n\n y n y n y \n", SHEET) == [
        dict(zip(list(Topic)[:4], (Said.YES, Said.YES, Said.NO, Said.NOT_SURE), strict=True)),
        dict(zip(Topic, (Said.YES, Said.NO, Said.YES, Said.NO, Said.YES), strict=True)),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("yyyyy\nyyyy", "Line 2 has 4 letters. Enter 5, one for each question"),
        ("yyxyy", "Line 1: “x” is no answer. Enter y, n, s or -"),
        ("-----", "Line 1 answers no question. Leave an empty paper out"),
        ("yyyyy\n" * 51, "Enter at most 50 papers at a time; these are 51"),
    ],
)
def test_what_is_no_paper_is_told_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="^" + sentence[:6]) as refused:
        papers(text, SHEET)
    assert str(refused.value) == sentence


def test_yes_is_positive_and_a_question_left_empty_is_not_counted() -> None:
    sheets = papers("yyyyy\nnns--\nssyyn", SHEET)
    assert counted(sheets) == {
        Topic.HAS_PLAN: Share(1, 3),
        Topic.KNOWS_PLAN: Share(1, 3),
        Topic.REVIEWED: Share(2, 3),
        Topic.INVOLVED: Share(2, 2),
        Topic.SATISFIED: Share(1, 2),
    }


@pytest.mark.parametrize(
    ("answered", "open_"),
    [
        ((5, 6, 7), {JAN, FEB, MAR}),
        ((0, 6, 7), {JAN, FEB, MAR}),
        # four alone would be given back by the whole: the smallest other month is hidden with it
        ((4, 6, 7), {MAR}),
        ((4, 3, 7), {MAR}),
        ((4, 0, 0), {FEB, MAR}),
        ((1, 2, 0), {MAR}),
        ((1, 2, 9), set()),
    ],
)
def test_a_small_month_is_hidden_and_cannot_be_worked_out(
    answered: tuple[int, int, int], open_: set[date]
) -> None:
    months = {month: Share(0, n) for month, n in zip((JAN, FEB, MAR), answered, strict=True)}
    assert shown(months) == open_


def test_no_small_number_comes_back_from_what_is_shown() -> None:
    from itertools import product

    for answered in product((0, 1, 4, 5, 9), repeat=4):
        counts = [Count(date(2026, m, 1), "satisfied", 0, n) for m, n in enumerate(answered, 1) if n]
        months = [date(2026, m, 1) for m in range(1, 5)]
        one = results(counts, months)[-1]
        told = [share.answered for share in one.by_month.values() if share is not None]
        assert not any(0 < n < 5 for n in told)
        if one.whole is not None:
            assert not 0 < one.whole.answered < 5
            assert not 0 < one.whole.answered - sum(told) < 5
            assert one.whole.answered == sum(answered), "the whole counts every answer"


def test_months_end_on_their_last_day_and_the_running_one_is_not_past() -> None:
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)
    assert past_months(date(2026, 3, 31), 2) == [JAN, FEB]
