"""When an action line closes itself, reopens, and is overdue."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.audit.plans.rules import Reading, State, bindable, closed, standing, weekly
from careplan.audit.review.rules.bands import Band

START = date(2026, 1, 5)
BANDS = {"w": Band.WEAK, "f": Band.FAIR, "g": Band.GOOD, "e": Band.EXCELLENT, "-": None}
LATER = START + timedelta(days=400)


def course(words: str) -> list[Reading]:
    return [
        Reading(START + timedelta(days=7 * week), Fraction(50), BANDS[band])
        for week, band in enumerate(words)
    ]


def on(week: int) -> date:
    return START + timedelta(days=7 * week)


@pytest.mark.parametrize(
    ("words", "state", "held", "closed", "reopened"),
    [
        ("", State.OPEN, 0, None, None),
        ("w", State.OPEN, 0, None, None),
        ("wg", State.HOLDING, 1, None, None),
        ("wggg", State.HOLDING, 3, None, None),
        ("wgggg", State.CLOSED, 4, 4, None),
        ("wgggw", State.OPEN, 0, None, None),
        ("wggfggg", State.HOLDING, 3, None, None),
        ("wggeeg", State.CLOSED, 4, 4, None),
        ("ggggf", State.REOPENED, 0, None, 4),
        ("ggggfg", State.HOLDING, 1, None, 4),
        ("ggggfgggg", State.CLOSED, 4, 8, 4),
        ("ggggfggggw", State.REOPENED, 0, None, 9),
        ("ggg-g", State.HOLDING, 1, None, None),
        ("gggg-", State.CLOSED, 4, 3, None),
        ("gggg-f", State.REOPENED, 0, None, 5),
    ],
)
def test_the_state_follows_from_the_course(
    words: str, state: State, held: int, closed: int | None, reopened: int | None
) -> None:
    found = standing(course(words), Band.GOOD, LATER, on(len(words)))
    assert (found.state, found.held) == (state, held)
    assert found.closed_on == (None if closed is None else on(closed))
    assert found.reopened_on == (None if reopened is None else on(reopened))


@given(st.text("wfg-", max_size=40), st.sampled_from([Band.FAIR, Band.GOOD]))
def test_looking_back_finds_the_same_lines_closed(words: str, target: Band) -> None:
    readings = course(words)
    state = standing(readings, target, LATER, on(len(words))).state
    assert closed(reversed(readings), target) is (state is State.CLOSED)


@pytest.mark.parametrize(
    ("words", "looked_at"), [("gggggwwww" + "w", 1), ("w" * 50 + "gggg", 4), ("wwg-", 3)]
)
def test_looking_back_ends_with_a_fall_or_four_in_a_row(words: str, looked_at: int) -> None:
    back = iter(list(reversed(course(words))))
    closed(back, Band.GOOD)
    assert len(words) - len(list(back)) == looked_at


def test_a_line_is_overdue_from_the_day_after_its_day() -> None:
    assert not standing(course("w"), Band.GOOD, START, START).overdue
    assert standing(course("w"), Band.GOOD, START, START + timedelta(days=1)).overdue


def test_a_closed_line_is_not_overdue_but_a_reopened_one_is() -> None:
    assert not standing(course("gggg"), Band.GOOD, START, LATER).overdue
    assert standing(course("ggggw"), Band.GOOD, START, LATER).overdue


def test_a_withdrawn_line_is_neither_open_nor_overdue() -> None:
    found = standing(course("w"), Band.GOOD, START, LATER, withdrawn=True)
    assert (found.state, found.overdue) == (State.WITHDRAWN, False)


def test_weekly_censuses_begin_with_the_first_day_and_end_by_today() -> None:
    assert weekly(START, START) == (START,)
    assert weekly(START, on(2) + timedelta(days=6)) == (on(0), on(1), on(2))
    assert weekly(START, START - timedelta(days=1)) == ()


@pytest.mark.parametrize(
    ("measure", "start", "target"),
    [
        ("4.1a", Band.WEAK, Band.FAIR),
        ("4.1a", Band.FAIR, Band.GOOD),
        ("4.1a", Band.GOOD, Band.GOOD),
        ("3.1", None, Band.FAIR),
        ("2.1a", Band.WEAK, Band.GOOD),  # it meets 21 days or does not: nothing lies between
        ("6.3", Band.WEAK, Band.FAIR),  # an outlier or none
        ("11.1", Band.WEAK, Band.FAIR),
        ("1.1", Band.FAIR, Band.GOOD),
        ("10.4", Band.GOOD, Band.EXCELLENT),
        ("cp5", Band.WEAK, Band.GOOD),
        ("care-plan-standards/4b", Band.WEAK, Band.FAIR),
    ],
)
def test_the_target_is_the_next_band_that_the_measure_can_have(
    measure: str, start: Band | None, target: Band
) -> None:
    assert bindable()[measure].next_better(start) is target


def test_every_measure_with_a_band_at_a_service_may_be_bound_and_every_indicator_and_standard() -> None:
    known = bindable()
    assert {"4.3a", "11.1", "6.3", "3.1"} <= known.keys()
    assert known.keys().isdisjoint({"5.2", "2.2", "8.2"})
    assert {f"cp{number}" for number in range(1, 11)} <= known.keys()
    standards = {f"care-plan-standards/{id_}" for id_ in ("1", "2a", "2b", "3", "4a", "4b", "5")}
    assert standards == {key for key in known if "/" in key}
    assert all(one.bands and Band.WEAK not in one.bands for one in known.values())


def test_indicators_show_the_questions_that_they_stand_beside() -> None:
    known = bindable()
    asked = {
        question: [key for key, one in known.items() if one.question == question]
        for question in ("7.4", "10.4")
    }
    assert asked == {"7.4": ["7.4", "cp2", "cp3"], "10.4": ["10.4", "cp4", "cp5", "cp6"]}


def test_an_indicator_has_an_aim_and_no_band() -> None:
    one = bindable()["cp5"]
    assert [one.says(band) for band in ("good", "weak", None)] == ["90% or more", "under 90%", "no cases"]
    assert bindable()["4.3a"].says("weak") == "weak"
