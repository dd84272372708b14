"""When an action line closes itself, reopens, and is overdue."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.audit.queries.lines import bindable
from careplan.audit.rules.bands import Band
from careplan.audit.rules.holding import Reading, State, best, closed, next_better, standing, weekly
from careplan.audit.rules.ruleset import load

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
    ("start", "most", "target"),
    [
        (Band.WEAK, Band.GOOD, Band.FAIR),
        (Band.FAIR, Band.GOOD, Band.GOOD),
        (Band.GOOD, Band.GOOD, Band.GOOD),
        (None, Band.EXCELLENT, Band.FAIR),
    ],
)
def test_the_target_is_the_next_better_band(start: Band | None, most: Band, target: Band) -> None:
    assert next_better(start, most) is target


def test_every_measure_with_a_band_at_a_service_has_a_best_one_above_weak() -> None:
    known = bindable(load())
    assert {"4.3a", "11.1", "6.3", "3.1"} <= known.keys()
    assert known.keys().isdisjoint({"5.2", "2.2", "8.2"})
    assert all(best(*bound) is not Band.WEAK for bound in known.values())
    assert best(*known["6.3"]) is Band.FAIR
    assert best(*known["4.1a"]) is Band.GOOD
