"""A dose confirmed elsewhere goes on (rule M1c): who confirmed it, up to which amount, and when a second agrees."""

from datetime import date
from decimal import Decimal

import pytest

from careplan.ground.persons import is_name, is_telephone
from careplan.prescribing.codes import Drug, Formulation, Phase
from careplan.prescribing.models import Course, DoseOrder
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.check import check, interruptions
from careplan.prescribing.rules.facts import Facts, Order, Tolerance, Verified
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.proposal import Proposal
from tests.prescribing.test_views import ago, day, order_form, start_form, stored

START = date(2026, 3, 2)
UK = standard.UK.on(date(2026, 1, 1))
TOLD = ("Ann Alder", "Elm Pharmacy", "01632 960 001", date(2026, 3, 1))


def proposal(mg, confirmed, told=TOLD, drug=Drug.METHADONE):
    form = Formulation.ORAL_MIXTURE if drug is Drug.METHADONE else Formulation.SUBLINGUAL
    verified = Verified(Decimal(confirmed), date(2026, 3, 1), *told)
    facts = Facts(drug, START, tolerance=Tolerance.ASSURED, verified=verified)
    return Proposal(Order(START, Decimal(mg), form, Phase.MAINTENANCE), facts, START, UK)


def said(one):
    return [
        (found.rule, found.severity.value)
        for found in check(Context.ORDER, one)
        if found.needs or found.blocks
    ]


@pytest.mark.parametrize("mg", ["45", "80", "120"])
def test_an_ordinary_transfer_waits_for_nobody_and_is_read_once_more(mg):
    one = proposal(mg, mg)
    assert said(one) == []
    assert interruptions(one) == (
        f"This goes on from {mg} mg, last taken on 1 March 2026 and confirmed on 1 March 2026 by Ann Alder, "
        "Elm Pharmacy, 01632 960 001",
    )


def test_an_ordinary_start_on_a_confirmed_dose_asks_nothing():
    assert (said(proposal("40", "40")), interruptions(proposal("40", "40"))) == ([], ())


@pytest.mark.parametrize(("mg", "confirmed"), [("800", "800"), ("80", "800"), ("121", "121")])
def test_a_confirmed_dose_above_the_most_needs_a_second_prescriber(mg, confirmed):
    assert ("M1c", "W2") in said(proposal(mg, confirmed))


def test_an_order_above_the_confirmed_dose_needs_a_second_prescriber():
    assert said(proposal("90", "80")) == [("M1c", "W2")]


def test_a_high_dose_on_a_confirmation_nobody_can_ring_about_needs_a_second_prescriber():
    (found,) = [one for one in check(Context.ORDER, proposal("80", "80", ("Ann Alder",))) if one.needs]
    assert (found.rule, found.severity.value) == ("M1c", "W2")
    assert "without their organisation and their telephone and the day they confirmed it" in found.message
    assert said(proposal("40", "40", ("Ann Alder",))) == []


def test_above_a_confirmed_dose_of_buprenorphine_the_first_days_hold_again():
    assert said(proposal("16", "16", drug=Drug.BUPRENORPHINE)) == []
    assert ("B4", "W") in said(proposal("16", "8", drug=Drug.BUPRENORPHINE))


@pytest.mark.parametrize("name", ["x", "X", "xx", "-", "1", "?", "aaa", " "])
def test_nobody_is_called_so(name):
    assert not is_name(name)


@pytest.mark.parametrize("name", ["Ng", "Ann", "Dr A. Okoro", "Łucja", "李"])
def test_a_name_is_a_word(name):
    assert is_name(name)


def test_a_telephone_number_can_be_dialled():
    assert is_telephone("01632 960 001")
    assert is_telephone("+44 1632 960001, extension 4")
    assert not any(is_telephone(text) for text in ("x", "1234", "0000000000", "none yet"))


def confirmed(mg="80", **more):
    given = {"verified_dose_mg": mg, "verified_by": "Ann Alder", "verified_organisation": "Elm Pharmacy"}
    given |= {"verified_telephone": "01632 960 001"} | day("verified_on", ago(1))
    return start_form(**given) | day("verified_last_dose_on", ago(1)) | more


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("verified_by", "x", "Who confirmed it must be a name, in words"),
        ("verified_organisation", "-", "Their organisation must be a name, in words"),
        ("verified_telephone", "1234", "Their telephone must be a telephone number with its code"),
        ("verified_telephone", "", "A confirmed dose must include their telephone"),
    ],
)
def test_nobody_confirms_a_dose(app, house, as_prescriber, field, text, sentence):
    record = f"/record/{house.episode}/prescribing"
    answer = as_prescriber.post(f"{record}/start", data=confirmed(**{field: text}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Elm Pharmacy" in answer.text or field == "verified_organisation"
    assert stored(app, Course) == []


def test_a_dose_is_not_confirmed_before_it_was_taken(app, house, as_prescriber):
    answer = as_prescriber.post(
        f"/record/{house.episode}/prescribing/start", data=confirmed() | day("verified_on", ago(2))
    )
    assert answer.status_code == 422
    assert "must be on or after the last confirmed dose" in answer.text


def test_a_transfer_is_asked_about_once_and_then_ordered(app, house, as_prescriber):
    record = f"/record/{house.episode}/prescribing"
    assert as_prescriber.post(f"{record}/start", data=confirmed()).status_code == 303
    (course,) = stored(app, Course)
    assert (course.verified_organisation, course.verified_on) == ("Elm Pharmacy", ago(1))
    address = f"{record}/{course.id}"
    form = order_form(as_prescriber, address, "80", phase="maintenance")
    page = as_prescriber.post(f"{address}/order", data=form)
    assert page.status_code == 200
    assert "Look at this once more" in page.text
    assert "confirmed on" in page.text
    assert "Elm Pharmacy, 01632 960 001" in page.text
    mark = page.text.split('name="confirmed" value="')[1].split('"')[0]
    assert as_prescriber.post(f"{address}/order", data=form | {"confirmed": mark}).status_code == 303
    (order,) = stored(app, DoseOrder)
    assert order.daily_mg == Decimal(80)
    assert "by Ann Alder, Elm Pharmacy, 01632 960 001" in as_prescriber.get(record).text
