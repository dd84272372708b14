"""Medicines on the record, in assessments and at an order."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.medicines.registers import MedicineTaken
from careplan.prescribing.queries.health import health
from tests.conftest import Browser
from tests.people.test_known import given, triage
from tests.people.test_pages import day, send
from tests.walk import on_page

SERTRALINE = {"name": "Sertraline", "dose": "50 mg", "how_often": "Once a day", "prescriber": "GP"}


@pytest.fixture
def there(house: SimpleNamespace) -> str:
    return f"/record/{house.episode}"


def rows(app: Flask) -> list[tuple[Any, ...]]:
    """The live rows of the record, by name."""
    with app.app_context():
        row = MedicineTaken
        every = select(row.name, row.dose, row.stopped_on, row.told_by).where(live(row)).order_by(row.name)
        return [tuple(one) for one in db.session.execute(every)]


def table(browser: Browser, path: str) -> dict[str, Any]:
    """The form of the page as it is shown."""
    (form,) = [one.data() for one in on_page(browser, path) if "current_medication-0-name" in one.data()]
    return form


def test_the_record_lists_medicines_with_what_they_do_and_never_says_none(
    as_keyworker: Browser, there: str
) -> None:
    assert "That does not say that none is taken" in as_keyworker.get(f"{there}/medicines").text
    form = as_keyworker.get(f"{there}/medicines/new").text
    assert '<option value="Diazepam"></option>' in form
    assert 'list="name-list"' in form
    for name in ("Diazepam", "Omeprazole"):
        assert send(as_keyworker, f"{there}/medicines/new", SERTRALINE | {"name": name}).status_code == 303
    page = as_keyworker.get(f"{there}/medicines").text
    assert page.count("Sedates") == 1
    assert page.count("Not on careplan’s list: look it up") == 1
    assert "Diazepam 50 mg, once a day, GP; Omeprazole 50 mg" in as_keyworker.get(there).text


def test_a_stopped_medicine_stands_apart_and_counts_no_more(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    send(
        as_keyworker, f"{there}/medicines/new", SERTRALINE | {"name": "Diazepam"} | day("stopped_on", today())
    )
    page = as_keyworker.get(f"{there}/medicines").text
    assert "Stopped" in page
    assert "Diazepam" not in as_keyworker.get(there).text
    with app.app_context():
        episode = db.session.scalars(
            select(Episode).options(joinedload(Episode.client)).where(Episode.id == house.episode)
        ).one()
        facts = health(frozenset({episode.service_id}), episode, today())
        assert [one.name for one in facts.medicines] == ["Diazepam"]
        assert facts.taken(today()) is None


def test_what_an_assessment_hears_goes_to_the_record_once_for_both_assessments(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    section = f"{there}/assessments/{triage(app, house, edition='3')}/physical"
    typed = {f"current_medication-0-{cell}": text for cell, text in SERTRALINE.items()}
    sent = as_keyworker.post(section, data=table(as_keyworker, section) | typed)
    assert "In the record of medicines: Sertraline recorded." in as_keyworker.get(sent.location).text
    assert rows(app) == [("Sertraline", "50 mg", None, "client")]
    assert as_keyworker.post(section, data=table(as_keyworker, section)).status_code == 303
    again = table(as_keyworker, section) | {"allergies": "no"}
    assert as_keyworker.post(section, data=again).status_code == 303
    assert len(rows(app)) == 1


def test_a_table_begins_with_the_medicines_of_the_record_to_keep_change_and_end(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    id_ = triage(app, house, edition="3")
    section = f"{there}/assessments/{id_}/physical"
    for name in ("Salbutamol", "Ibuprofen", "Sertraline"):
        send(as_keyworker, f"{there}/medicines/new", SERTRALINE | {"name": name, "told_by": "box"})
    page = as_keyworker.get(section).text
    assert page.count("told by the box or the label, seen here") == 3
    form = table(as_keyworker, section)
    at = {form[f"current_medication-{n}-name"][0]: n for n in range(3)}
    changed = {
        f"current_medication-{at['Salbutamol']}-dose": "100 mg",
        f"current_medication-{at['Ibuprofen']}-ended": "y",
    }
    assert as_keyworker.post(section, data=form | changed).status_code == 303
    assert sorted(row["name"] for row in given(app, id_)["current_medication"]) == [
        "Salbutamol",
        "Sertraline",
    ]
    assert rows(app) == [
        ("Ibuprofen", "50 mg", today(), "client"),
        ("Salbutamol", "100 mg", None, "client"),
        ("Sertraline", "50 mg", None, "box"),
    ]


def test_an_answer_with_a_fault_changes_nothing_in_the_record(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    section = f"{there}/assessments/{triage(app, house, edition='3')}/physical"
    typed = {"current_medication-0-name": "Sertraline", "current_medication-none": "y"}
    sent = as_keyworker.post(section, data=table(as_keyworker, section) | typed)
    assert sent.status_code == 422
    assert 'value="Sertraline"' in sent.text
    assert rows(app) == []
