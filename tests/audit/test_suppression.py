"""Small numbers for readers outside: no cell from 1 to 4 is shown, and none comes back by subtraction."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.audit.measures import audit
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Level, Report, Request, Unit
from careplan.audit.rules.facts import Episode
from careplan.audit.rules.ruleset import load
from careplan.audit.rules.suppression import LEAST, Figure, hidden, hidden_in, hidden_items, small
from tests.audit.facts import episode, intervention, plan, service

ON = date(2026, 3, 31)


def figure(*cells: int, records: range = range(0)) -> Figure:
    return Figure(cells, (frozenset(str(n) for n in records),))


@pytest.mark.parametrize(("count", "is_small"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_is_small(count: int, is_small: bool) -> None:
    assert small(count) is is_small


def test_a_figure_with_a_small_cell_is_hidden() -> None:
    figures = {"few": figure(4), "rest": figure(20, 16, 4), "fine": figure(20, 15, 5), "none": figure(0)}
    assert hidden(figures) == {"few", "rest"}


def test_of_two_nested_figures_that_differ_by_little_one_is_hidden() -> None:
    figures = {"all": figure(20, records=range(20)), "most": figure(17, records=range(17))}
    assert len(hidden(figures)) == 1
    assert hidden(figures | {"most": figure(15, records=range(15))}) == set()
    assert hidden(figures | {"most": figure(20, records=range(20))}) == set()


def test_the_figure_that_gives_most_away_goes_first() -> None:
    same = {f"whole{n}": figure(20, records=range(20)) for n in range(3)}
    assert hidden(same | {"most": figure(18, records=range(18))}) == {"most"}


def test_figures_that_do_not_lie_inside_each_other_stay() -> None:
    assert hidden({"a": figure(20, records=range(20)), "b": figure(17, records=range(2, 22))}) == set()


records = st.frozensets(st.integers(0, 12).map(str), max_size=12)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(records, records), max_size=8))
def test_no_shown_pair_gives_a_small_cell_back(
    drawn: dict[str, tuple[frozenset[str], frozenset[str]]],
) -> None:
    rows = {key: (whole, whole & part) for key, (whole, part) in drawn.items()}
    shown = {key: row for key, row in rows.items() if key not in hidden_items(rows)}
    for whole, part in shown.values():
        assert not any(0 < n < LEAST for n in (len(whole), len(part), len(whole - part)))
    for (one, _), (two, _) in combinations(shown.values(), 2):
        if one <= two or two <= one:
            assert not 0 < abs(len(one) - len(two)) < LEAST


def planned(number: int, days: int = 100, **facts: object) -> Episode:
    start = intervention(started_on=ON - timedelta(days=days), id=f"I{number}")
    return episode(f"E{number}", interventions=(start,), plans=(plan(ON - timedelta(days=5), **facts),))


def reported(*episodes: Episode) -> Report:
    unit = Unit(Level.SERVICE, "S1", "North")
    return audit(Request(unit, Census.at(ON), load()), [service(*episodes)])


def test_the_clients_who_lack_capacity_cannot_be_counted_from_two_denominators() -> None:
    able = [planned(n) for n in range(20)]
    unable = [planned(n + 50, agreement="lacks_capacity") for n in range(2)]
    gone = hidden_in(reported(*able, *unable))
    assert ("cp2" in gone) or ({"cp3", "cp5"} <= gone)
    assert "cp2" not in hidden_in(reported(*able))


def test_new_plans_cannot_be_counted_from_cp1_and_cp3() -> None:
    old = [planned(n) for n in range(20)]
    new = [planned(n + 50, days=3) for n in range(2)]
    gone = hidden_in(reported(*old, *new))
    assert "cp1" in gone or "cp3" in gone


def test_tools_count_items_not_people_and_always_stay() -> None:
    assert hidden_in(reported(planned(1))).isdisjoint({"3.1", "3.2", "9.1", "9.2"})
