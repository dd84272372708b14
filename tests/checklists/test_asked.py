"""What is expected and what counts as asked: the published vectors and the details beside them."""

from datetime import date
from fractions import Fraction

import pytest

from careplan.checklists.codes import AnswerType, Fact, Kind, Status
from careplan.checklists.queries import bank
from careplan.checklists.rules.asked import Given, Sitting, completeness, missing, read_for, tool_score

BANK = bank("1")
DAY = date(2026, 3, 2)


def said(value):
    return Given(Status.ANSWERED, value)


def sitting(kind, facts=(), on=DAY, census=DAY, **answers):
    return Sitting(BANK, kind, on, census, answers, frozenset(facts))


def expected(kind, **answers):
    return set(completeness(sitting(kind, **answers)))


INJECTING = {
    "injecting_days_28",
    "injecting_sites",
    "injecting_sites_checked",
    "sharing_needles",
    "sharing_paraphernalia",
    "passing_on_equipment",
    "needle_exchange",
    "safe_disposal",
}


@pytest.mark.parametrize("kind", list(Kind))
def test_never_injected_puts_all_items_that_depend_on_it_out(kind):
    assert not INJECTING & expected(kind, injecting_status=said("never"))


def test_injecting_now_asks_for_all_that_depends_on_it():
    asked_in = {code for code in INJECTING if Kind.COMPREHENSIVE in BANK.items[code].presence}
    assert asked_in <= expected(Kind.COMPREHENSIVE, injecting_status=said("current"))


def test_injecting_not_asked_is_one_gap_and_its_dependents_stay_out():
    here = sitting(Kind.RISK)
    assert "injecting_status" in {item.item for item in missing(here)}
    assert not INJECTING & set(completeness(here))


def test_domestic_abuse_declined_is_asked():
    here = sitting(Kind.TRIAGE, domestic_abuse_experienced=Given(Status.DECLINED))
    assert completeness(here)["domestic_abuse_experienced"] is True


@pytest.mark.parametrize("kind", list(Kind))
def test_pregnancy_not_possible_makes_its_status_not_applicable_in_all_lists(kind):
    assert "pregnancy_status" not in expected(kind, pregnancy_possible=said(False))


def test_pregnancy_possible_and_its_status_not_asked_is_a_gap():
    here = sitting(Kind.TRIAGE, pregnancy_possible=said(True))
    assert completeness(here)["pregnancy_status"] is False


def test_transmission_not_discussed_is_not_asked():
    assert (
        completeness(sitting(Kind.RISK, bbv_transmission=said("not_discussed")))["bbv_transmission"] is False
    )
    assert (
        completeness(sitting(Kind.RISK, bbv_transmission=said("discussed_no_risk")))["bbv_transmission"]
        is True
    )


def test_a_gap_option_counts_beside_a_text_or_date_too():
    here = sitting(Kind.COMPREHENSIVE, hbv_status=said({"value": "not_offered", "date": "2026-01-01"}))
    assert completeness(here)["hbv_status"] is False


def test_never_drinking_puts_dependence_out_and_is_counted_itself():
    found = completeness(sitting(Kind.COMPREHENSIVE, alcohol_use=said("never")))
    assert found["alcohol_use"] is True
    assert not {"alcohol_dependence_symptoms", "alcohol_withdrawal_complications", "audit_score"} & set(found)


@pytest.mark.parametrize(
    ("kind", "hidden", "numerator", "denominator"),
    [
        (Kind.COMPREHENSIVE, 1, 97, 98),
        (Kind.COMPREHENSIVE, 30, 68, 98),
        (Kind.COMPREHENSIVE, 29, 69, 98),
        (Kind.RISK, 15, 34, 49),
        (Kind.RISK, 14, 35, 49),
    ],
)
def test_the_tool_score_counts_what_is_left_in_the_form(kind, hidden, numerator, denominator):
    out = [item.item for item in BANK.expected(kind)][:hidden]
    assert tool_score(BANK, kind, out) == (numerator, denominator)


def test_hiding_abscesses_leaves_97_of_98():
    assert Fraction(*tool_score(BANK, Kind.COMPREHENSIVE, {"abscesses"})) == Fraction(97, 98)


def test_hiding_an_optional_or_foreign_item_changes_nothing():
    assert tool_score(BANK, Kind.TRIAGE, {"staff_safety", "sleep"}) == (52, 52)


def test_hidden_items_stay_expected_in_completeness():
    assert "abscesses" in expected(Kind.COMPREHENSIVE)


CARRIED = date(2025, 9, 2)


@pytest.mark.parametrize(
    ("on", "fresh"), [(date(2026, 3, 2), True), (date(2026, 3, 3), False), (date(2026, 4, 2), False)]
)
def test_an_answer_carried_over_stands_for_six_months_inclusive(on, fresh):
    carried = Given(Status.ANSWERED, "settled", carried_on=CARRIED)
    here = sitting(Kind.COMPREHENSIVE, on=on, census=on, housing_status=carried)
    assert completeness(here)["housing_status"] is fresh


def test_month_ends_clamp():
    carried = Given(Status.ANSWERED, "settled", carried_on=date(2025, 8, 31))
    for on, fresh in ((date(2026, 2, 28), True), (date(2026, 3, 1), False)):
        here = sitting(Kind.COMPREHENSIVE, on=on, census=on, housing_status=carried)
        assert completeness(here)["housing_status"] is fresh


def test_an_old_answer_that_is_confirmed_counts_from_the_confirming_on():
    carried = Given(Status.ANSWERED, "settled", date(2024, 1, 1), confirmed_on=date(2026, 3, 1))
    before = sitting(Kind.COMPREHENSIVE, census=date(2026, 2, 28), housing_status=carried)
    after = sitting(Kind.COMPREHENSIVE, census=date(2026, 3, 1), housing_status=carried)
    assert completeness(before)["housing_status"] is False
    assert completeness(after)["housing_status"] is True


def test_a_risk_item_must_be_confirmed_whatever_list_it_is_carried_into():
    carried = Given(Status.ANSWERED, "none", carried_on=date(2026, 3, 1))
    assert completeness(sitting(Kind.COMPREHENSIVE, suicidal_thoughts=carried))["suicidal_thoughts"] is False


def test_everything_in_a_risk_assessment_must_be_confirmed():
    carried = Given(Status.ANSWERED, "keeps going", carried_on=date(2026, 3, 1))
    assert completeness(sitting(Kind.RISK, contingency_plan=carried))["contingency_plan"] is False


def test_a_controlling_answer_carried_over_and_void_asks_for_nothing():
    carried = Given(Status.ANSWERED, "current", carried_on=date(2026, 3, 1))
    confirmed = Given(Status.ANSWERED, "current", date(2026, 3, 1), confirmed_on=DAY)
    assert "sharing_needles" not in expected(Kind.TRIAGE, injecting_status=carried)
    assert "sharing_needles" in expected(Kind.TRIAGE, injecting_status=confirmed)


@pytest.mark.parametrize(
    "status", [Status.DECLINED, Status.NOT_KNOWN, Status.NOT_APPLICABLE, Status.NOT_ASKED]
)
def test_a_controlling_item_without_an_answer_asks_for_nothing(status):
    assert "sharing_needles" not in expected(Kind.TRIAGE, injecting_status=Given(status))


def test_a_controlling_item_must_itself_be_applicable():
    pregnant = {"value": "yes"}
    assert "antenatal_care" in expected(
        Kind.COMPREHENSIVE, pregnancy_possible=said(True), pregnancy_status=said(pregnant)
    )
    assert "antenatal_care" not in expected(
        Kind.COMPREHENSIVE, pregnancy_possible=said(False), pregnancy_status=said(pregnant)
    )


def test_one_condition_of_several_is_enough():
    assert "safe_storage" in expected(Kind.RISK, children_under_18=said([{"age": 4}]))
    assert "safe_storage" not in expected(Kind.RISK, children_under_18=said([]))
    with_doses = sitting(Kind.RISK, facts={Fact.TAKE_HOME_DOSES}, children_under_18=said([]))
    assert "safe_storage" in completeness(with_doses)


def test_an_answer_in_a_list_of_several_is_found():
    on_order = said(["bail", "drr"])
    assert "legal_orders_dates" in expected(Kind.COMPREHENSIVE, criminal_justice_status=on_order)
    assert "legal_orders_dates" not in expected(Kind.COMPREHENSIVE, criminal_justice_status=said(["bail"]))


def test_a_workers_own_not_applicable_on_an_expected_item_is_a_gap():
    here = sitting(
        Kind.TRIAGE, injecting_status=said("current"), sharing_needles=Given(Status.NOT_APPLICABLE)
    )
    assert completeness(here)["sharing_needles"] is False


def test_a_dependent_that_is_answered_although_out_stays_out():
    found = expected(Kind.TRIAGE, injecting_status=said("never"), sharing_needles=said("never"))
    assert "sharing_needles" not in found


def test_conditions_are_not_read_where_the_item_is_always_asked():
    assert "abscesses" in expected(Kind.COMPREHENSIVE, injecting_status=said("never"))
    assert "abscesses" not in expected(Kind.TRIAGE, injecting_status=said("never"))


def test_optional_items_never_count():
    here = sitting(
        Kind.TRIAGE, staff_safety=said({"value": "no_concern"}), hcv_status=Given(Status.NOT_ASKED)
    )
    assert not {"staff_safety", "hcv_status"} & set(completeness(here))


def test_an_empty_assessment_has_all_always_items_as_gaps_in_bank_order():
    found = completeness(sitting(Kind.COMPREHENSIVE))
    assert len(found) == 80
    assert not any(found.values())
    assert list(found) == [code for code in BANK.items if code in found]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("facts", [(), tuple(Fact)])
def test_without_the_values_of_other_items_the_same_is_expected_and_asked(kind, facts):
    values = {AnswerType.YES_NO: True, AnswerType.ROWS: [{}]}

    def answers(read):
        found = {}
        for item in BANK.items.values():
            options = item.answer.options
            value = values.get(item.answer.type, options[0] if options else 1)
            value = list(options[:1]) if item.answer.type is AnswerType.ANY_OF else value
            value = {"value": value} if item.answer.wrapped else value
            found[item.item] = said(value if item.item in read else None)
        return found

    whole = completeness(sitting(kind, facts, **answers(set(BANK.items))))
    assert completeness(sitting(kind, facts, **answers(read_for(BANK)))) == whole
    assert len(whole) > 10
