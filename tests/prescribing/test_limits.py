"""Until a clinical lead has signed the numbers off, every prescribing page says that nobody did."""

import pytest

from careplan.governance.models import StandardInForce
from careplan.prescribing.rules.standard import UK
from tests.prescribing.test_agreeing import stored_trail
from tests.prescribing.test_views import ago, day, stored, treated

LINE = "Limits not yet signed off by a clinical lead: "
SIGNED = {"lead": "Dr Leah Lead", "registration": "7654321"}


@pytest.fixture
def pages(app, house):
    address, _ = treated(app, house, taken=range(1, 11))
    forms = ("order", "week", "prescription", "end", "reassess", "doses", "doses/log", "correct")
    return ["/doses", f"/record/{house.episode}/prescribing", *(f"{address}/{form}" for form in forms)]


def test_every_prescribing_page_says_so_until_it_is_recorded(
    app, house, as_prescriber, as_administrator, pages
):
    numbers = UK.latest.thresholds.values()
    words = f"{LINE}{len(numbers)} rules, {sum(one.how == 'remembered' for one in numbers)} from memory"
    for path in pages:
        answer = as_prescriber.get(path, follow_redirects=True)
        assert answer.status_code == 200
        assert words in answer.text, path
    assert as_prescriber.get("/prescribing/limits").status_code == 403
    page = as_administrator.get("/prescribing/limits").text
    assert "Not signed off for: Northgate Test Service" in page
    assert "Methadone start at most" in page
    assert "Buprenorphine day 2 at most" in page
    answer = as_administrator.post("/prescribing/limits", data=SIGNED | day("signed_on", ago(1)))
    assert answer.status_code == 303
    (row,) = stored(app, StandardInForce)
    assert (row.lead, row.standard, row.recorded_by) == ("Dr Leah Lead", UK.latest.name, house.administrator)
    assert "standard.signed_off" in {entry.action for entry in stored_trail(app)}
    for path in pages:
        assert LINE not in as_prescriber.get(path, follow_redirects=True).text, path
    page = as_administrator.get("/prescribing/limits").text
    assert "Dr Leah Lead, 7654321" in page
    assert "Record sign-off" not in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lead": "x"}, "x"),
        ({"lead": ""}, "Enter the name of the clinical lead"),
        ({"registration": "none"}, "Enter the registration number"),
        (day("signed_on", ago(-1)), "Signed on must be today or in the past"),
    ],
)
def test_nobody_signs_off_with_half_a_name(app, house, as_administrator, wrong, words):
    answer = as_administrator.post("/prescribing/limits", data=SIGNED | day("signed_on", ago(1)) | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert stored(app, StandardInForce) == []


def test_another_service_is_not_signed_off_with_it(app, house, as_administrator):
    as_administrator.post("/prescribing/limits", data=SIGNED | day("signed_on", ago(1)))
    assert {row.service_id for row in stored(app, StandardInForce)} == {house.service}
