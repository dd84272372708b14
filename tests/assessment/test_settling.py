"""Rows that change under an answer: both texts stand in its place, to keep the one or take the other."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from careplan.assessment.rules.newer import rows_since
from careplan.ground.clock import today
from careplan.ui.words import day as words
from tests.assessment.test_tables import DRUGS, opened
from tests.conftest import Browser
from tests.medicines.test_pages import SERTRALINE, table
from tests.people.test_known import given, triage
from tests.people.test_pages import day, send
from tests.walk import on_page

ALCOHOL = {"substance": "alcohol", "days_28": 8, "amount": 6, "unit": "units"}
STOOD = {"alcohol_use": "current", "alcohol_days_28": 8, "alcohol_units_day": 6}


def drugs(browser: Browser, path: str) -> dict[str, Any]:
    (form,) = [one.data() for one in on_page(browser, path) if "substances_used-0-substance" in one.data()]
    return form


def said(path: str) -> str:
    """The assessment that the path is of."""
    return path.split("/assessments/")[1].split("/")[0]


def test_a_cleared_row_asks_what_becomes_of_each_answer_that_stood_from_it(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    path = f"{opened(app, house, edition='3', substances_used=[ALCOHOL], **STOOD)}/{DRUGS}"
    cleared = drugs(as_keyworker, path) | {"substances_used-0-ended": "y"}
    sent = as_keyworker.post(path, data=cleared)
    assert sent.status_code == 422
    assert "which was filled in from a row that changed" in sent.text
    assert f"Answered on {words(today())}: Current" in sent.text
    assert sent.text.count("The table of substances says now: nothing of it any more") == 3
    assert given(app, said(path))["alcohol_days_28"] == 8
    choices = {
        "alcohol_use-settle": "keep",
        "alcohol_days_28-settle": "take",
        "alcohol_units_day-settle": "take",
    }
    assert as_keyworker.post(path, data=cleared | choices).status_code == 303
    after = given(app, said(path))
    assert (after["substances_used"], after["alcohol_use"]) == ([], "current")
    assert after["alcohol_days_28"] is after["alcohol_units_day"] is None


def test_a_changed_row_offers_its_new_number_and_an_answer_said_anew_is_not_asked(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    path = f"{opened(app, house, edition='3', substances_used=[ALCOHOL], **STOOD)}/{DRUGS}"
    changed = drugs(as_keyworker, path) | {"substances_used-0-amount": "9"}
    sent = as_keyworker.post(path, data=changed)
    assert (sent.status_code, sent.text.count("says now: 9")) == (422, 1)
    assert as_keyworker.post(path, data=changed | {"alcohol_units_day": "9"}).status_code == 303
    assert given(app, said(path))["alcohol_units_day"] == 9
    again = drugs(as_keyworker, path) | {"substances_used-0-amount": "7", "alcohol_units_day-settle": "take"}
    assert as_keyworker.post(path, data=again).status_code == 303
    assert given(app, said(path))["alcohol_units_day"] == 7


def test_an_answer_of_another_section_is_settled_at_the_table(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    heroin = {"substance": "heroin", "days_28": 8, "route": "Injected"}
    path = f"{opened(app, house, edition='3', substances_used=[heroin], injecting_status='current')}/{DRUGS}"
    smoked = drugs(as_keyworker, path) | {"substances_used-0-route": "Smoked"}
    sent = as_keyworker.post(path, data=smoked)
    assert sent.status_code == 422
    assert "Has the person ever injected" in sent.text
    assert as_keyworker.post(path, data=smoked | {"injecting_status-settle": "take"}).status_code == 303
    assert given(app, said(path))["injecting_status"] is None


@pytest.mark.parametrize(("choice", "dose"), [("take", "100 mg"), ("keep", "50 mg")])
def test_a_row_of_the_record_that_changed_stands_beside_the_answer_until_it_is_said(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, choice: str, dose: str
) -> None:
    there = f"/record/{house.episode}"
    id_ = triage(app, house, edition="3")
    path = f"{there}/assessments/{id_}/physical"
    typed = {f"current_medication-0-{cell}": text for cell, text in SERTRALINE.items()}
    as_keyworker.post(path, data=table(as_keyworker, path) | typed)
    assert "The record changed since" not in as_keyworker.get(path).text
    (row,) = [
        one
        for one in as_keyworker.get(f"{there}/medicines").text.split('"')
        if "/medicines/" in one and "new" not in one
    ]
    send(as_keyworker, row, {"dose": "100 mg", "told_by": "gp", "why": "A letter came"})
    page = as_keyworker.get(path).text
    assert page.count("The record changed since this was answered") == 1
    assert f"Answered on {words(today())}: Medicine: Sertraline, Dose: 50 mg" in page
    assert "told by the GP or the summary of their record" in page
    sent = table(as_keyworker, path) | {"current_medication-settle": choice}
    assert as_keyworker.post(path, data=sent).status_code == 303
    assert [row["dose"] for row in given(app, id_)["current_medication"]] == [dose]
    assert "The record changed since" not in as_keyworker.get(path).text


def test_what_was_stopped_in_the_record_is_told_at_the_answer(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    there = f"/record/{house.episode}"
    path = f"{there}/assessments/{triage(app, house, edition='3')}/physical"
    typed = {f"current_medication-0-{cell}": text for cell, text in SERTRALINE.items()}
    as_keyworker.post(path, data=table(as_keyworker, path) | typed)
    (row,) = [
        one
        for one in as_keyworker.get(f"{there}/medicines").text.split('"')
        if "/medicines/" in one and "new" not in one
    ]
    send(as_keyworker, row, day("stopped_on", today()) | {"why": "It made her ill"})
    assert "With what the record says since (what stood there has ended): None" in as_keyworker.get(path).text


def test_rows_of_the_record_join_an_answer_and_what_only_the_client_told_stays() -> None:
    basil, fern = {"age": "6", "lives_with": "yes"}, {"age": "9"}
    answer = [basil | {"contact": "Every day"}, {"age": "15", "lives_with": "no"}]
    assert rows_since(answer, {"Basil": basil}, {"Basil": basil}) is None
    assert rows_since(answer, {}, {"Basil": basil}) is None
    assert rows_since(answer, {"Basil": basil}, {"Basil": basil | {"age": "7"}}) == [
        {"age": "7", "lives_with": "yes", "contact": "Every day"},
        answer[1],
    ]
    assert rows_since(answer, {"Basil": basil}, {"Basil": basil, "Fern": fern}) == [*answer, fern]
    assert rows_since(answer, {"Basil": basil}, {}) == [answer[1]]
    assert rows_since(answer, {"Clover": fern}, {}) is None
