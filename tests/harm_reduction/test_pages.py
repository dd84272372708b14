"""Naloxone, hepatitis and HIV, and drug tests on the record of a client."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.harm_reduction.registers import BbvEvent, NaloxoneSupply
from careplan.outcomes.registers import DrugTest
from tests.conftest import Browser
from tests.factories.clients import TaskFactory
from tests.factories.harm_reduction import NaloxoneSupplyFactory
from tests.factories.outcomes import DrugTestFactory
from tests.walk import on_page

Record = Callable[..., Any]
LATER = today() + timedelta(days=700)


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def naloxone(**more: str) -> dict[str, str]:
    kit = {"product": "Nasal spray 1.8 mg", "trained": "yes", "reason": "first"}
    return kit | day("happened_on", today()) | day("expires_on", LATER) | more


@pytest.fixture
def there(house: SimpleNamespace) -> str:
    return f"/record/{house.episode}"


def send(browser: Browser, path: str, **values: Any) -> Any:
    return browser.post(path, data=on_page(browser, path)[0].data() | values)


def rows(app: Flask, model: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(model.recorded_at, model.id)))


def test_a_supply_of_naloxone_hangs_on_the_client(
    app: Flask, as_keyworker: Browser, there: str, house
) -> None:
    assert send(as_keyworker, f"{there}/naloxone-supplies/new", **naloxone()).status_code == 303
    (row,) = rows(app, NaloxoneSupply)
    assert (row.client_id, row.trained, row.reason) == (house.client, True, "first")
    assert "Nasal spray 1.8 mg, First supply" in as_keyworker.get(there).text
    assert "Nasal spray 1.8 mg" in as_keyworker.get(f"{there}/history?part=harm_reduction").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"product": ""}, "Enter what was supplied"),
        ({"product": "x" * 201}, "What was supplied must be 200 characters or fewer"),
        ({"reason": "gift"}, "Select from the list"),
        ({"trained": "maybe"}, "Select from the list: Trained"),
        (day("expires_on", today()), "The day it expires must be after the day it was handed over"),
        (day("happened_on", LATER), "must be today or in the past"),
        (day("happened_on", date(1901, 1, 1)), "before this client’s birth"),
    ],
)
def test_what_is_no_supply_is_refused_at_its_field(
    app: Flask, as_keyworker: Browser, there: str, changed: dict[str, str], sentence: str
) -> None:
    answer = send(as_keyworker, f"{there}/naloxone-supplies/new", **naloxone(**changed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert rows(app, NaloxoneSupply) == []


def test_nothing_is_recorded_after_a_death(app: Flask, as_keyworker: Browser, there: str, house) -> None:
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        db.session.get_one(Client, episode.client_id).deceased_on = today() - timedelta(days=2)
        db.session().info["trailed"] = True
        db.session.commit()
    answer = send(as_keyworker, f"{there}/naloxone-supplies/new", **naloxone())
    assert (answer.status_code, "after this client’s death" in answer.text) == (422, True)


def test_a_supply_is_seen_by_who_treats_the_client_and_by_nobody_else(
    app: Flask, as_keyworker: Browser, charlie: Browser, house
) -> None:
    with app.app_context():
        theirs = NaloxoneSupplyFactory(
            client=db.session.get_one(Client, house.other_client), product="Theirs"
        ).id
        db.session.commit()
    assert "Theirs" in charlie.get(f"/record/{house.other_episode}/naloxone-supplies").text
    assert as_keyworker.get(f"/record/{house.other_episode}/naloxone-supplies").status_code == 404
    for path in (f"naloxone-supplies/{theirs}", f"mistake/naloxone_supply/{theirs}"):
        assert as_keyworker.get(f"/record/{house.episode}/{path}").status_code == 404


def test_an_offer_or_test_against_viruses_is_recorded(
    app: Flask, as_keyworker: Browser, there: str, house
) -> None:
    tested = {"kind": "hcv_tested", "result": "negative"} | day("happened_on", today())
    assert send(as_keyworker, f"{there}/bbv-events/new", **tested).status_code == 303
    (row,) = rows(app, BbvEvent)
    assert (row.episode_id, row.service_id, row.kind) == (house.episode, house.service, "hcv_tested")
    assert "Hepatitis C tested" in as_keyworker.get(f"{there}/bbv-events").text


def test_a_drug_test_names_what_was_found(app: Flask, as_keyworker: Browser, there: str) -> None:
    path = f"{there}/drug-tests/new"
    sample = {"sample": "urine"} | day("taken_on", today())
    assert "Select at least one result" in send(as_keyworker, path, **sample).text
    assert send(as_keyworker, path, **sample, results_0="positive", results_3="not_tested").status_code == 303
    assert rows(app, DrugTest)[0].results == {"opiates": "positive", "cocaine": "not_tested"}
    assert "Opiates: positive, Cocaine: not tested" in as_keyworker.get(there).text


def test_what_an_import_named_is_asked_in_its_correction(
    app: Flask, as_keyworker: Browser, there: str, house
) -> None:
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        row = DrugTestFactory(episode=episode, results={"opiates": "negative", "6-MAM <x>": "positive"}).id
        db.session.commit()
    form = on_page(as_keyworker, f"{there}/drug-tests/{row}")[0].data()
    assert (form["results_0"], form["results_7"]) == (["negative"], ["positive"])
    as_keyworker.post(
        f"{there}/drug-tests/{row}", data=form | {"results_7": "negative", "why": "Read wrongly"}
    )
    assert rows(app, DrugTest)[-1].results == {"opiates": "negative", "6-MAM <x>": "negative"}


def test_a_task_that_asks_for_naloxone_leads_to_the_form_and_back(
    app: Flask, as_keyworker: Browser, there: str, house
) -> None:
    with app.app_context():
        words = "Tolerance lost: record the overdose advice and naloxone given"
        task = TaskFactory(episode=db.session.get_one(Episode, house.episode), kind="safety", words=words).id
        db.session.commit()
    page = as_keyworker.get(f"{there}/tasks/{task}").text
    link = re.search(r'href="([^"]*naloxone-supplies/new[^"]*)"', page)
    assert link is not None
    form = as_keyworker.get(link[1]).location
    assert "Back to the task" in as_keyworker.get(form).text
    assert send(as_keyworker, form, **naloxone()).location.endswith(f"/tasks/{task}")


def test_leaving_treatment_leads_to_the_form_and_back(as_keyworker: Browser, there: str) -> None:
    link = re.search(r'href="([^"]*naloxone-supplies/new[^"]*)"', as_keyworker.get(f"{there}/leave").text)
    assert link is not None
    form = as_keyworker.get(link[1]).location
    assert "Back to leaving treatment" in as_keyworker.get(form).text
    assert send(as_keyworker, form, **naloxone()).location.endswith("/leave")
