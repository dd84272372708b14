"""The ten care plan indicators, each edge of their definitions."""

from datetime import date, timedelta
from typing import Any

import pytest

from careplan.audit.review.measures import INDICATORS
from careplan.audit.review.measures.goals import whole_goal
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Assessment, Episode
from careplan.audit.review.rules.measure import Case, tally
from careplan.clients.rules.facts import Pause
from careplan.plans.rules.versions import smart_gaps
from careplan.risk.rules import Planned
from tests.audit.facts import episode, goal, intervention, plan, review, service

ON = date(2026, 3, 31)
CENSUS = Census.at(ON)
DAY = timedelta(days=1)


def of(cp: str, *episodes: Episode) -> tuple[int, int]:
    lines = tally(INDICATORS[cp], [service(*episodes)], CENSUS)
    return len(lines.hits), len(lines.members)


def since(start: date, **facts: Any) -> Episode:
    return episode(interventions=(intervention(started_on=start),), **facts)


def test_cp1_asks_after_14_days_and_ignores_plans_without_goals() -> None:
    assert of("cp1", since(ON - 14 * DAY, plans=(plan(ON),))) == (1, 1)
    assert of("cp1", since(ON - 13 * DAY, plans=(plan(ON),))) == (0, 0)
    assert of("cp1", episode(plans=(plan(ON, goals=()),))) == (0, 1)
    assert of("cp1", episode(plans=(plan(ON + DAY),))) == (0, 1)


@pytest.mark.parametrize(
    "away",
    [
        {"deceased_on": ON},
        {"pauses": (Pause(ON, None),)},
        {"interventions": (intervention(ended_on=ON),)},
        {"interventions": (intervention("harm_reduction"),)},
    ],
)
def test_whoever_is_not_in_treatment_on_the_census_is_no_member(away: dict[str, Any]) -> None:
    assert of("cp1", episode(plans=(plan(ON),), **away)) == (0, 0)


@pytest.mark.parametrize(
    ("agreement", "figure"),
    [("signed", (1, 1)), ("verbal", (1, 1)), ("declined", (0, 1)), ("lacks_capacity", (0, 0))],
)
def test_cp2_counts_signed_and_verbal_and_leaves_out_who_lacks_capacity(
    agreement: str, figure: tuple[int, int]
) -> None:
    assert of("cp2", episode(plans=(plan(ON, agreement=agreement),))) == figure


def test_cp3_sees_a_copy_offered_by_the_census() -> None:
    assert of("cp3", episode(plans=(plan(ON, copy_offered_on=ON),))) == (1, 1)
    assert of("cp3", episode(plans=(plan(ON, copy_offered_on=ON + DAY),))) == (0, 1)


def lists(measure: str, one: Episode) -> dict[str, list[str]]:
    found = tally(INDICATORS[measure], [service(one)], CENSUS)
    return {reason: [line.id for line in lines] for reason, lines in found.excluded().items()}


AWAY = {"pauses": (Pause(ON, None),), "plans": (plan(ON),)}


def test_cp5_alone_lists_whom_a_pause_leaves_out() -> None:
    # Spec 03 §2.5: listed once under excluded.paused; no figure changes, and no other indicator lists it.
    away = episode("E9", **AWAY, reviews=(review(ON),))
    assert of("cp5", away) == (0, 0)
    assert lists("cp5", away) == {"paused": ["E9"]}
    for number in (1, 2, 3, 4, 6, 7, 8, 9, 10):
        assert lists(f"cp{number}", away) == {}, number


@pytest.mark.parametrize(
    "more",
    [
        {"deceased_on": ON},
        {"interventions": (intervention(ended_on=ON),)},
        {"plans": ()},
        {"plans": (plan(ON, goals=()),)},
        {"plans": (plan(ON + DAY),)},
        {"pauses": (Pause(ON - DAY, ON),)},
        {"pauses": (Pause(ON + DAY, None),)},
    ],
)
def test_whom_more_than_a_pause_leaves_out_is_not_listed(more: dict[str, Any]) -> None:
    assert lists("cp5", episode(**(AWAY | more))) == {}


def test_two_pauses_on_one_day_list_an_episode_once() -> None:
    both = (Pause(ON, None), Pause(ON - DAY, None))
    assert lists("cp5", episode(**(AWAY | {"pauses": both}))) == {"paused": ["E1"]}


def test_the_active_plan_is_the_highest_agreed_version() -> None:
    plans = (plan(ON, 1, agreement="declined"), plan(ON - DAY, 2), plan(None, 3, agreement=None))
    assert of("cp2", episode(plans=plans)) == (1, 1)


def test_cp4_takes_reviews_from_the_day_agreed_to_three_months_later() -> None:
    agreed = date(2025, 11, 30)
    limit = date(2026, 2, 28)
    for day, hit in ((agreed - DAY, 0), (agreed, 1), (limit, 1), (limit + DAY, 0)):
        assert of("cp4", episode(plans=(plan(agreed),), reviews=(review(day),))) == (hit, 1), day
    assert of("cp4", episode(plans=(plan(agreed),), reviews=(review(limit, held=False),))) == (0, 1)


@pytest.mark.parametrize(
    ("facts", "members"),
    [
        ({"closed_on": date(2026, 3, 1)}, 1),
        ({"closed_on": date(2026, 2, 28)}, 0),
        ({"deceased_on": date(2026, 3, 1)}, 0),
        ({"deceased_on": date(2026, 3, 2)}, 1),
        ({"pauses": (Pause(date(2026, 3, 1), None),)}, 0),
        ({"pauses": (Pause(date(2026, 1, 1), date(2026, 3, 1)),)}, 1),
        ({"interventions": (intervention(started_on=date(2026, 3, 2)),)}, 0),
    ],
)
def test_cp4_looks_at_the_limit_day(facts: dict[str, Any], members: int) -> None:
    assert of("cp4", episode(plans=(plan(date(2025, 12, 1)),), **facts))[1] == members


def test_cp4_counts_limits_that_fall_in_the_period() -> None:
    for agreed, members in (
        (date(2025, 1, 1), 1),
        (date(2024, 12, 31), 0),
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 0),
    ):
        assert of("cp4", episode(plans=(plan(agreed),)))[1] == members, agreed


def test_cp5_allows_three_months_and_then_six() -> None:
    assert of("cp5", episode(plans=(plan(date(2025, 12, 31)),))) == (1, 1)
    assert of("cp5", episode(plans=(plan(date(2025, 12, 30)),))) == (0, 1)
    reviewed = episode(plans=(plan(date(2024, 1, 1)),), reviews=(review(date(2025, 9, 30)),))
    assert of("cp5", reviewed) == (0, 1)
    reviewed = episode(plans=(plan(date(2024, 1, 1)),), reviews=(review(date(2025, 10, 1)),))
    assert of("cp5", reviewed) == (1, 1)


def test_cp6_needs_a_review_in_three_months_and_no_plan() -> None:
    assert of("cp6", episode(reviews=(review(date(2026, 1, 1)),))) == (1, 1)
    assert of("cp6", episode(reviews=(review(date(2025, 12, 31)),))) == (0, 1)
    assert of("cp6", since(date(2026, 1, 1), reviews=(review(ON),))) == (0, 0)
    assert of("cp6", since(date(2025, 12, 31), reviews=(review(ON),))) == (1, 1)


def test_cp7_needs_every_stretch_in_time() -> None:
    first = plan(date(2025, 1, 1))
    kept = (review(date(2025, 4, 1)), review(date(2025, 10, 1), "RV2"))
    assert of("cp7", episode(plans=(first,), reviews=kept)) == (1, 1)
    late = (review(date(2025, 4, 2)), review(date(2025, 10, 1), "RV2"))
    assert of("cp7", episode(plans=(first,), reviews=late)) == (0, 1)
    assert of("cp7", episode(plans=(first,), reviews=kept[:1])) == (0, 1)
    assert of("cp7", episode()) == (0, 1)


def risk(completed_on: date, level: str = "high", **action: Any) -> Assessment:
    actions = (Planned(**({"domain": "self", "responsible": "Kay", "due_on": ON} | action)),)
    return Assessment(f"A{completed_on}", "risk", "1", completed_on, completed_on, {"self": level}, actions)


@pytest.mark.parametrize(
    ("risks", "hit"),
    [
        ((risk(date(2025, 12, 31)),), 1),
        ((risk(date(2025, 12, 30)),), 0),
        ((risk(ON, due_on=None),), 0),
        ((risk(ON, responsible=""),), 0),
        ((risk(ON, domain="children"),), 0),
        ((risk(ON, level="medium", domain="children"),), 1),
        ((risk(ON), risk(ON - DAY, due_on=None)), 1),
        ((), 0),
    ],
)
def test_cp8_wants_a_recent_risk_assessment_with_an_action_for_each_serious_risk(
    risks: tuple[Assessment, ...], hit: int
) -> None:
    assert of("cp8", episode(plans=(plan(ON),), assessments=risks)) == (hit, 1)


@pytest.mark.parametrize("part", ["measure", "target_on", "responsible", "need_item"])
def test_cp9_wants_all_four_parts_of_a_goal(part: str) -> None:
    goals = (goal("G1"), goal("G2", **{part: None}))
    assert of("cp9", episode(plans=(plan(ON, goals=goals),))) == (1, 2)


def test_cp9_tells_a_goal_under_a_free_need_apart_and_its_page_calls_it_whole() -> None:
    # Spec 03 §2.5 counts the need item; §2.2 a link to a need, which may be free.
    def reason(**parts: Any) -> str:
        one = goal("G1", **parts)
        return whole_goal(Case(one.id, one, episode()), CENSUS).reason

    free = {"need_item": None, "need": "N1"}
    assert [reason(), reason(**free), reason(need_item=None, need=None)] == ["whole", "free_need", "no_need"]
    assert of("cp9", episode(plans=(plan(ON, goals=(goal("G1", **free),)),))) == (0, 1)
    assert smart_gaps(goal("G1", **free)) == ()
    assert smart_gaps(goal("G1", need_item=None, need=None)) == ("need",)


def test_cp9_counts_goals_that_are_open_on_the_census() -> None:
    written = plan(date(2026, 1, 1), goals=(goal("G1", status="achieved"), goal("G2")))
    assert of("cp9", episode(plans=(written,))) == (1, 1)
    later = episode(plans=(written,), reviews=(review(ON + DAY, G1="achieved"),))
    assert of("cp9", later) == (2, 2)
    changed = episode(plans=(written,), reviews=(review(ON, G2="changed"), review(ON, "RV2", G2="open")))
    assert of("cp9", changed) == (1, 1)


def test_cp10_asks_for_goals_of_the_plan_before_the_last_review_not_ended_earlier() -> None:
    old = plan(date(2025, 1, 1), 1, goals=(goal("G1"), goal("G2"), goal("G3")))
    new = plan(date(2026, 3, 1), 2, goals=(goal("G4"),))
    reviews = (
        review(date(2025, 6, 1), "RV1", G1="achieved", G2="open"),
        review(date(2026, 3, 1), "RV2", G2="partly"),
        review(date(2026, 3, 1), "RV3", G3="open"),
    )
    assert of("cp10", episode(plans=(old, new), reviews=reviews)) == (2, 2)
    assert of("cp10", episode(plans=(new,), reviews=reviews)) == (0, 1)
    assert of("cp10", episode(plans=(plan(ON),), reviews=reviews)) == (0, 0)
