"""Small numbers for readers outside: no cell from 1 to 4 is shown, and none comes back by subtraction."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.audit.release.rules.cells import counted, tables_of
from careplan.audit.release.rules.items import hidden_items
from careplan.audit.release.rules.release import released
from careplan.audit.review.measures import audit
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Report, Request, Unit
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.facts import Episode
from careplan.audit.review.rules.ruleset import load
from careplan.ground.small import LEAST
from tests.audit.facts import episode, intervention, plan, service

ON = date(2026, 3, 31)


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


def many(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(str(n) for first, after in ranges for n in range(first, after))


def test_two_new_assessments_cannot_be_told_from_two_quarter_ends() -> None:
    before = {"a": (many((0, 20)), many((0, 20)))}
    assert hidden_items({"a": (many((0, 22)), many((0, 22)))}) == frozenset()
    assert hidden_items({"a": (many((0, 22)), many((0, 22)))}, before) == {"a"}
    assert hidden_items({"a": (many((0, 27)), many((0, 27)))}, before) == frozenset()


def test_one_of_ten_new_assessments_that_did_not_ask_cannot_be_told_either() -> None:
    before = {"a": (many((0, 25)), many((0, 20)))}
    now = {"a": (many((0, 35)), many((0, 20), (25, 34)))}
    assert hidden_items(now) == frozenset()
    assert hidden_items(now, before) == {"a"}


@settings(max_examples=100)
@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(records, records), max_size=4),
    st.dictionaries(st.sampled_from("abcd"), st.tuples(records, records), max_size=4),
)
def test_what_is_added_between_two_quarter_ends_is_never_a_small_cell(
    first: dict[str, tuple[frozenset[str], frozenset[str]]],
    second: dict[str, tuple[frozenset[str], frozenset[str]]],
) -> None:
    before = {key: (whole, whole & part) for key, (whole, part) in first.items()}
    now = {
        key: (old[0] | {f"new {n}" for n in whole}, old[1] | {f"new {n}" for n in whole & part})
        for key, (whole, part) in second.items()
        for old in [before.get(key, (frozenset(), frozenset()))]
    }
    hidden = hidden_items(now, before)
    for key in set(now) & set(before) - hidden - hidden_items(before):
        grown = [len(now[key][at]) - len(before[key][at]) for at in (0, 1)]
        assert not any(0 < n < LEAST for n in (*grown, grown[0] - grown[1]))


def planned(number: int, days: int = 100, **facts: object) -> Episode:
    start = intervention(started_on=ON - timedelta(days=days), id=f"I{number}")
    return episode(f"E{number}", interventions=(start,), plans=(plan(ON - timedelta(days=5), **facts),))


def hidden_in(report: Report) -> set[str]:
    tables = tables_of(as_data(report, True), counted(load()))
    return {table.key[1] for table in tables} - {table.key[1] for table in released(tables)}


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
