"""Honesty checks: what is worth a look, what never is, and what cannot be judged. Limits: standards/honesty-1.toml."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from careplan.audit.report.pages.honesty import KINDS, MENDED, SAYINGS
from careplan.audit.report.rules.honesty.checks import Check, checks, plain
from careplan.audit.report.rules.honesty.facts import (
    LIMITS,
    Fact,
    Record,
    Stay,
    limits,
)
from careplan.audit.review.rules.census import Census

CENSUS = Census.at(date(2026, 3, 31))
ON = date(2026, 2, 3)
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)


Entry = dict[str, Any]


def entry(on: date = ON, at: datetime | None = None, days: int = 0, by: str = "kay") -> Entry:
    moment = at or datetime(on.year, on.month, on.day, 12, tzinfo=UTC) + timedelta(days=days)
    return {"on": on, "at": moment, "entered_on": moment.date(), "by": by}


def stays(count: int = 1, keyworker: str | None = "kay") -> dict[str, Stay]:
    return {f"E{n}": Stay(f"E{n}", f"K{n}", keyworker) for n in range(count)}


def plan(n: int = 0, when: Entry | None = None, *goals: str) -> Fact:
    words = {f"G{n}.{i}": words for i, words in enumerate(goals)}
    return Fact(f"P{n}", f"E{n}", "plan", **(when or entry()), goals=words)


def assessed(n: int = 0, when: Entry | None = None, kind: str = "comprehensive", **levels: Any) -> Fact:
    return Fact(f"A{n}", f"E{n}", "assessment", **(when or entry()), form=kind, levels=levels)


def check(
    key: str, *facts: Fact, count: int = 1, keyworker: str | None = "kay", returns: tuple[date, ...] = ()
) -> Check:
    record = Record(stays(count, keyworker), facts, frozenset(returns))
    return checks(record, CENSUS, limits())[key]


def same_minute(seconds: float, by: str = "kay") -> tuple[int, int, int]:
    written = plan(0, entry(at=NOON + timedelta(seconds=seconds), by=by), "Work")
    one = check("same-minute", assessed(when=entry(at=NOON)), written)
    return len(one.noticed), one.judged, one.untold


@pytest.mark.parametrize(("seconds", "worth"), [(0, 1), (59.9, 1), (-59, 1), (60, 0), (3600, 0)])
def test_a_plan_agreed_within_a_minute_of_the_assessment_is_worth_a_look(seconds: float, worth: int) -> None:
    assert same_minute(seconds) == (worth, 1, 0)


def test_what_an_import_entered_cannot_be_judged_by_its_moment() -> None:
    assert same_minute(0, by="import") == (0, 0, 1)


def test_a_plan_without_a_comprehensive_assessment_is_not_asked() -> None:
    one = check("same-minute", assessed(kind="risk"), plan())
    assert (one.judged, one.untold) == (0, 0)


def test_entries_that_share_one_moment_in_great_number_count_as_imported() -> None:
    least = limits().numbers.whole("batch")
    late = entry(ON, datetime(2026, 3, 30, 9, 0, 0, 123456, tzinfo=UTC))
    for count, noticed, untold in ((least - 1, least - 1, 0), (least, 0, least)):
        held = (Fact(f"R{n}", f"E{n}", "review", **late) for n in range(count))
        one = check("back-dated", *held, count=count)
        assert (len(one.noticed), one.untold) == (noticed, untold)


def goals(*words: str, keyworker: str | None = "kay") -> Check:
    plans = (plan(n, None, w) for n, w in enumerate(words))
    return check("same-goals", *plans, count=len(words), keyworker=keyworker)


def test_the_same_goal_for_four_clients_of_one_worker_is_worth_a_look() -> None:
    found = goals("Stop smoking.", "stop  SMOKING", "Stop smoking!", "Stop smoking", "Find a flat")
    assert ([one.alike for one in found.noticed], found.judged) == ([4, 4, 4, 4], 5)


def test_the_same_goal_for_three_clients_is_not() -> None:
    assert goals("Stop smoking", "Stop smoking", "Stop smoking").noticed == ()


def test_one_client_with_the_same_goal_in_many_plans_is_not() -> None:
    many = tuple(
        replace(plan(0, None, "Stop smoking"), id=f"P{n}", goals={f"G{n}": "Stop smoking"}) for n in range(9)
    )
    assert check("same-goals", *many).noticed == ()


def test_goals_of_different_workers_are_not_compared() -> None:
    record = Record(
        {f"E{n}": Stay(f"E{n}", f"K{n}", f"W{n % 2}") for n in range(6)},
        tuple(plan(n, None, "Stop smoking") for n in range(6)),
    )
    assert checks(record, CENSUS, limits())["same-goals"].noticed == ()


def test_goals_without_a_keyworker_cannot_be_judged() -> None:
    found = goals("Stop", "Stop", "Stop", "Stop", keyworker=None)
    assert (found.noticed, found.judged, found.untold) == ((), 0, 4)


@pytest.mark.parametrize("words", ["", " ", "...", "–"])
def test_goals_without_words_are_not_alike(words: str) -> None:
    assert goals(*[words] * 5).noticed == ()


def test_words_are_compared_without_case_spacing_and_punctuation() -> None:
    assert plain(" No  heroin, for\u00a0four weeks! ") == plain("no heroin for four weeks")


def levels(alike: int, other: int = 0, keyworker: str | None = "kay") -> Check:
    found = [assessed(n, None, "risk", self="low", children="low") for n in range(alike)]
    found += [assessed(alike + n, None, "risk", self="high", children=f"x{n}") for n in range(other)]
    return check("same-levels", *found, count=alike + other, keyworker=keyworker)


@pytest.mark.parametrize(
    ("alike", "other", "worth"), [(7, 0, 0), (8, 0, 8), (8, 2, 8), (8, 3, 0), (20, 5, 20)]
)
def test_the_same_levels_for_nearly_a_whole_caseload_are_worth_a_look(
    alike: int, other: int, worth: int
) -> None:
    found = levels(alike, other)
    assert (len(found.noticed), found.judged) == (worth, alike + other)


def test_only_the_latest_risk_assessment_of_a_client_is_compared() -> None:
    old = tuple(
        replace(assessed(0, entry(date(2026, 1, n + 1)), "risk", self="low"), id=f"A{n}") for n in range(9)
    )
    found = check("same-levels", *old)
    assert (found.noticed, found.judged) == ((), 1)


def test_levels_without_a_keyworker_cannot_be_judged() -> None:
    assert levels(9, keyworker=None).untold == 9


def reviews(*days: date, returns: tuple[date, ...] = ()) -> Check:
    held = (Fact(f"R{n}", "E0", "review", **entry(on)) for n, on in enumerate(days))
    return check("bunched", *held, returns=returns)


MARCH = [date(2026, 3, 25) + timedelta(days=n) for n in range(7)]  # the last seven days up to the census


def test_reviews_piled_up_in_the_last_week_are_worth_a_look() -> None:
    found = reviews(*MARCH[:4], *[date(2026, 2, n) for n in range(1, 7)])
    assert ([one.before for one in found.noticed], found.judged) == ([CENSUS.on] * 4, 10)


def test_the_eighth_day_before_is_not_in_the_last_week() -> None:
    assert reviews(*[date(2026, 3, 24)] * 8).noticed == ()


def test_reviews_spread_over_the_quarter_are_not() -> None:
    assert reviews(*[date(2026, 1, 2) + timedelta(days=7 * n) for n in range(13)]).noticed == ()


def test_few_reviews_say_nothing() -> None:
    assert reviews(*MARCH).noticed == ()


def test_a_return_is_a_day_before_which_reviews_bunch() -> None:
    days = [date(2025, 11, 10)] * 8
    assert reviews(*days).noticed == ()
    assert len(reviews(*days, returns=(date(2025, 11, 12),)).noticed) == 8


def test_a_quarter_end_is_a_day_before_which_reviews_bunch() -> None:
    assert {one.before for one in reviews(*[date(2025, 12, 28)] * 8).noticed} == {date(2025, 12, 31)}


@pytest.mark.parametrize(
    ("kind", "most"), [("assessment", 7), ("plan", 7), ("review", 7), ("order", 2), ("start", 14)]
)
def test_an_entry_after_the_days_allowed_is_worth_a_look(kind: str, most: int) -> None:
    for days, worth in ((most, ()), (most + 1, (most + 1,)), (-3, ())):
        one = check("back-dated", Fact("X", "E0", kind, **entry(days=days)))
        assert tuple(noticed.days for noticed in one.noticed) == worth
        assert one.judged == 1


def test_plans_and_assessments_entered_late_count_as_well() -> None:
    found = check("back-dated", plan(0, entry(days=30)), assessed(0, entry(days=30)))
    assert [one.kind for one in found.noticed] == ["assessment", "plan"]


def test_a_plan_without_goals_is_worth_a_look() -> None:
    found = check("no-goals", plan(0), plan(1, None, "Work"), count=2)
    assert ([one.id for one in found.noticed], found.judged) == (["P0"], 2)


def test_only_the_period_is_looked_at() -> None:
    before = entry(date(2025, 3, 31), days=60)
    after = entry(date(2026, 4, 1), days=60)
    for when in (before, after):
        held, risk = Fact("R", "E0", "review", **when), assessed(0, when, "risk", self="low")
        record = Record(stays(), (risk, assessed(0, when), plan(0, when), held))
        found = checks(record, CENSUS, limits())
        assert [one.judged for one in found.values()] == [0] * 6


def test_an_empty_record_is_not_worth_a_look() -> None:
    found = checks(Record({}), CENSUS, limits())
    assert all((one.noticed, one.judged, one.untold) == ((), 0, 0) for one in found.values())


def test_every_check_has_its_words_and_every_kind_its_place() -> None:
    assert list(checks(Record({}), CENSUS, limits())) == list(SAYINGS)
    assert {f"late_{kind}" for kind in KINDS} <= limits().numbers.rows.keys()
    assert set(KINDS) <= set(MENDED)


def test_every_limit_is_marked_as_assumed_and_used_by_a_check() -> None:
    rows = limits().numbers.rows
    assert LIMITS.latest.how == "assumed"
    assert {name for saying in SAYINGS.values() for name in saying.numbers} == set(rows)
