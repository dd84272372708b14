"""Goals on a day (record specification, section 5) and what makes one SMART."""

from datetime import date

import pytest

from careplan.plans.codes import GoalStatus
from careplan.plans.rules.facts import Goal, Outcome
from careplan.plans.rules.versions import goal_status, open_goals, smart_gaps

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
WHOLE = Goal("g1", "fewer bad nights", "nights a week", MAY, "client", "sleep_problems")


def test_without_outcomes_a_goal_is_what_was_written():
    assert goal_status(GoalStatus.STOPPED, [], APRIL) is GoalStatus.STOPPED


def test_the_latest_outcome_up_to_the_day_counts():
    outcomes = [Outcome("r2", APRIL, GoalStatus.ACHIEVED), Outcome("r1", MARCH, GoalStatus.PARTLY)]
    assert goal_status(GoalStatus.OPEN, outcomes, date(2026, 3, 31)) is GoalStatus.PARTLY
    assert goal_status(GoalStatus.OPEN, outcomes, APRIL) is GoalStatus.ACHIEVED


def test_of_two_reviews_on_one_day_the_higher_id_is_the_later():
    outcomes = [Outcome("r2", APRIL, GoalStatus.OPEN), Outcome("r1", APRIL, GoalStatus.ACHIEVED)]
    assert goal_status(GoalStatus.OPEN, outcomes, APRIL) is GoalStatus.OPEN


def test_a_goal_with_only_later_outcomes_was_open_before_whatever_is_written():
    outcomes = [Outcome("r1", MAY, GoalStatus.ACHIEVED)]
    assert goal_status(GoalStatus.ACHIEVED, outcomes, APRIL) is GoalStatus.OPEN


def test_a_goal_with_everything_is_smart():
    assert not smart_gaps(WHOLE)
    assert smart_gaps(WHOLE) == ()


@pytest.mark.parametrize("part", ["measure", "target_on", "responsible", "need"])
def test_each_missing_part_keeps_a_goal_from_being_smart(part):
    values = {"measure": "m", "target_on": MAY, "responsible": "r", "need": "n"} | {part: None}
    assert smart_gaps(Goal("g", "w", **values)) == (part,)


@pytest.mark.parametrize("part", ["measure", "responsible", "need"])
def test_blanks_are_nothing(part):
    values = {"measure": "m", "target_on": MAY, "responsible": "r", "need": "n"} | {part: "  \n"}
    assert smart_gaps(Goal("g", "w", **values))


def test_open_means_exactly_open():
    goals = [Goal(status.value, "w", status=status) for status in GoalStatus]
    assert [goal.id for goal in open_goals(goals)] == ["open"]
