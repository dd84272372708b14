"""Small numbers for readers outside: a solver that has every released figure cannot name a hidden count."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from careplan.audit.release.rules.cells import Key, Records, Table, counted, tables_of
from careplan.audit.release.rules.release import released, released_after
from careplan.audit.review.rules.ruleset import load
from careplan.ground.small import small
from tests.audit import reports
from tests.audit.solver import bounds, recovered


def ids(*numbers: range | int) -> Records:
    spread = [range(one, one + 1) if isinstance(one, int) else one for one in numbers]
    return frozenset(str(n) for part in spread for n in part)


def table(
    name: str, whole: Records, part: Records | None = None, *outside: Records, unit: str = "S"
) -> Table:
    return Table((unit, name), whole, part, outside)


def keys(tables: Sequence[Table]) -> set[str]:
    return {one.key[1] for one in tables}


@pytest.mark.parametrize(("count", "is_small"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_is_small(count: int, is_small: bool) -> None:
    assert small(count) is is_small


@pytest.mark.parametrize(
    "part", [ids(range(4)), ids(range(16)), frozenset()], ids=["numerator", "complement", "neither"]
)
def test_a_figure_is_hidden_whole_when_a_cell_of_it_is_small(part: Records) -> None:
    shown = released([table("a", ids(range(20)), part)])
    assert keys(shown) == (set() if part else {"a"})


def test_a_small_denominator_of_a_mean_hides_it() -> None:
    assert released([table("mean", ids(range(4)))]) == []


def test_of_two_nested_figures_that_differ_by_little_one_is_hidden() -> None:
    whole = table("all", ids(range(20)))
    assert len(released([whole, table("most", ids(range(17)))])) == 1
    assert len(released([whole, table("most", ids(range(15)))])) == 2
    assert len(released([whole, table("most", ids(range(20)))])) == 2


def test_the_figure_that_gives_most_away_goes_first() -> None:
    same = [table(f"whole{n}", ids(range(20))) for n in range(3)]
    assert keys(released([*same, table("most", ids(range(18)))])) == {"whole0", "whole1", "whole2"}


def test_a_total_of_several_does_not_give_the_small_one_back() -> None:
    parts = [table("one", ids(range(10))), table("two", ids(range(10, 20))), table("few", ids(range(20, 23)))]
    whole = table("all", ids(range(23)))
    assert recovered([whole, *parts], [whole, *parts[:2]]) == [ids(range(20, 23))]
    shown = released([whole, *parts])
    assert recovered([whole, *parts], shown) == []
    assert len(shown) == 2


def test_records_left_out_do_not_come_back_from_two_figures() -> None:
    inner = table("inner", ids(range(20)), ids(range(10)), ids(range(20, 23)))
    outer = table("outer", ids(range(23)), ids(range(8)))
    assert recovered([inner, outer], released([inner, outer])) == []


def test_a_figure_that_changed_by_few_records_is_hidden_at_the_later_census() -> None:
    before = table("a", ids(range(20)), ids(range(10)))
    for now in (ids(range(21)), ids(range(19)), ids(range(2, 22))):
        assert released_after(([table("a", now, now & ids(range(10)))], []), ([before], [])) == frozenset()
    moved = table("a", ids(range(10, 40)), ids(range(20, 30)))
    assert released_after(([moved], []), ([before], [])) == {("S", "a")}
    assert released_after(([before], []), ([before], [])) == {("S", "a")}


@st.composite
def groups(draw: Any) -> list[Records]:
    """A few groups of records that never part, so that figures often add up to each other."""
    sizes = draw(st.lists(st.integers(1, 9), min_size=3, max_size=6))
    return [frozenset(f"{number}.{n}" for n in range(size)) for number, size in enumerate(sizes)]


@st.composite
def one_report(draw: Any, given_groups: list[Records] | None = None) -> list[Table]:
    parts = given_groups or draw(groups())
    some = st.sets(st.sampled_from(parts)).map(lambda chosen: frozenset().union(*chosen))
    found = []
    for name in draw(st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1, max_size=7)):
        whole, part = draw(some), draw(st.none() | some)
        outside = [one - whole for one in draw(st.lists(some, max_size=1))]
        found.append(table(name, whole, part if part is None else part & whole, *outside))
    return found


@st.composite
def two_reports(draw: Any) -> tuple[list[Table], list[Table]]:
    parts = draw(groups())
    return draw(one_report(parts)), draw(one_report(parts))


@settings(max_examples=150, deadline=None)
@given(one_report())
def test_a_solver_recovers_no_small_cell_from_a_report(tables: list[Table]) -> None:
    assert recovered(tables, released(tables)) == []


@settings(max_examples=150, deadline=None)
@given(one_report())
def test_no_two_released_figures_differ_by_a_few_records(tables: list[Table]) -> None:
    for one, two in combinations(released(tables), 2):
        assert not one.gives_away(two)


@st.composite
def partnership(draw: Any) -> list[Table]:
    """Services with the same figures, and the partnership that adds them up."""
    names = draw(st.lists(st.sampled_from("abc"), unique=True, min_size=1, max_size=3))
    found: list[Table] = []
    for service in range(draw(st.integers(2, 4))):
        for name in names:
            whole = frozenset(f"{service}.{one}" for one in draw(st.frozensets(st.integers(0, 9))))
            part = draw(st.frozensets(st.sampled_from(sorted(whole)))) if whole else frozenset()
            found.append(table(name, whole, part, unit=f"S{service}"))
    for name in names:
        mine = [one for one in found if one.key[1] == name]
        whole = frozenset().union(*(one.whole for one in mine))
        found.append(table(name, whole, frozenset().union(*(one.part or () for one in mine)), unit="P"))
    return found


def shared(tables: Sequence[Table]) -> tuple[list[Table], list[Table]]:
    """The partnership's own tables, and its services'."""
    return [one for one in tables if one.key[0] == "P"], [one for one in tables if one.key[0] != "P"]


@settings(max_examples=100, deadline=None)
@given(partnership())
def test_a_solver_recovers_no_service_from_the_partnership_and_the_others(tables: list[Table]) -> None:
    own, parts = shared(tables)
    above = released_after((own, parts))
    shown = [*released(parts), *(one for one in own if one.key in above)]
    assert recovered(tables, shown) == []


@settings(max_examples=60, deadline=None)
@given(partnership(), partnership())
def test_a_solver_recovers_no_service_from_two_reports_of_a_partnership(
    now: list[Table], past: list[Table]
) -> None:
    (own, parts), (before, parts_before) = shared(now), shared(past)
    above, earlier = (
        released_after((own, parts), (before, parts_before)),
        released_after((before, parts_before)),
    )
    shown = [one for one in own if one.key in above] + [one for one in before if one.key in earlier]
    assert recovered([*own, *before], shown) == []


@settings(max_examples=150, deadline=None)
@given(two_reports())
@example(([table("a", ids(range(15)), ids(range(10)))], [table("a", ids(range(14)), ids(range(9)))]))
@example(
    (
        [table("a", ids(range(6)), ids(range(6))), table("f", ids(0)), table("g", ids(0, range(6, 11)))],
        [table("a", ids(range(6)), ids(range(6))), table("g", ids(range(11)))],
    )
)
def test_a_solver_recovers_no_small_cell_from_two_overlapping_reports(
    both: tuple[list[Table], list[Table]],
) -> None:
    now, past = both
    later = released_after((now, []), (past, []))
    shown = [*released(past), *(one for one in now if one.key in later)]
    assert recovered([*now, *past], shown) == []


def test_a_figure_that_stood_still_for_a_year_does_not_tell_what_changed_before() -> None:
    now, still = [table("a", ids(range(20)), ids(range(8)))], [table("a", ids(range(20)), ids(range(8)))]
    two_less = [table("a", ids(range(18)), ids(range(8)))]
    assert keys_of(released_after((now, []), *[(still, [])] * 4)) == {"a"}
    assert (
        keys_of(released_after((now, []), *[(still, [])] * 4, older=[(still, []), (two_less, [])])) == set()
    )


def test_older_censuses_are_not_read_for_figures_that_changed_much() -> None:
    def never() -> Iterator[tuple[list[Table], list[Table]]]:
        yield [table("a", ids(range(30, 50)), ids(range(30, 38)))], []
        raise AssertionError("read further back than needed")

    now = [table("a", ids(range(20)), ids(range(8)))]
    assert keys_of(released_after((now, []), older=never())) == {"a"}


def keys_of(found: frozenset[Key]) -> set[str]:
    return {figure for _, figure in found}


def test_the_attacker_is_no_straw_man() -> None:
    whole, part = ids(range(20)), ids(range(17))
    assert bounds(whole - part, [whole, part], [whole, part, whole - part]) == (3, 3)
    assert bounds(whole - part, [whole], [whole, part, whole - part]) == (0, 20)


PEOPLE = counted(load())
CENSUSES = (date(2026, 3, 31), date(2025, 12, 31))


@pytest.mark.parametrize("count", [12, 45, 90])
def test_whole_reports_of_two_services_and_their_partnership_hold_against_the_solver(count: int) -> None:
    services = [reports.caseload("S1", count), reports.caseload("S2", 30)]
    found = []
    for on in CENSUSES:
        each = [tables_of(reports.data(one, with_records=True, on=on), PEOPLE) for one in services]
        pooled = tables_of(reports.data(*services, with_records=True, on=on), PEOPLE, each)
        found.append((pooled, [one for tables in each for one in tables]))
    (now, parts), (past, parts_past) = found
    above, later = (
        released_after((now, parts), (past, parts_past)),
        released_after((parts, []), (parts_past, [])),
    )
    shown = [one for one in [*now, *parts] if one.key in above | later]
    assert recovered([*now, *parts], shown) == []
    over_time = [*(one for one in parts if one.key in later), *released(parts_past)]
    assert recovered([*parts, *parts_past], over_time) == []
    assert len(later) >= 5
