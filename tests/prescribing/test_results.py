"""Electrocardiograms and liver tests: recorded, on Today until somebody has read them, and asked for by an order."""

from careplan.ground.clock import today
from careplan.prescribing.registers import Ecg
from tests.prescribing.test_views import ago, day, order_form, stored, treated
from tests.walk import on_page


def recorded(browser, there, **values):
    sent = on_page(browser, f"{there}/new")[0].data() | day("taken_on", today()) | values
    return browser.post(f"{there}/new", data=sent)


def test_what_nobody_has_read_stands_on_today_until_somebody_has(app, house, as_prescriber, as_keyworker):
    there = f"/record/{house.episode}/ecgs"
    assert recorded(as_keyworker, there).status_code == 303
    (row,) = stored(app, Ecg)
    for browser in (as_prescriber, as_keyworker):
        assert f"{there}/{row.id}" in browser.get("/").text
    sent = on_page(as_prescriber, f"{there}/{row.id}")[0].data() | {"why": "Read today", "qtc": "430"}
    half = as_prescriber.post(f"{there}/{row.id}", data=sent)
    assert half.status_code == 422
    assert "Select who read it, or leave the QTc empty" in half.text
    whole = sent | {"read_by": house.prescriber} | day("read_on", today())
    assert as_prescriber.post(f"{there}/{row.id}", data=whole).status_code == 303
    assert there not in as_prescriber.get("/").text
    assert "430 ms" in as_prescriber.get(there).text


def test_a_result_is_read_on_its_day_or_later_and_lies_in_its_bounds(house, as_prescriber):
    there = f"/record/{house.episode}/ecgs"
    early = {"qtc": "430", "read_by": house.prescriber} | day("read_on", ago(1))
    answer = recorded(as_prescriber, there, **early)
    assert answer.status_code == 422
    assert "It cannot be read before the day it was taken" in answer.text
    assert (
        recorded(as_prescriber, there, **(early | day("read_on", today()) | {"qtc": "4300"})).status_code
        == 422
    )


def test_a_hundred_milligrams_ask_for_an_electrocardiogram_and_one_answers_it(app, house, as_prescriber):
    address, _ = treated(app, house, started=100, mg="95", taken=range(1, 101))
    form = order_form(as_prescriber, address, "100", phase="maintenance")
    page = as_prescriber.post(f"{address}/order", data=form)
    assert page.status_code == 422
    assert "M8" in page.text
    assert "M9: no electrocardiogram is recorded" in page.text
    read = {"qtc": "430", "read_by": house.prescriber} | day("read_on", today())
    recorded(as_prescriber, f"/record/{house.episode}/ecgs", **read)
    assert as_prescriber.post(f"{address}/order", data=form).status_code == 303
