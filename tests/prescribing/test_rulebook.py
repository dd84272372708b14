"""The table of the rulebook's ids: every one is built, or says why it is left, and what it names is there."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from careplan.prescribing.rules.book import BOOK, Rule, State
from careplan.prescribing.rules.findings import Severity
from careplan.prescribing.rules.standard import UK
from tests.prescribing.test_views import order_form, treated

ROOT = Path(__file__).resolve().parents[2]
BOOK_NOW = BOOK.latest.rules


def many(prefix: str, last: int, *more: str) -> list[str]:
    return [*(f"{prefix}{number}" for number in range(1, last + 1)), *more]


IDS = {
    "definitions": many("D", 10),
    "methadone": many("M", 21, "M1a", "M1b", "M1c", "M11b", "M11c", "M13b"),
    "buprenorphine": many("B", 20),
    "supervised consumption": many("S", 12),
    "writing the prescription": many("P", 18, "P3b"),
    "giving doses, and the register": many("C", 12, "C5b"),
    "reviews, tests, naloxone, driving": [*many("R", 7), *many("N", 2), *many("V", 2), *many("G", 2)],
    "audit": many("PA", 9, "PA6b"),
}
"""The ids of the rulebook of prescribing, by its sections: 104 rules, 10 definitions, 10 questions of audit."""

TESTS = set()
for path in (ROOT / "tests").rglob("*.py"):
    TESTS |= set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))

VECTORS = [*(f"t{number:02}" for number in range(1, 66)), "t33b"]
"""The worked examples of the rulebook: a test is named by each, or one of these stands for it, or it is left."""
STANDS_FOR = {
    "t35": "test_buprenorphine_measures_apply_only_where_it_was_given_in_the_period",
    "t36": "test_a_change_of_drug_starts_a_new_course",
    "t45": "test_a_depot_taken_home_is_asked_about_and_becomes_an_incident",
    "t49": "test_the_total_is_what_was_ordered_for_the_days",
    "t51": "test_fourteen_days_fit_an_fp10mda_and_fifteen_do_not",
    "t54": "test_two_live_prescriptions_cover_no_day_together",
    "t58": "test_moderately_severe_withdrawal_ends_at_36",
    "t59": "test_only_the_leeds_questionnaire_fills_two_open_items_with_the_mean",
    "t65": "test_5_1_asks_for_seven_policies_and_for_an_eighth_where_buprenorphine_is_given",
}
LEFT = {
    "t46": "B11",
    "t56": "C6 and C9", "t57": "C5",
}  # fmt: skip
"""What is not judged yet, by the rule that is left."""


def test_every_worked_example_is_a_test_or_is_named_as_left():
    named = {part for name in TESTS for part in re.findall(r"^test_(t[0-9]{2}b?)_", name)}
    assert set(STANDS_FOR.values()) <= TESTS
    assert sorted([*(named & set(VECTORS)), *STANDS_FOR, *LEFT]) == sorted(VECTORS)


def test_every_id_of_the_rulebook_is_in_the_table():
    assert sum(map(len, IDS.values())) == 124
    held = {section: {id for id, one in BOOK_NOW.items() if one.section == section} for section in IDS}
    assert held == {section: set(ids) for section, ids in IDS.items()}
    assert len(BOOK_NOW) == 124


@pytest.mark.parametrize("id_", BOOK_NOW)
def test_what_a_rule_names_is_there(id_):
    one: Rule = BOOK_NOW[id_]
    assert set(one.numbers) <= set(UK.latest.thresholds)
    assert set(one.tests) <= TESTS, set(one.tests) - TESTS
    assert bool(one.judged) == bool(one.tests), "what is judged has a test"
    for place in one.judged:
        module, _, name = f"careplan.{place}".rpartition(".")
        try:
            holder = import_module(module)
        except ModuleNotFoundError:
            module, _, above = module.rpartition(".")
            holder = getattr(import_module(module), above)
        assert callable(getattr(holder, name)) or getattr(holder, name) is not None


def test_every_rule_that_the_code_names_has_a_card():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "careplan/prescribing/rules").glob("*.py"))
    named = set(re.findall(r'(?:finding|remark|Doubt)\(\s*"([A-Z]+[0-9]+[a-z]?)"', code))
    assert len(named) > 15
    assert named <= set(BOOK_NOW)
    assert {one for one in named if BOOK_NOW[one].state is State.LEFT} == set()


def test_a_rule_says_each_severity_that_the_code_gives_it():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "careplan/prescribing/rules").glob("*.py"))
    given = re.findall(r'(?:finding|remark)\(\s*"([A-Z]+[0-9]+[a-z]?)",\s*Severity\.(\w+)', code)
    assert len(given) > 20
    assert {(rule, name) for rule, name in given if Severity[name] not in BOOK_NOW[rule].severity} == set()


def test_a_rule_whose_worked_example_is_left_is_not_called_built():
    rules = {rule for words in LEFT.values() for rule in re.findall(r"[A-Z]+[0-9]+[a-z]?", words)}
    assert {rule for rule in rules if BOOK_NOW[rule].state is State.BUILT} == set()


def test_a_finding_leads_to_its_card(app, house, as_prescriber, as_keyworker):
    address, _ = treated(app, house, taken=range(1, 11))
    page = as_prescriber.post(f"{address}/order", data=order_form(as_prescriber, address, "90")).text
    assert 'href="/prescribing/rules/M3"' in page
    card = as_keyworker.get("/prescribing/rules/M3").text
    for words in ("Rule M3", "rises by 10 mg at most", "10 mg", "UK guidelines 2017 §4.3", "Reason needed"):
        assert words in card, words
    left = as_keyworker.get("/prescribing/rules/P17").text
    assert "Not judged" in left
    assert "careplan does not print prescriptions yet" in left
    assert "came with an import" in as_keyworker.get("/prescribing/rules/M99").text
    assert "124 rules" in as_keyworker.get("/prescribing/rules").text
