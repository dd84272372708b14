"""Which returns are asked for, what they may be, and on which days a pair is judged."""

import pytest

from careplan.governance.rules import Half, above_the_whole, misfit, returns_asked


def test_every_key_is_asked_once_and_every_part_has_its_whole() -> None:
    asked = returns_asked()
    assert len(asked) == 25
    for key in asked.values():
        whole = asked[key.question, key.of] if key.of else None
        assert whole is None or (whole.type, whole.level) == ("count", key.level)


@pytest.mark.parametrize(
    ("given", "column"),
    [
        (("service", "6.4", "caseload.system", "yes"), None),
        (("service", "6.4", "caseload.system", "Yes"), "value"),
        (("partnership", "6.4", "caseload.system", "yes"), "level"),
        (("service", "6.4", "caseload", "yes"), "key"),
        (("service", "12.1", "caseload.system", "yes"), "question"),
        (("service", "7.1", "involvement", "none"), None),
        (("service", "7.1", "involvement", "forum financial"), None),
        (("service", "7.1", "involvement", "forum  financial"), "value"),
        (("service", "7.1", "involvement", ""), "value"),
        (("service", "2.1", "wait.reported_days", "21.5"), None),
        (("service", "2.1", "wait.reported_days", "-1"), "value"),
        (("service", "5.3", "confident.positive", "03"), "value"),
        (("partnership", "7.2", "directory.updated_on", "2025-02-29"), "value"),
    ],
)
def test_a_return_is_judged_by_its_key(given: tuple[str, str, str, str], column: str | None) -> None:
    found = misfit(*given)
    assert (found and found[0]) == column


def part(day: str, count: int, row: int) -> Half:
    return Half(day, count, True, row)


def whole(day: str, count: int, row: int) -> Half:
    return Half(day, count, False, row)


@pytest.mark.parametrize(
    ("halves", "rows"),
    [
        ([part("2025-01-01", 11, 1), whole("2025-01-01", 10, 2)], [1]),
        ([part("2025-01-01", 10, 1), whole("2025-01-01", 10, 2)], []),
        ([part("2025-01-01", 11, 1)], []),
        ([part("2025-01-01", 11, 1), whole("2025-01-02", 10, 2)], [2]),
        ([whole("2025-01-02", 10, 2), part("2025-01-03", 11, 1), whole("2025-01-04", 9, 3)], [1, 3]),
        ([whole("2025-01-01", 10, 1), part("2025-01-02", 12, 2), whole("2025-01-02", 12, 3)], []),
    ],
)
def test_a_pair_is_judged_on_each_day_that_one_half_was_recorded(halves: list[Half], rows: list[int]) -> None:
    assert [half.row for half, _ in above_the_whole(halves)] == rows
