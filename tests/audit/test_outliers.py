"""Outliers: quartiles in exact fractions, eight units at least, strictly beyond, on the bad side only."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.audit.review.rules.outliers import outlier_band, quartile, stand_ins
from careplan.audit.review.rules.ruleset import load

NUMBERS = load().numbers
F = Fraction


@pytest.mark.parametrize(
    ("values", "share", "point"),
    [
        ((1, 2, 3, 4, 5), F(1, 4), 2),
        ((4, 1, 3, 2), F(1, 4), F(7, 4)),
        ((1, 2, 3, 4), F(3, 4), F(13, 4)),
        ((7,), F(1, 4), 7),
        (tuple(range(1, 9)), F(3, 4), F(25, 4)),
    ],
)
def test_quartiles_are_interpolated_as_type_7(
    values: tuple[int, ...], share: Fraction, point: Fraction
) -> None:
    assert quartile([F(value) for value in values], share) == point


def band(value: object, *others: int, high: bool = True) -> str | None:
    values = [F(one) for one in others]
    return outlier_band(F(str(value)), values, NUMBERS, high=high)


def test_seven_units_are_too_few_to_compare() -> None:
    assert band(100, *range(7)) is None
    assert band(100, *range(8)) == "weak"


def test_the_fence_itself_is_no_outlier() -> None:
    # 0 … 8: quartiles 2 and 6, so the fences are -4 and 12.
    nine = range(9)
    assert [band(v, *nine) for v in ("12", "12.001", "-99")] == ["fair", "weak", "fair"]
    assert [band(v, *nine, high=False) for v in ("-4", "-4.001", "99")] == ["fair", "weak", "fair"]


fractions = st.fractions(-5, 5, max_denominator=50)


@given(st.lists(fractions, max_size=30), st.booleans())
def test_stand_ins_judge_every_unit_as_the_values_do(values: list[F], high: bool) -> None:
    known = stand_ins(values, NUMBERS)
    assert len(set(known)) <= 2
    for value in values:
        assert outlier_band(value, known, NUMBERS, high=high) == outlier_band(
            value, values, NUMBERS, high=high
        )


def test_stand_ins_tell_no_rate_of_a_single_service() -> None:
    # With nine services both quartiles are values of single ones: 3 incidents in 3,420 days among them.
    values = [F(36525 * incidents, 3420 - 11 * incidents) for incidents in range(1, 10)]
    known = set(stand_ins(values, NUMBERS))
    assert known == {F(32), F(76)}
    assert known.isdisjoint(values)
