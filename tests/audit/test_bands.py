"""Bands, means, mid-points and the overall rating: the vectors of the review's specification, section 7."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.audit.review.rules.bands import Band, Proportion, half_up, mean_band, number, overall, risen
from careplan.audit.review.rules.ruleset import load

CUTS = {rule.id: rule.cut for _, rule in load().measures()}
RULE = load().overall
CAPS = {criterion.id: criterion.cap for criterion in load().criteria}


def band_of(measure: str, part: object, whole: object = 1) -> Band:
    cut = CUTS[measure]
    assert cut is not None
    return cut.band(Fraction(str(part)) / Fraction(str(whole)))


@pytest.mark.parametrize(
    ("measure", "part", "whole", "band"),
    [
        ("3.1", 3500, 50, "fair"), ("3.1", 699900, 10000, "weak"), ("3.1", 4000, 50, "good"),
        ("3.1", 4500, 50, "excellent"), ("9.2", 7500, 100, "fair"), ("9.2", 6900, 100, "weak"),
        ("4.1a", "60.0", 1, "good"), ("4.1a", "59.9", 1, "fair"), ("4.1a", "120.0", 1, "good"),
        ("4.1a", "49.99", 1, "weak"), ("4.1a", "120.01", 1, "weak"), ("4.1a", 50, 1, "fair"),
        ("4.1b", 600, 10, "fair"), ("4.1b", 700, 10, "weak"), ("4.1b", 400, 10, "good"),
        ("4.3a", 700, 10, "fair"), ("4.3a", 6900, 100, "weak"),
        ("4.3b", 100, 1, "good"), ("4.3b", 85, 1, "good"),
        ("4.4a", 900, 10, "weak"), ("4.4b", 1700, 19, "fair"),
        ("4.4b", 75, 1, "fair"), ("4.4b", 7499, 100, "good"),
        ("4.2", 600, 10, "fair"), ("4.2", 75, 1, "good"), ("4.1c", 80, 1, "fair"), ("4.1c", 60, 1, "weak"),
        ("4.1c", 8001, 100, "good"), ("2.1a", 21, 1, "good"), ("2.1b", 2101, 100, "weak"),
    ],
)  # fmt: skip
def test_a_figure_falls_into_the_band_of_the_specification(
    measure: str, part: object, whole: object, band: str
) -> None:
    assert band_of(measure, part, whole) == band


@pytest.mark.parametrize(
    ("criterion", "bands", "band"),
    [
        ("c03", ("weak", "fair"), "fair"),
        ("c03", ("good", "excellent"), "excellent"),
        ("c11", ("fair", "good"), "good"),
        ("c11", ("weak", "good"), "fair"),
        ("c02", ("excellent", "excellent", "excellent"), "good"),
        ("c04", (None, "weak", None), "weak"),
        ("c04", (None, None), None),
    ],
)
def test_a_criterion_is_the_mean_of_its_known_questions_rounded_half_up_to_its_cap(
    criterion: str, bands: tuple[str | None, ...], band: str | None
) -> None:
    assert mean_band((Band(b) if b else None for b in bands), CAPS[criterion]) == band


def test_a_figure_just_under_a_cut_off_prints_like_it_and_is_still_below() -> None:
    assert half_up(Fraction(6999, 100), 1) == "70.0"
    assert band_of("3.1", 6999, 100) is Band.WEAK


def test_numbers_are_rounded_half_up_and_written_exactly() -> None:
    assert half_up(Fraction(1, 8), 2) == "0.13"
    assert half_up(Fraction(2, 3), 6) == "0.666667"
    assert half_up(Fraction(-1, 8), 2) == "-0.13"
    assert half_up(Fraction(5, 2)) == "3"
    assert number(Fraction(782490, 1000)) == "782.49"
    assert number(Fraction(60)) == 60


def all_with(points: int) -> dict[str, Band]:
    return {c: Band(("weak", "fair", "good", "excellent")[points - 1]) for c in CAPS}


@pytest.mark.parametrize(("points", "total", "rating"), [(1, 11, "weak"), (2, 22, "fair")])
def test_equal_bands_sum_to_the_overall_rating(points: int, total: int, rating: str) -> None:
    final = overall(all_with(points), CAPS, RULE)
    assert (final.sum, final.rating, final.provisional) == (total, rating, False)


def test_all_caps_sum_to_the_highest_rating() -> None:
    final = overall(CAPS, CAPS, RULE)
    assert (final.sum, final.rating) == (38, "excellent")


@pytest.mark.parametrize(
    ("total", "rating"),
    [(17, "weak"), (18, "fair"), (26, "fair"), (27, "good"), (30, "good"), (31, "excellent")],
)
def test_the_sum_decides_the_rating(total: int, rating: str) -> None:
    known = all_with(1)
    for criterion, cap in CAPS.items():
        known[criterion] = all_with(1 + min(cap.points - 1, total - sum(b.points for b in known.values())))[
            criterion
        ]
    final = overall(known, CAPS, RULE)
    assert (final.sum, final.rating) == (total, rating)


def test_with_nine_known_the_sum_is_scaled_and_provisional_and_with_eight_there_is_none() -> None:
    known = {c: b for c, b in all_with(2).items() if c not in ("c10", "c11")}
    final = overall(known, CAPS, RULE)
    assert (final.sum, final.rating, final.provisional) == (22, "fair", True)
    known.pop("c09")
    assert overall(known, CAPS, RULE).sum is None
    assert overall(known, CAPS, RULE).criteria_known == 8


def share(part: int, whole: int) -> Proportion:
    return Proportion(Fraction(part), Fraction(whole))


def test_a_rise_is_significant_beyond_1_6449_standard_errors() -> None:
    # 62 of 100 after 50 of 100: z = 1.7076; 61 of 100: z = 1.5645.
    z = load().numbers.exact("z")
    assert risen(share(62, 100), share(50, 100), z)
    assert not risen(share(61, 100), share(50, 100), z)
    assert not risen(share(10, 10), share(10, 10), z)
    assert not risen(share(74, 100), share(0, 0), z)
    assert not risen(share(40, 100), share(60, 100), z)


@settings(max_examples=30)
@given(st.sampled_from([m for m in CUTS if CUTS[m]]), st.integers(0, 400), st.integers(1, 40))
def test_every_value_has_one_band_and_rounding_never_decides(measure: str, part: int, whole: int) -> None:
    assert band_of(measure, part, whole) is band_of(measure, part * 7, whole * 7)
