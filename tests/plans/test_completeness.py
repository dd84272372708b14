"""When a plan may be agreed: a date alone is not a plan."""

from datetime import date

import pytest

from careplan.plans.codes import NeedPriority, WantsHelp
from careplan.plans.rules.completeness import (
    DateFault,
    Gap,
    Lack,
    Need,
    PlanFacts,
    agreed_on_fault,
    gaps,
    review_fault,
    risk_is_recent,
    unanswered,
    unanswered_goals,
)
from careplan.plans.rules.facts import Goal
from careplan.plans.rules.standard import SCHEDULE

HIGH = Need("n1", "nowhere to live", NeedPriority.HIGH, WantsHelp.LATER, item="accommodation")
WANTED = Need("n2", "teeth hurt", NeedPriority.LOW, WantsHelp.NOW)
MINOR = Need("n3", "bus pass", NeedPriority.MEDIUM, WantsHelp.NO)
GOAL = Goal("g1", "a room of my own", need="accommodation", actions=1)
WHOLE = PlanFacts(
    (GOAL,),
    (HIGH, MINOR),
    (("accommodation", "Where do you live?"),),
    own_words=True,
    contingency=True,
    disengagement=True,
)


def changed(need, **values):
    return Need(**{name: values.get(name, getattr(need, name)) for name in Need.__slots__})


def test_a_whole_plan_lacks_nothing():
    assert gaps(WHOLE) == []


def test_high_needs_and_needs_wanted_now_have_to_be_answered_and_others_not():
    assert unanswered([HIGH, WANTED, MINOR], []) == [HIGH, WANTED]
    assert unanswered([WANTED], [GOAL])


def test_a_goal_answers_a_need_by_its_item_or_by_its_id():
    assert not unanswered([HIGH], [GOAL])
    assert not unanswered([WANTED], [Goal("g2", "see a dentist", need="n2")])
    assert unanswered([WANTED], [Goal("g2", "see a dentist", need=None)])


def test_a_recorded_not_now_answers_a_need_and_a_blank_one_does_not():
    assert not unanswered([changed(HIGH, not_now_reason="in hospital until June")], [])
    assert unanswered([changed(HIGH, not_now_reason="  ")], [])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"own_words": False}, Gap(Lack.OWN_WORDS)),
        ({"contingency": False}, Gap(Lack.CONTINGENCY)),
        ({"disengagement": False}, Gap(Lack.DISENGAGEMENT)),
        ({"goals": (), "needs": (MINOR,), "ticked": ()}, Gap(Lack.NO_GOALS)),
        ({"needs": (HIGH, WANTED)}, Gap(Lack.NEED_UNANSWERED, "n2", "teeth hurt")),
        (
            {"ticked": (("accommodation", "home"), ("debts", "Any debts?"))},
            Gap(Lack.NEED_UNSORTED, "debts", "Any debts?"),
        ),
        (
            {"goals": (GOAL, Goal("g2", "sleep", need="n9"))},
            Gap(Lack.GOAL_WITHOUT_ACTION, "g2", "sleep"),
        ),
    ],
)
def test_each_thing_lacking_is_named(change, expected):
    facts = PlanFacts(**{name: change.get(name, getattr(WHOLE, name)) for name in PlanFacts.__slots__})
    assert gaps(facts) == [expected]


@pytest.mark.parametrize(
    ("completed_on", "recent"),
    [
        (None, False),
        (date(2026, 2, 27), False),
        (date(2026, 2, 28), True),
        (date(2026, 5, 31), True),
        (date(2026, 6, 1), False),
    ],
)
def test_a_risk_assessment_is_recent_for_three_calendar_months(completed_on, recent):
    assert risk_is_recent(completed_on, date(2026, 5, 31), SCHEDULE.latest) is recent


@pytest.mark.parametrize(
    ("agreed_on", "fault"),
    [
        (date(2026, 5, 31), DateFault.BEFORE_DRAFT),
        (date(2026, 6, 1), None),
        (date(2026, 6, 10), None),
        (date(2026, 6, 11), DateFault.IN_FUTURE),
    ],
)
def test_a_plan_is_agreed_between_its_draft_and_today(agreed_on, fault):
    assert agreed_on_fault(agreed_on, date(2026, 6, 1), today=date(2026, 6, 10)) is fault


@pytest.mark.parametrize(
    ("reviewed_on", "closed_on", "fault"),
    [
        (date(2026, 5, 31), None, DateFault.BEFORE_AGREED),
        (date(2026, 6, 1), None, None),
        (date(2026, 6, 11), None, DateFault.IN_FUTURE),
        (date(2026, 6, 10), None, None),
        (date(2026, 6, 9), date(2026, 6, 8), DateFault.AFTER_CLOSE),
        (date(2026, 6, 8), date(2026, 6, 8), None),
    ],
)
def test_a_review_lies_between_the_plan_and_today_within_the_episode(reviewed_on, closed_on, fault):
    assert review_fault(reviewed_on, date(2026, 6, 1), closed_on, today=date(2026, 6, 10)) is fault


def test_a_review_asks_about_every_open_goal():
    assert unanswered_goals(["g1", "g2", "g3"], {"g2"}) == ["g1", "g3"]
