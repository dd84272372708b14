"""Which version counts on a day, and which needs the assessments still tick."""

from datetime import date

import pytest

from careplan.checklists.queries import bank
from careplan.plans.codes import GoalDomain
from careplan.plans.rules.versions import (
    Tick,
    Version,
    active,
    draft,
    first_agreed,
    latest_ticks,
    plan_domain,
    settled,
)

ON = date(2026, 4, 1)
EMPTY = Version("a", 1, date(2026, 1, 1), goals=0)
FIRST = Version("b", 2, date(2026, 2, 1))
SECOND = Version("c", 3, ON)
LATER = Version("d", 4, date(2026, 4, 2))
DRAFT = Version("e", 5, None)
ALL = [DRAFT, LATER, SECOND, FIRST, EMPTY]


def test_versions_agreed_by_the_day_with_a_goal_count_in_order():
    assert settled(ALL, ON) == [FIRST, SECOND]
    assert (first_agreed(ALL, ON), active(ALL, ON)) == (FIRST, SECOND)


def test_a_version_without_goals_and_a_draft_are_no_plan():
    assert first_agreed([EMPTY, DRAFT], ON) is None
    assert active([EMPTY, DRAFT], ON) is None


def test_the_draft_is_the_version_that_nobody_agreed():
    assert draft(ALL) == DRAFT
    assert draft([FIRST, SECOND]) is None


def tick(item, need, on, completed=True):
    return Tick(item, need, "triage", on, "1", (on if completed else date.max, on, "x"))


def test_the_latest_asking_of_an_item_says_whether_it_is_a_need():
    old, new = date(2026, 1, 1), date(2026, 2, 1)
    assert latest_ticks([tick("a", True, new), tick("a", False, old)]) == [tick("a", True, new)]
    assert latest_ticks([tick("a", False, new), tick("a", True, old)]) == []
    assert latest_ticks([tick("a", True, old, completed=False), tick("a", False, new)]) == [
        tick("a", True, old, completed=False)
    ]


@pytest.mark.parametrize("domain", sorted({item.domain for item in bank("1").items.values()}))
def test_every_domain_of_the_checklists_has_a_place_in_the_plan(domain):
    assert plan_domain(domain) in GoalDomain


def test_harm_to_children_is_filed_under_the_family():
    assert plan_domain("risk_children") is GoalDomain.FAMILY_CHILDREN
    assert plan_domain("physical") is GoalDomain.PHYSICAL
