"""What stands on a prescription: the worked examples of totals, tablets, instalments and validity."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.ground.clock import today
from careplan.prescribing.codes import Formulation, PrescriptionForm
from careplan.prescribing.models import Prescription
from careplan.prescribing.rules.facts import Weekly
from careplan.prescribing.rules.prescriptions import Covered, daily_doses
from careplan.prescribing.rules.week import Week
from careplan.prescribing.rules.written import (
    cannot_be_made,
    first_supply_until,
    in_words,
    instalments,
    sum_problem,
    tablets,
    totals,
)
from tests.prescribing.test_prescriptions import form
from tests.prescribing.test_vectors import DAY_1, UK, course, day, order
from tests.prescribing.test_views import stored, treated

MIXTURE, SUBLINGUAL = Formulation.ORAL_MIXTURE, Formulation.SUBLINGUAL


def test_t48_a_total_of_1120_ml_in_words_and_without_one_instalment():
    doses = {day(number): Decimal(80) for number in range(1, 15)}
    (line,) = totals(doses.values(), MIXTURE, DAY_1)
    assert line.words == "1120 ml (one thousand one hundred and twenty)"
    supplies = instalments(course(weeks=(Weekly(DAY_1, Week("1111111", "1111111")),)), doses)
    assert len(supplies) == 14
    assert sum_problem(supplies, Decimal(1120)) == ""
    assert sum_problem(supplies[1:], Decimal(1120)) == (
        "P6: the instalments are 1040 mg together, the total is 1120 mg"
    )


def test_t50_14_mg_a_day_are_two_strengths_of_tablets():
    lines = totals([Decimal(14)] * 14, SUBLINGUAL, DAY_1)
    assert [one.words for one in lines] == [
        "14 tablets of 8 mg (fourteen)",
        "42 tablets of 2 mg (forty-two)",
    ]
    assert tablets(Decimal("0.8"), [Decimal(8), Decimal(2), Decimal("0.4")]) == {Decimal("0.4"): 2}
    assert totals([Decimal("14.5")], SUBLINGUAL, DAY_1) is None
    assert cannot_be_made(Decimal(14), SUBLINGUAL, DAY_1) == ""
    assert cannot_be_made(Decimal("42.5"), MIXTURE, DAY_1) == "", "a liquid is measured"
    words = cannot_be_made(Decimal(3), Formulation.SUBLINGUAL_WITH_NALOXONE, DAY_1)
    assert words == "P6: 3 mg a day cannot be made of sublingual tablets with naloxone of 8 and 2 mg"


def test_t52_a_first_supply_is_good_for_28_days_from_the_later_day():
    assert first_supply_until(date(2026, 10, 20), date(2026, 11, 1), UK) == date(2026, 11, 29)
    assert first_supply_until(date(2026, 11, 3), date(2026, 11, 1), UK) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "nought"),
        ("595", "five hundred and ninety-five"),
        ("1005", "one thousand and five"),
        ("2000", "two thousand"),
        ("21340", "twenty-one thousand three hundred and forty"),
        ("42.5", "forty-two point five"),
        ("0.05", "nought point nought five"),
        ("100", "one hundred"),
    ],
)
def test_a_number_is_written_out(amount, words):
    assert in_words(Decimal(amount)) == words


def test_an_instalment_covers_the_days_to_the_next_visit():
    facts = course(orders=(order(1, "40"),), weeks=(Weekly(DAY_1, Week("1010100", "1010100")),))
    doses = daily_doses(facts, Covered(day(1), day(14)), DAY_1, UK)
    supplies = instalments(facts, doses)
    assert [(one.on, len(one.days), one.mg) for one in supplies][:3] == [
        (day(1), 2, Decimal(80)),
        (day(3), 2, Decimal(80)),
        (day(5), 3, Decimal(120)),
    ]
    assert sum_problem(supplies, Decimal(560)) == ""
    later = daily_doses(facts, Covered(day(9), day(14)), DAY_1, UK)
    short = "P6: the instalments are 200 mg together, the total is 240 mg"
    assert sum_problem(instalments(facts, later), Decimal(240)) == short, "Tuesday is in none"


def test_a_prescription_begins_on_a_day_of_collection_and_says_what_it_is(app, house, as_prescriber):
    tomorrow = today() + timedelta(days=1)
    week = "".join("0" if place == tomorrow.weekday() else "1" for place in range(7))
    address, _ = treated(app, house, mg="42.5", taken=range(1, 11), collect=week)
    wrong = as_prescriber.post(f"{address}/prescription", data=form(tomorrow, tomorrow))
    assert wrong.status_code == 422
    assert "begin on a day on which the client collects" in wrong.text
    private = form(tomorrow, tomorrow, form=PrescriptionForm.PRIVATE.value)
    assert as_prescriber.post(f"{address}/prescription", data=private).status_code == 303
    first = tomorrow + timedelta(days=1)
    right = form(first, first + timedelta(days=13), serial="00000000018")
    assert as_prescriber.post(f"{address}/prescription", data=right).status_code == 303
    script = next(one for one in stored(app, Prescription) if one.starts_on == first)
    page = as_prescriber.get(f"{address}/prescription/{script.id}/written").text
    for words in ("595 ml (five hundred and ninety-five)", "Instalments", "First supply"):
        assert words in page, words


def test_a_dose_that_tablets_do_not_make_is_refused(app, house, as_prescriber):
    address, _ = treated(app, house, mg="14.5", taken=range(1, 11), drug="buprenorphine")
    first = today() + timedelta(days=1)
    answer = as_prescriber.post(f"{address}/prescription", data=form(first, first))
    assert answer.status_code == 422
    assert "cannot be made of sublingual tablets of 8, 2 and 0.4 mg" in answer.text
