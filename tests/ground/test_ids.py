"""Ids sort as they were made, also within one moment and from many threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import time_machine

from careplan.ground.ids import new_id


def test_ids_of_one_moment_sort_as_they_were_made() -> None:
    with time_machine.travel(datetime(2026, 3, 29, 1, tzinfo=UTC), tick=False):
        made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000


def test_no_two_threads_make_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(), range(4000)))
    assert len(set(made)) == 4000


def test_an_id_tells_its_millisecond() -> None:
    moment = datetime(2026, 3, 31, 12, 0, 0, 250_000, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        digits = new_id().replace("-", "")
    assert abs(int(digits[:12], 16) - int(moment.timestamp() * 1000)) <= 1
    assert digits[12] == "7"


def test_a_clock_that_was_set_back_is_followed() -> None:
    with time_machine.travel(datetime(2026, 3, 31, tzinfo=UTC), tick=False):
        later = new_id()
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        assert new_id() < later
