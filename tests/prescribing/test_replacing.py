"""A lost prescription is replaced for the days that are left, and who signs what."""

from datetime import date, timedelta

import pytest

from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.models import Prescription, PrescriptionEvent
from careplan.prescribing.rules.signing import SIGNING, signing_problem
from careplan.prescribing.rules.written import remaining, remaining_problem
from careplan.staff.models import Worker
from tests.prescribing.test_prescriptions import form
from tests.prescribing.test_views import day, stored, treated


@pytest.mark.parametrize(
    ("profession", "substance", "licensed", "signs"),
    [
        ("paramedic", "methadone", False, False),
        ("nurse", "methadone", False, True),
        ("nurse", "diamorphine", False, False),
        ("nurse", "diamorphine", True, False),
        ("pharmacist", "buprenorphine", False, True),
        ("doctor", "diamorphine", False, False),
        ("doctor", "diamorphine", True, True),
        ("keyworker", "methadone", False, False),
        (None, "methadone", False, True),
    ],
)
def test_t55_who_may_sign_what(profession, substance, licensed, signs):
    # SI 2012/973; Home Office; HCPC.
    words = signing_problem(profession, substance, SIGNING.latest, licensed=licensed)
    assert (words == "") is signs


def test_t53_a_lost_prescription_is_replaced_for_the_days_that_are_left():
    lost = (date(2026, 3, 4), date(2026, 3, 17))
    left = remaining(*lost, date(2026, 3, 8))
    assert left == (date(2026, 3, 9), date(2026, 3, 17))
    assert (left[1] - left[0]).days + 1 == 9
    assert remaining_problem(left, left) == ""
    assert "9 March 2026 to 17 March 2026" in remaining_problem(lost, left)
    assert remaining(*lost, None) == lost
    assert remaining(*lost, lost[1]) is None
    assert "nothing is left" in remaining_problem(left, None)


@pytest.fixture
def address(app, house):
    return treated(app, house, mg="40", taken=range(1, 11))[0]


def test_the_days_dispensed_are_said_and_the_rest_is_written_anew(app, address, as_prescriber):
    first, last = today(), today() + timedelta(days=13)
    as_prescriber.post(f"{address}/prescription", data=form(first, last))
    (script,) = stored(app, Prescription)
    at = f"{address}/prescription/{script.id}"
    until = first + timedelta(days=4)
    said = {"status": "lost", "reason": "Left on the bus on the way home"}
    outside = as_prescriber.post(at, data=said | day("dispensed_until", last + timedelta(days=1)))
    assert outside.status_code == 422
    assert "one of the days of the prescription" in outside.text
    assert as_prescriber.post(at, data=said | day("dispensed_until", until)).status_code == 303
    assert stored(app, PrescriptionEvent)[-1].dispensed_until == until
    page = as_prescriber.get(f"{address}/prescription").text
    assert "Does it replace a lost prescription?" in page
    begins = until + timedelta(days=1)
    again = form(begins, last, replaces=script.id)
    assert "P13" in as_prescriber.post(f"{address}/prescription", data=again).text, "no form is used twice"
    new = again | {"serial": "00000000018"}
    early = new | form(first, last, serial="00000000018", replaces=script.id)
    assert "the days that are left" in as_prescriber.post(f"{address}/prescription", data=early).text
    assert as_prescriber.post(f"{address}/prescription", data=new).status_code == 303
    made = next(one for one in stored(app, Prescription) if one.id != script.id)
    assert (made.replaces, (made.ends_on - made.starts_on).days + 1) == (script.id, 9)
    assert "Replaces" in as_prescriber.get(f"{address}/prescription/{made.id}/written").text
    assert "Does it replace" not in as_prescriber.get(f"{address}/prescription").text


def test_a_keyworkers_account_signs_no_prescription(app, house, address, as_prescriber):
    with app.app_context():
        db.session.get_one(Worker, house.prescriber).profession = "keyworker"
        db.session.commit()
    answer = as_prescriber.post(f"{address}/prescription", data=form(today(), today()))
    assert answer.status_code == 422
    assert "P10: a doctor, a nurse or a pharmacist who may prescribe signs" in answer.text
    assert stored(app, Prescription) == []
