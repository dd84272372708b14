"""Risk: suggestions, what a high level asks for, and the days by which it is seen again."""

from datetime import date

import pytest

from careplan.assessment.rules.triggers import SAFETY
from careplan.checklists.codes import Status
from careplan.checklists.queries import bank
from careplan.checklists.rules.asked import Given
from careplan.ground.standards import StandardError
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.rules import (
    RISK,
    Minimum,
    Planned,
    countersign_by,
    needs_countersigning,
    needs_reason,
    review_by,
    review_state,
    suggested,
    verdict,
    without_action,
    without_level,
)
from tests.standards import planted

DAY = date(2026, 3, 2)
CHILD = [{"age": 4, "lives_with": True}]


def least(**answers):
    given = {item: Given(Status.ANSWERED, value) for item, value in answers.items()}
    found = suggested(bank("1"), given, DAY, SAFETY.latest, RISK.latest)
    return {domain.value: minima[0].level.value for domain, minima in found.items()}


@pytest.mark.parametrize(
    ("answers", "suggests"),
    [
        ({"suicidal_thoughts": "active_with_plan"}, {"self": "high"}),
        ({"suicidal_thoughts": "active_no_plan"}, {}),
        ({"overdose_last_date": "2026-02-02"}, {"self": "medium"}),
        ({"overdose_last_date": "2026-02-01"}, {}),
        ({"tolerance_loss": ["hospital"], "main_problem_substance": "heroin"}, {"self": "medium"}),
        ({"tolerance_loss": ["hospital"], "main_problem_substance": "cannabis"}, {}),
        ({"tolerance_loss": ["none"], "main_problem_substance": "heroin"}, {}),
        ({"children_under_18": CHILD, "safe_storage": "unsafe"}, {"children": "medium"}),
        ({"children_under_18": [{"age": 4}], "safe_storage": "unsafe"}, {"children": "medium"}),
        ({"children_under_18": [{"lives_with": False}], "safe_storage": "unsafe"}, {}),
        ({"children_under_18": [], "safe_storage": "unsafe"}, {}),
        ({"children_under_18": CHILD, "safe_storage": "locked_own"}, {}),
        ({"suicidal_thoughts": "active_with_plan", "overdose_last_date": "2026-03-01"}, {"self": "high"}),
    ],
)
def test_the_answers_suggest_a_least_level(answers, suggests):
    assert least(**answers) == suggests


def test_every_suggestion_of_a_domain_says_why():
    given = {
        "suicidal_thoughts": Given(Status.ANSWERED, "active_with_plan"),
        "overdose_last_date": Given(Status.ANSWERED, "2026-03-01"),
    }
    found = suggested(bank("1"), given, DAY, SAFETY.latest, RISK.latest)[RiskDomain.SELF]
    assert [minimum.because.split()[0] for minimum in found] == ["Active", "There"]


MEDIUM = [Minimum(RiskDomain.SELF, Level.MEDIUM, "There was an overdose")]


@pytest.mark.parametrize(
    ("level", "suggestions", "needs"),
    [
        (Level.LOW, [], False),
        (Level.LOW, MEDIUM, True),
        (Level.MEDIUM, MEDIUM, True),
        (Level.IMMEDIATE, [], True),
    ],
)
def test_a_level_above_low_or_under_the_suggestion_needs_a_reason(level, suggestions, needs):
    assert needs_reason(level, suggestions) is needs


def test_all_four_domains_need_a_level():
    assert without_level({RiskDomain.SELF: Level.LOW, RiskDomain.CHILDREN: Level.LOW}) == (
        RiskDomain.FROM_OTHERS,
        RiskDomain.TO_OTHERS,
    )


@pytest.mark.parametrize(
    ("level", "actions", "lacking"),
    [
        (Level.HIGH, [], (RiskDomain.SELF,)),
        (Level.IMMEDIATE, [], (RiskDomain.SELF,)),
        (Level.MEDIUM, [], ()),
        (Level.HIGH, [Planned(RiskDomain.SELF, "Kay Keyworker", DAY)], ()),
        (Level.HIGH, [Planned(RiskDomain.SELF, " ", DAY)], (RiskDomain.SELF,)),
        (Level.HIGH, [Planned(RiskDomain.SELF, "Kay Keyworker", None)], (RiskDomain.SELF,)),
        (Level.HIGH, [Planned(RiskDomain.CHILDREN, "Kay Keyworker", DAY)], (RiskDomain.SELF,)),
    ],
)
def test_high_and_immediate_risk_need_an_action_with_a_person_and_a_date(level, actions, lacking):
    assert without_action({RiskDomain.SELF: level}, actions) == lacking


@pytest.mark.parametrize(
    ("levels", "needs"),
    [
        ([Level.LOW, Level.MEDIUM], False),
        ([Level.LOW, Level.HIGH], True),
        ([Level.IMMEDIATE], True),
        ([], False),
    ],
)
def test_a_manager_sees_high_and_immediate_risk(levels, needs):
    assert needs_countersigning(levels) is needs


@pytest.mark.parametrize(
    ("completed", "by"),
    [
        (date(2026, 3, 2), date(2026, 3, 4)),
        (date(2026, 3, 5), date(2026, 3, 9)),
        (date(2026, 3, 6), date(2026, 3, 10)),
        (date(2026, 3, 7), date(2026, 3, 10)),
        (date(2026, 4, 2), date(2026, 4, 8)),
    ],
)
def test_the_countersignature_is_due_after_two_working_days_weekends_and_easter_left_out(completed, by):
    assert countersign_by(completed, RISK.latest) == by


def test_risk_is_reviewed_within_three_months():
    assert review_by(date(2026, 3, 2), RISK.latest) == date(2026, 6, 2)
    assert review_by(date(2025, 11, 30), RISK.latest) == date(2026, 2, 28)


def test_a_standard_with_an_unknown_domain_is_refused(tmp_path):
    with pytest.raises(StandardError, match=r"minimum\.suicide_plan\.domain: Invalid enum value 'pets'"):
        planted(RISK, tmp_path, ('domain = "self"', 'domain = "pets"')).latest  # noqa: B018


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 5, 18), "not_due"),
        (date(2026, 5, 19), "due"),
        (date(2026, 6, 2), "due"),
        (date(2026, 6, 3), "overdue"),
    ],
)
def test_a_review_is_due_fourteen_days_ahead_and_overdue_after_its_last_day(on, state):
    assert review_state(date(2026, 3, 2), on, RISK.latest) == state


ALL_LOW = dict.fromkeys(RiskDomain, Level.LOW)


@pytest.mark.parametrize(
    ("levels", "actions", "says"),
    [
        (ALL_LOW, [], "ready"),
        ({RiskDomain.SELF: Level.LOW}, [], "no_level"),
        ({**ALL_LOW, RiskDomain.CHILDREN: Level.HIGH}, [], "no_action"),
        ({**ALL_LOW, RiskDomain.CHILDREN: Level.HIGH}, [Planned(RiskDomain.CHILDREN, "Kay", DAY)], "ready"),
    ],
)
def test_a_risk_assessment_is_ready_with_every_level_and_an_action_for_every_grave_one(levels, actions, says):
    assert verdict(levels, actions) == says
