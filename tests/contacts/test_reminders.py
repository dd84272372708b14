"""Reminders: safe numbers and neutral words in a file; who is left out and why stands on the page."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.contacts.rules.reminders import Reach, following_day, neutral, number
from careplan.contacts.rules.standard import REMINDERS
from careplan.ground.clock import moment_of, today
from careplan.ground.db import db
from careplan.people.registers import ContactWay
from careplan.people.rules import Way
from careplan.staff.models import Service
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories.clients import AppointmentFactory
from tests.walk import on_page

DAY = date(2026, 3, 4)
TOMORROW = today() + timedelta(1)
PATH = f"/diary/reminders?day={TOMORROW}"


def way(safe: str = "text", preferred: bool = True, whose: str | None = None, until: date | None = None):
    return Way("mobile", "07700 900 123", safe, preferred, whose), until


@pytest.mark.parametrize(
    ("reach", "why_not"),
    [
        (Reach((way(),)), ""),
        (Reach((way(until=DAY + timedelta(1)),)), ""),
        (Reach(), "No mobile number is recorded"),
        (Reach((way("ring message"),)), "The client did not say that a text is safe"),
        (Reach((way(""),)), "Nobody asked yet whether a text is safe"),
        (Reach((way(whose="her mother"),)), "The number is somebody else’s"),
        (Reach((way(until=DAY),)), "The number is not in use any more: ask for the present one"),
        (Reach((way(),), deceased=True), "The client has died"),
    ],
)
def test_only_a_safe_number_is_used(reach: Reach, why_not: str) -> None:
    to, reason = number(reach, DAY)
    assert (to == "", reason) == (bool(why_not), why_not)


def test_the_preferred_safe_number_goes_first() -> None:
    other = Way("mobile", "07700 900 999", "text", preferred=True)
    assert number(Reach((way(preferred=False), (other, None))), DAY) == ("07700 900 999", "")


def test_on_friday_the_next_day_is_monday() -> None:
    assert [following_day(date(2026, 3, on)).day for on in (5, 6, 7, 8)] == [6, 9, 9, 9]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Please come on {day} at {time}", ""),
        ("Dear {name}, please come", "There is no field {name}"),
        ("Your methadone review is on {day}", "Leave out what tells of care"),
    ],
)
def test_words_stay_neutral(words: str, fault: str) -> None:
    assert neutral({"words": words}).get("words", "").find(fault) >= 0
    assert bool(neutral({"words": words})) == bool(fault)


def test_what_careplan_says_is_neutral_by_its_own_rule() -> None:
    for words in (REMINDERS.latest.words, REMINDERS.latest.without_telephone):
        assert neutral({"words": words}) == {}


@pytest.fixture
def booked(app: Flask, house: SimpleNamespace) -> None:
    """An appointment tomorrow of a client whose mobile may be texted."""
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        at = moment_of(TOMORROW, "14:30")
        AppointmentFactory(
            episode=episode, starts_at=at, worker_id=house.keyworker, purpose="prescribing", outcome=None
        )
        db.session.get_one(Service, house.service).telephone = "01632 960 001"
        keys = {"client_id": house.client, "recorded_by": "test", "told_by": "client"}
        db.session().info["trailed"] = True
        db.session.add(ContactWay(kind="mobile", value="07700 900 123", safe="text", preferred=True, **keys))
        db.session.commit()


def test_reception_takes_the_file_and_the_trail_says_whose(
    app: Flask, house: SimpleNamespace, booked: None, as_reception: Browser
) -> None:
    assert "07700 900 123" in as_reception.get(PATH).text
    answer = as_reception.post(PATH, data=on_page(as_reception, PATH)[0].data())
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    head, line = answer.text.splitlines()
    assert head == "number,message"
    assert line.startswith("07700 900 123,")
    assert "2.30pm" in line
    assert "ring 01632 960 001" in line
    for word in ("Northgate", "Janet", "Williams", "prescri"):
        assert word not in answer.text
    with app.app_context():
        entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "reminders.taken")).one()
        assert entry.detail == {"episodes": [house.episode]}


def test_who_is_left_out_stands_on_the_page(
    app: Flask, house: SimpleNamespace, booked: None, as_keyworker: Browser
) -> None:
    with app.app_context():
        db.session().info["trailed"] = True
        row = db.session.scalars(select(ContactWay)).one()
        values = {name: getattr(row, name) for name in ("client_id", "kind", "value", "told_by", "preferred")}
        row.struck_at, row.struck_by, row.struck_reason = row.recorded_at, "test", "asked again"
        db.session.add(ContactWay(**values | {"preferred": False}, safe=None, recorded_by="test"))
        db.session.commit()
    page = as_keyworker.get(PATH).text
    assert "Nobody asked yet whether a text is safe" in page
    answer = as_keyworker.post(PATH)
    assert (answer.status_code, "There is nobody to remind" in answer.text) == (422, True)


def test_a_service_has_words_of_its_own(
    house: SimpleNamespace, booked: None, as_manager: Browser, as_keyworker: Browser
) -> None:
    new = f"/reminders/of/{house.service}/reminder-words/new"
    data = on_page(as_manager, new)[0].data()
    assert as_manager.post(new, data=data | {"words": "The drug team waits for you"}).status_code == 422
    assert as_manager.post(new, data=data | {"words": "See you on {day}, {time}."}).status_code == 303
    assert "See you on" in as_keyworker.get(PATH).text


def test_no_day_that_is_over_is_reminded_of(as_keyworker: Browser, charlie: Browser, booked: None) -> None:
    assert "This day is over" in as_keyworker.get(f"/diary/reminders?day={today() - timedelta(1)}").text
    assert "07700" not in charlie.get(PATH).text
