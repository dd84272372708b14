"""How long a client may wait (spec 06, S1 to S3) and when somebody has to say why."""

from datetime import date, timedelta

import pytest

from careplan.waits.labels import left_words
from careplan.waits.rules import Standing, Wait, standing

ON = date(2026, 3, 2)


def waits(days: int, **more: object) -> Wait:
    return Wait("e", "s", "TEST, Ann", "inpatient_detox", ON - timedelta(days=days), **more)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Standing.IN_TIME),
        (21, Standing.IN_TIME),  # S1
        (22, Standing.OVER),  # S2
        (41, Standing.OVER),
        (42, Standing.LONG),  # S3
        (200, Standing.LONG),
    ],
)
def test_a_wait_is_met_missed_or_to_be_reviewed(days: int, expected: Standing) -> None:
    assert standing(waits(days), ON) is expected


def test_a_long_wait_that_was_reviewed_stays_missed() -> None:
    assert standing(waits(42, reviewed_on=ON), ON) is Standing.REVIEWED
    assert standing(waits(21, reviewed_on=ON), ON) is Standing.IN_TIME


def test_no_priority_is_no_priority_group() -> None:
    assert [waits(1, priority=one).first for one in (None, "none", "pregnant")] == [False, False, True]


def test_words_count_the_days_left_and_the_days_over() -> None:
    assert left_words(waits(20), ON) == "1 day left"
    assert left_words(waits(21), ON) == "0 days left"
    assert left_words(waits(23), ON) == "2 days over"
