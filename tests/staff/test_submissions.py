"""A form that is sent twice is done once, and both answers lead to the same place."""

from types import SimpleNamespace

from flask import Flask
from sqlalchemy import func, select

from careplan.clients.models import TaskAction
from careplan.ground.db import db
from tests.conftest import Browser, browser
from tests.furniture import furnish


def sent(app: Flask, house: SimpleNamespace) -> tuple[str, dict[str, str]]:
    with app.app_context():
        ids = furnish(house.service, house.keyworker, "Twice", "9990000034")
        db.session.commit()
    words = {
        "words": "Rang the pharmacy, all well.",
        "closes": "no",
        "seen": "",
        "submission": "key-of-one-form",
    }
    return f"/record/{ids.episode_id}/tasks/{ids.task_id}", words


def actions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(TaskAction)) or 0


def test_the_second_sending_is_led_to_where_the_first_one_went(
    app: Flask, house, as_keyworker: Browser
) -> None:
    path, words = sent(app, house)
    first, second = as_keyworker.post(path, data=words), as_keyworker.post(path, data=words)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert actions(app) == 1


def test_a_refused_form_may_be_sent_again_under_its_key(app: Flask, house, as_keyworker: Browser) -> None:
    path, words = sent(app, house)
    assert as_keyworker.post(path, data=words | {"words": ""}).status_code == 422
    assert as_keyworker.post(path, data=words).status_code == 303
    assert actions(app) == 1


def test_a_key_belongs_to_its_worker(app: Flask, house, as_keyworker: Browser) -> None:
    path, words = sent(app, house)
    mine = as_keyworker.post(path, data=words)
    other = browser(app, house.manager).post(path, data=words)
    assert mine.status_code == 303
    assert other.status_code == 409, (
        "the manager's own form was answered, as the page it was sent from is old"
    )
    assert actions(app) == 1
