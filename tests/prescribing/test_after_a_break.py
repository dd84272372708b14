"""A first dose after a break is one of uncertain tolerance (M12): after coming back, prison or hospital."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.prescribing.codes import Drug, Formulation, Phase
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.facts import Away, Course, Facts, Order, Seen, Tolerance, Verified
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.proposal import Proposal

START = date(2026, 3, 2)
UK = standard.UK.latest
STOP = UK["missed_reassess"].whole


def found(mg, drug=Drug.METHADONE, on=START, **facts):
    form = Formulation.ORAL_MIXTURE if drug is Drug.METHADONE else Formulation.SUBLINGUAL
    facts = Facts(drug, START, tolerance=Tolerance.ASSURED, sedatives_or_alcohol=False, **facts)
    one = Proposal(Order(on, Decimal(mg), form, Phase.INDUCTION), facts, on, UK)
    return {finding.rule: finding for finding in check(Context.ORDER, one)}


def ended(days):
    return (Course(Drug.METHADONE, date(2025, 6, 1), START - timedelta(days)),)


def test_after_coming_back_the_first_dose_is_judged_as_one_of_uncertain_tolerance():
    rules = found("30", beside=ended(12))
    assert "12 days earlier" in rules["M12"].message
    assert "naloxone" in rules["M12"].message
    assert "uncertain after a break" in rules["M2"].message
    assert rules["M2"].needs
    assert "M2" not in found("20", beside=ended(12))
    assert "M1" in found("5", beside=ended(12))
    assert found("45", beside=ended(12))["M1b"].blocks


@pytest.mark.parametrize(("days", "broken"), [(STOP - 1, False), (STOP, True)])
def test_a_break_is_as_many_days_as_missed_doses_need(days, broken):
    assert ("M12" in found("30", beside=ended(days))) is broken
    assert ("M2" in found("30", beside=ended(days))) is broken


@pytest.mark.parametrize(("days", "broken"), [(STOP - 1, False), (STOP, True)])
def test_prison_and_hospital_are_breaks(days, broken):
    away = (Away("prison", START - timedelta(2 + days), START - timedelta(2)),)
    rules = found("30", away=away)
    assert ("M12" in rules) is broken
    assert not broken or "came back from prison" in rules["M12"].message


def test_any_drug_is_told_of_it():
    assert "M12" in found("8", drug=Drug.BUPRENORPHINE, beside=ended(12))


def test_who_was_seen_since_whose_dose_goes_on_and_who_changes_the_drug_is_no_such_case():
    assert "M12" not in found("30", beside=ended(12), seen=(Seen(START, Tolerance.ASSURED),))
    verified = Verified(Decimal(60), START - timedelta(1), "Ann Alder", "Elm", "01632 960 001", START)
    assert "M12" not in found("60", beside=ended(12), verified=verified)
    running = (Course(Drug.BUPRENORPHINE, date(2025, 6, 1)), *ended(12))
    assert "M12" not in found("30", beside=running)
    assert "M12" not in found("30")


def test_the_second_order_is_no_first_dose():
    first = Order(START, Decimal(20), Formulation.ORAL_MIXTURE, Phase.INDUCTION)
    assert "M12" not in found("30", on=START + timedelta(1), beside=ended(12), orders=(first,))
