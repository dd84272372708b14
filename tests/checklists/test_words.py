"""Answers and conditions in words."""

from decimal import Decimal

import pytest

from careplan.checklists.queries import bank
from careplan.checklists.rules.values import asked_when, in_words

BANK = bank("1")


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        ("confidentiality_explained", False, "No"),
        ("alcohol_use", "current", "Current"),
        ("communication_needs", ["bsl", "large_print"], "British Sign Language, Large print"),
        ("alcohol_days_28", 1, "1 days"),
        ("alcohol_units_day", Decimal("12.5"), "12.5 units"),
        ("motivation_ruler", 7, "7 of 10"),
        ("overdose_last_date", "2026-01-03", "3 January 2026"),
        ("presenting_reason", "I am tired of it", "I am tired of it"),
        ("treatment_history", [], "None"),
        (
            "children_under_18",
            [{"age": 4, "lives_with": True, "contact": ""}, {"age": 9}],
            "Age: 4, Lives with the client: Yes\nAge: 9",
        ),
        ("substances_used", [{"substance": "z_drug"}], "Substance: Z-drug (zopiclone, zolpidem)"),
        ("ost_elsewhere", {"value": True, "text": "GP, 40 mg"}, "Yes – GP, 40 mg"),
        ("audit_score", {"value": 9, "tool": "audit_c"}, "9 – AUDIT-C"),
        ("hcv_status", {"value": "cleared", "date": "2025-06-01"}, "Treated and cleared – 1 June 2025"),
        ("suicide_attempts", {"value": 0}, "0 times"),
        ("presenting_reason", "self", "self"),
        ("children_under_18", [{"age": "other", "contact": 3}], "Age: other, Contact: 3"),
        ("risk_levels", [{"domain": "self", "level": "low"}], "Area: Self, Level: Low"),
        ("substances_used", [{"substance": 3}, {"substance": "tea"}], "Substance: 3\nSubstance: tea"),
    ],
)
def test_an_answer_is_read_in_words(item, value, words):
    assert in_words(BANK, BANK.items[item], value) == words


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("alcohol_dependence_symptoms", "“Does the person drink alcohol?” is Past or Current"),
        ("pregnancy_status", "“Is it possible for this person to be pregnant?” is Yes"),
        (
            "safe_storage",
            "“Children the person is parent of, lives with or has regular contact with” names somebody, "
            "or doses are taken home",
        ),
    ],
)
def test_a_dependent_says_when_it_is_asked(item, words):
    assert asked_when(BANK, BANK.items[item]) == words
