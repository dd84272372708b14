"""What is asked about a dose before it is logged (spec 04 C12, D5, P12, S5; vectors T19 and T23)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.prescribing.codes import Cause, DoseStatus, Drug, Formulation, Phase
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.facts import Dose, Facts, Order
from careplan.prescribing.rules.giving import Supply, doubts, expected, holding
from careplan.prescribing.rules.missed import missed_run

UK = standard.UK.on(date(2026, 1, 1))
MILLIGRAMS = st.decimals(min_value=1, max_value=200, places=1)
DAY_1 = date(2026, 3, 2)
THIRTY = (Order(DAY_1, Decimal(30), Formulation.ORAL_MIXTURE, Phase.MAINTENANCE),)


def day(month, number):
    return date(2026, month, number)


def course(*doses, drug=Drug.METHADONE, orders=THIRTY):
    return Facts(drug, DAY_1, orders=orders, doses=doses)


def dose(on, status="taken", covers=1, cause=None):
    return Dose(on, DoseStatus(status), cause, covers)


def asked(facts, new, mg="30", others=(), until_said=False):
    amount = Decimal(mg) if mg else None
    return [(one.rule, one.words) for one in doubts(facts, Supply(new, amount, until_said), others, UK)]


@pytest.mark.parametrize("status", ["taken", "collected", "vomited"])
@pytest.mark.parametrize("mg", ["300", "3", "30.01", "29.99"])
def test_any_other_amount_than_the_one_ordered_is_asked_about(status, mg):
    ((rule, words),) = asked(course(), dose(day(3, 9), status), mg)
    assert rule == "C12"
    assert words.startswith(f"{mg} mg ")
    assert "30 mg was ordered for Monday 9 March 2026" in words


@given(ordered=MILLIGRAMS, factor=st.sampled_from(["0.01", "0.1", "0.5", "2", "10", "100"]))
def test_no_slip_of_an_amount_passes_in_silence(ordered, factor):
    orders = (Order(DAY_1, ordered, Formulation.ORAL_MIXTURE, Phase.MAINTENANCE),)
    wrong = ordered * Decimal(factor)
    assert [rule for rule, _ in asked(course(orders=orders), dose(day(3, 9)), str(wrong))] == ["C12"]
    assert asked(course(orders=orders), dose(day(3, 9)), str(ordered)) == []


def test_only_more_than_was_ordered_is_above():
    for mg, above in (("300", True), ("3", False)):
        (one,) = doubts(course(), Supply(dose(day(3, 9)), Decimal(mg)), (), UK)
        assert one.above is above
    (unordered,) = doubts(course(orders=()), Supply(dose(day(3, 9)), Decimal(30)), (), UK)
    assert unordered.above
    assert "No dose was ordered" in unordered.words


@pytest.mark.parametrize("status", ["missed", "refused", "withheld", "not_supplied"])
def test_what_was_not_given_asks_nothing(status):
    assert asked(course(), dose(day(3, 9), status), "30") == []


def test_a_part_asks_nothing_and_the_whole_is_no_part():
    part = dose(day(3, 9), "part_taken")
    assert asked(course(), part, "10") == []
    assert asked(course(), part, None) == []
    assert [rule for rule, _ in asked(course(), part, "30")] == ["C12"]
    assert [rule for rule, _ in asked(course(), part, "40")] == ["C12"]


def test_the_ordered_dose_asks_nothing():
    assert asked(course(dose(day(3, 8))), dose(day(3, 9))) == []


def test_a_rise_that_is_held_back_is_another_amount_and_stays_one_once_it_is_given():
    sixty = Order(day(3, 6), Decimal(60), Formulation.ORAL_MIXTURE, Phase.MAINTENANCE, DAY_1)
    facts = course(dose(DAY_1), dose(day(3, 3)), orders=(*THIRTY, sixty))
    sixty_taken = Dose(day(3, 6), DoseStatus.TAKEN, mg=Decimal(60))
    assert [rule for rule, _ in asked(facts, sixty_taken, "60")] == ["C12"]
    after = course(*facts.doses, sixty_taken, orders=facts.orders)
    assert expected(after, day(3, 6), UK).mg == Decimal(30)
    assert expected(after, day(3, 7), UK).mg == Decimal(60)


@pytest.mark.parametrize("status", ["taken", "collected"])
def test_a_dose_on_a_day_that_was_handed_out_is_asked_about_with_that_day(status):
    facts = course(dose(day(3, 6), "collected", covers=3))
    ((rule, words),) = asked(facts, dose(day(3, 7), status))
    assert rule == "D5"
    assert words == "Saturday 7 March 2026: handed out on Friday 6 March 2026 already"


def test_a_supply_that_reaches_into_days_with_a_dose_is_asked_about():
    facts = course(dose(day(3, 8)))
    ((_, words),) = asked(facts, dose(day(3, 6), "collected", covers=3))
    assert words == "Sunday 8 March 2026: taken that day already"


def test_the_other_drug_on_a_covered_day_is_asked_about():
    other = course(dose(day(3, 6), "collected", covers=3), drug=Drug.BUPRENORPHINE)
    ((rule, words),) = asked(course(), dose(day(3, 8)), others=(other,))
    assert rule == "P12"
    assert words == "Sunday 8 March 2026: handed out on Friday 6 March 2026 as buprenorphine already"
    assert asked(course(), dose(day(3, 9)), others=(other,)) == []


def test_a_depot_of_the_course_itself_has_its_own_window():
    weekly = (Order(DAY_1, Decimal(24), Formulation.DEPOT_WEEKLY, Phase.MAINTENANCE),)
    facts = course(dose(DAY_1, covers=7), drug=Drug.BUPRENORPHINE, orders=weekly)
    assert asked(facts, dose(day(3, 7), covers=7), "24") == []


def test_t19_coming_a_day_late_supplies_the_days_that_are_left():
    friday = dose(day(3, 6), "missed", cause=Cause.CLIENT)
    saturday = dose(day(3, 7), "collected", covers=2)
    assert missed_run(course(dose(day(3, 4), "collected", covers=2), friday, saturday), day(3, 9)).days == 0
    assert missed_run(course(dose(day(3, 4), "collected", covers=2), friday), day(3, 9)).days == 3


def test_t23_a_pharmacy_shut_over_easter_makes_four_missed_days_that_lie_with_the_service():
    shut = (
        dose(day(4, 3), "not_supplied", cause=Cause.SERVICE),
        dose(day(4, 6), "not_supplied", cause=Cause.SERVICE),
    )
    run = missed_run(course(dose(day(4, 1), "collected", covers=2), *shut), day(4, 7))
    assert (run.days, run.by_service) == (4, 2)


def test_t23_both_supplies_handed_out_before_easter_leave_no_day_missed_and_ask_about_five_days():
    before = dose(day(4, 1), "collected", covers=2)
    early = dose(day(4, 2), "collected", covers=6)
    assert missed_run(course(before, early), day(4, 8)).days == 0
    assert asked(course(before), early, until_said=True) == [
        ("S5", "5 days handed out at once. Usual are at most 3 in the first three months")
    ]
    later = early.on + timedelta(days=84)
    old = course(dose(later - timedelta(days=1), "collected", covers=2))
    assert asked(old, dose(later, "collected", covers=6), until_said=True) == []
    assert [rule for rule, _ in asked(old, dose(later, "collected", covers=9), until_said=True)] == ["S5"]


def test_who_handed_out_the_dose_of_a_day_is_known():
    facts = course(dose(day(3, 6), "collected", covers=3))
    assert holding(facts, day(3, 8)) == facts.doses[0]
    assert holding(facts, day(3, 6)) is None
    assert holding(facts, day(3, 9)) is None
