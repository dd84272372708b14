"""Nonsense in the forms that stand only in a moment: what waits, what is looked at once more, what was ended."""

import pytest

from careplan.ground.clock import today
from tests.conftest import DIALECT
from tests.prescribing.test_agreeing import waiting
from tests.prescribing.test_views import OUTSIDE, REASON, ago, day, order_form, treated
from tests.test_bad_input import NASTY, Turns, attack, encoded, posts
from tests.walk import forms

__all__ = ["waiting"]
MANY = 8 if DIALECT == "sqlite" else 3
"""Sendings of a form; wrong numbers of values go to SQLite alone."""


def over():
    return {"what": "S", "source": "own", "mg": "500"} | day("on", ago(1))


def attacked(app, who, page, path):
    """Every form of the page that the record's own tabs do not show, spoiled in every way; how many were sent."""
    turns = Turns()
    mine = [
        form for form in forms(path, page.text) if form.method == "post" and "/prescribing/" in form.action
    ]
    assert mine, path
    return sum(attack(app, who, form, posts(form, turns, iter(()))) for form in mine)


def test_an_order_that_waits(app, house, waiting, as_prescriber):
    assert attacked(app, as_prescriber, as_prescriber.get(waiting.at), waiting.at) > MANY


def test_a_dose_and_its_correction_that_are_looked_at_once_more(app, house, as_keyworker):
    address, _ = treated(app, house, taken=(3,))
    log = f"{address}/doses/log"
    asked = as_keyworker.post(log, data=over())
    assert "once more" in asked.text
    assert attacked(app, as_keyworker, asked, log) > MANY
    page = as_keyworker.get(f"{address}/doses")
    wrong = page.text.split("/correct")[0].rpartition('"')[2] + "/correct"
    said = {"what": "S", "mg": "500", "reason": "Another client was meant"}
    asked = as_keyworker.post(wrong, data=said)
    assert "once more" in asked.text
    assert attacked(app, as_keyworker, asked, wrong) > MANY


def test_an_order_and_its_correction_that_are_looked_at_once_more(app, house, as_prescriber):
    address, _ = treated(app, house, mg="60", taken=range(1, 11))
    order = f"{address}/order"
    asked = as_prescriber.post(order, data=order_form(as_prescriber, address, "6", reason=REASON))
    assert "once more" in asked.text
    assert attacked(app, as_prescriber, asked, order) > MANY
    needs = as_prescriber.post(order, data=order_form(as_prescriber, address, "120"))
    assert "outside_name" in needs.text
    assert attacked(app, as_prescriber, needs, order) > MANY


def test_the_start_of_a_course_that_is_corrected(app, house, as_prescriber):
    address, _ = treated(app, house, started=0)
    path = f"{address}/correct"
    assert attacked(app, as_prescriber, as_prescriber.get(path), path) > MANY


def test_a_course_that_stops_in_one_step_and_its_end_corrected(app, house, as_prescriber):
    address, _ = treated(app, house, mg="60", taken=range(1, 11))
    ending = day("ended_on", today())
    asked = as_prescriber.post(f"{address}/end", data=ending)
    assert attacked(app, as_prescriber, asked, f"{address}/end") > MANY
    said = ending | OUTSIDE | {"reason": "Moves away, and was told of lost tolerance"}
    assert as_prescriber.post(f"{address}/end", data=said).status_code == 303
    path = f"{address}/end/correct"
    assert attacked(app, as_prescriber, as_prescriber.get(path), path) > MANY


@pytest.mark.parametrize("key", ["wrong", "confirmed", "seen", "change"])
def test_what_stands_hidden_in_a_form_may_be_anything(app, house, as_keyworker, key):
    address, _ = treated(app, house, taken=(3,))
    for value in NASTY:
        sent = over() | {key: encoded(value), "because": encoded(value)}
        assert as_keyworker.post(f"{address}/doses/log", data=sent).status_code in (200, 303, 422)
