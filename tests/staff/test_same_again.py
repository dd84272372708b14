"""Who goes back after saving and saves again is asked first; nothing is written twice."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import func, select

from careplan.contacts.models import ContactNote
from careplan.ground.clock import now
from careplan.ground.db import db
from tests.conftest import Browser, browser
from tests.walk import forms, on_page

NOTE = {"way": "phone", "words": "Rang about the flat", "risk_changed": "no"}


def notes(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(ContactNote)) or 0


def note(worker: Browser, house: SimpleNamespace, **more: str) -> Any:
    """Open the form anew, fill it in and save it."""
    form = on_page(worker, f"/record/{house.episode}/contacts/new")[0]
    return worker.post(form.action, data=form.data() | NOTE | more)


def test_back_and_save_writes_nothing_and_says_where_the_first_is(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    first, second = note(as_keyworker, house), note(as_keyworker, house, began="11.59pm")
    assert (first.status_code, second.status_code) == (303, 409)
    assert "You saved the same a few minutes ago" in second.text
    assert f'href="{first.location}"' in second.text
    assert notes(app) == 1


def test_what_happened_twice_is_saved_once_more(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    note(as_keyworker, house)
    path = f"/record/{house.episode}/contacts/new"
    (again,) = [one for one in forms(path, note(as_keyworker, house).text) if "words" in one.data()]
    answer = as_keyworker.post(again.action, data=again.data())
    assert answer.status_code == 303, answer.text.split("<h1")[1][:900]
    answer = as_keyworker.post(again.action, data=again.data())
    assert answer.status_code == 303, answer.text.split("<h1")[1][:900]
    assert notes(app) == 2


def test_other_words_another_worker_or_a_later_hour_are_not_the_same(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    assert note(as_keyworker, house).status_code == 303
    assert note(as_keyworker, house, words="Rang about the job").status_code == 303
    assert note(browser(app, house.manager), house, worker_id=house.keyworker).status_code == 303
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert note(browser(app, house.keyworker), house).status_code == 303
    assert notes(app) == 4


def test_what_changes_no_row_of_the_record_is_not_asked_about(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    as_keyworker.post(f"/record/{house.episode}/assessments", data={"kind": "triage"})
    page = as_keyworker.get(f"/record/{house.episode}/assessments").text
    where = page.split(f"/record/{house.episode}/assessments/")[1].split('"')[0].split("/")[0]
    path = f"/record/{house.episode}/assessments/{where}/why-now"
    for _ in range(2):
        form = on_page(as_keyworker, path)[0]
        answer = as_keyworker.post(path, data=form.data() | {"presenting_reason": "Heroin"})
        assert answer.status_code == 303
