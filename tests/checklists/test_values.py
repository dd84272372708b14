"""What the value of an answer may be, type by type."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.checklists.queries import bank
from careplan.checklists.rules.values import check_value, read_value, refusal

ITEMS = bank("1").items

FITS = [
    ("confidentiality_explained", True),
    ("confidentiality_explained", False),
    ("assessment_consent", "lacks_capacity"),
    ("main_problem_substance", "ghb_gbl"),
    ("communication_needs", ["none"]),
    ("communication_needs", ["bsl", "large_print"]),
    ("alcohol_days_28", 0),
    ("alcohol_days_28", 28),
    ("alcohol_units_day", 12),
    ("alcohol_units_day", 12.5),
    ("alcohol_units_day", Decimal("12.5")),
    ("motivation_ruler", 10),
    ("overdose_last_date", "2024-02-29"),
    ("presenting_reason", "“I am tired of it”\nshe said"),
    ("treatment_history", []),
    ("treatment_history", [{"service": "A", "helped": True, "from": 2019, "to": 2020.5}]),
    ("ost_elsewhere", {"value": False}),
    ("ost_elsewhere", {"value": True, "text": "GP, 40 mg"}),
    ("hcv_status", {"value": "cleared", "date": "2025-06-01"}),
    ("suicide_attempts", {"value": 1, "date": "2019-01-01", "text": "tablets"}),
    ("audit_score", {"value": 7, "tool": "audit"}),
    ("audit_score", {"value": 7}),
    ("mood_anxiety", {"value": 1000}),
]

REFUSED = [
    ("confidentiality_explained", "true", "true or false"),
    ("confidentiality_explained", 1, "true or false"),
    ("assessment_consent", "maybe", "one of yes | no | lacks_capacity"),
    ("assessment_consent", ["yes"], "one of yes"),
    ("communication_needs", [], "none alone"),
    ("communication_needs", "none", "a list of some of"),
    ("communication_needs", ["none", "bsl"], "none alone"),
    ("communication_needs", ["bsl", "bsl"], "each once"),
    ("communication_needs", [["bsl"]], "a list of some of"),
    ("alcohol_days_28", 29, "a whole number from 0 to 28"),
    ("alcohol_days_28", -1, "a whole number from 0 to 28"),
    ("alcohol_days_28", 7.0, "a whole number from 0 to 28"),
    ("alcohol_days_28", Decimal("7.0"), "a whole number"),
    ("alcohol_days_28", True, "a whole number"),
    ("alcohol_days_28", None, "a whole number"),
    ("alcohol_units_day", 200.01, "a number from 0 to 200"),
    ("alcohol_units_day", float("nan"), "a number"),
    ("alcohol_units_day", Decimal("NaN"), "a number"),
    ("alcohol_units_day", float("inf"), "a number"),
    ("alcohol_units_day", False, "a number"),
    ("motivation_ruler", 11, "a whole number from 0 to 10"),
    ("overdose_last_date", "2023-02-29", 'a date "YYYY-MM-DD"'),
    ("overdose_last_date", "20240229", "a date"),
    ("overdose_last_date", "2024-2-9", "a date"),
    ("presenting_reason", "", "text that is not empty"),
    ("presenting_reason", "a\ud800", "text"),
    ("presenting_reason", "a\x00b", "text"),
    ("treatment_history", {}, "a list of rows with the columns service, type"),
    ("treatment_history", [{"services": "A"}], "a list of rows"),
    ("treatment_history", [{"service": None}], "a list of rows"),
    ("treatment_history", [{"service": ["A"]}], "a list of rows"),
    ("treatment_history", [{"service": float("nan")}], "a list of rows"),
    ("treatment_history", ["A"], "a list of rows"),
    ("ost_elsewhere", True, 'an object with "value" (true or false)'),
    ("ost_elsewhere", {"text": "GP"}, "an object with"),
    ("ost_elsewhere", {"value": True, "text": ""}, "an object with"),
    ("ost_elsewhere", {"value": True, "date": "2026-01-01"}, "an object with"),
    ("hcv_status", {"value": "cleared", "date": "1 June"}, '"date"'),
    ("audit_score", {"value": 7, "tool": "cage"}, '"tool" (audit_c | audit)'),
    ("audit_score", {"value": 41, "tool": "audit"}, "from 0 to 40"),
    ("mood_anxiety", {"value": 1001}, "from 0 to 1000"),
]


@pytest.mark.parametrize(("item", "value"), FITS)
def test_a_fitting_value_is_taken(item, value):
    assert check_value(ITEMS[item], value) is None


@pytest.mark.parametrize(("item", "value", "expected"), REFUSED)
def test_a_value_that_does_not_fit_is_refused_with_what_was_expected(item, value, expected):
    refused = refusal(ITEMS[item], value)
    assert refused is not None
    assert refused.item == item
    assert expected in refused.expected


def test_the_refusal_is_one_sentence_with_item_what_came_and_what_was_expected():
    assert (
        check_value(ITEMS["motivation_ruler"], 7.5)
        == "motivation_ruler: 7.5 came, expected a whole number from 0 to 10"
    )


def test_a_long_value_is_shortened_in_its_refusal():
    refused = refusal(ITEMS["motivation_ruler"], "x" * 1_000_000)
    assert refused is not None
    assert len(refused.came) == 80


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-50, 1100) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(ITEMS)), JSON | st.fixed_dictionaries({"value": JSON}, optional={"text": JSON}))
def test_whatever_comes_is_taken_or_refused_and_never_breaks(item, value):
    assert check_value(ITEMS[item], value) is None or check_value(ITEMS[item], value).startswith(f"{item}: ")


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", "-Infinity", '{"value": 1, "value": 2}', "", "{", "[" * 100_000]
)
def test_json_outside_the_profile_is_refused(text):
    with pytest.raises(ValueError):
        read_value(text)


def test_a_whole_number_stays_whole_and_a_point_is_kept():
    assert read_value("7") == 7
    assert isinstance(read_value("7"), int)
    assert isinstance(read_value("7.0"), Decimal)
