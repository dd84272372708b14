"""The calendar feed: off by default, a secret that can be revoked, and never who comes."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from careplan.clients.codes import AppointmentOutcome
from careplan.clients.models import Episode
from careplan.contacts.models import CalendarLink
from careplan.contacts.rules.diary import Slot
from careplan.contacts.rules.feed import calendar
from careplan.ground.clock import moment_of, now, today
from careplan.ground.db import db
from careplan.staff.models import Membership, Worker
from tests.factories.clients import AppointmentFactory

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SLOT = Slot("a1", "e1", "s", "MOSS, Ellen", AT, 45, "keywork", "kay", "Kay Keyworker", "12 Elm Row", "Elms")


def test_an_event_has_its_time_and_purpose_and_nothing_of_the_client():
    text = calendar([SLOT], AT)
    assert "DTSTART:20260302T093000Z\r\nDTEND:20260302T101500Z\r\nSUMMARY:Keywork\r\n" in text
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert not re.search("MOSS|Ellen|Elm|a1|e1@|Kay", text)
    assert all(len(line) <= 75 for line in text.split("\r\n"))


def test_what_was_called_off_is_no_event():
    gone = Slot("a", "e", "s", "X", AT, 45, "keywork", outcome=AppointmentOutcome.CANCELLED_BY_CLIENT)
    assert "VEVENT" not in calendar([gone], AT)


@pytest.fixture
def secret(app, house, as_keyworker):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        for worker_id, hour in ((house.keyworker, "10:00"), (house.manager, "11:00")):
            AppointmentFactory(
                episode=episode, worker_id=worker_id, starts_at=moment_of(today() + timedelta(1), hour)
            )
        db.session.commit()
    assert "The feed is off" in as_keyworker.get("/diary/feed").text
    page = as_keyworker.post("/diary/feed", data={"act": "on"}).text
    return re.search(r"/calendar/([\w-]+)", page)[1]


def test_the_link_opens_the_workers_own_appointments_to_whoever_knows_it(app, anyone, as_keyworker, secret):
    answer = anyone.get(f"/calendar/{secret}")
    assert answer.mimetype == "text/calendar"
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert "WILLIAMS" not in answer.text
    assert secret not in as_keyworker.get("/diary/feed").text
    assert anyone.get("/calendar/nothing").status_code == 404
    with app.app_context():
        assert secret not in db.session.query(CalendarLink).one().secret_sha256


def test_a_link_that_was_revoked_or_replaced_leads_nowhere(anyone, as_keyworker, secret):
    as_keyworker.post("/diary/feed", data={"act": "on"})
    assert anyone.get(f"/calendar/{secret}").status_code == 404
    page = as_keyworker.post("/diary/feed", data={"act": "on"}).text
    newer = re.search(r"/calendar/([\w-]+)", page)[1]
    assert as_keyworker.post("/diary/feed", data={"act": "off"}).status_code == 303
    assert anyone.get(f"/calendar/{newer}").status_code == 404
    assert as_keyworker.post("/diary/feed", data={"act": "loud"}).status_code == 422


@pytest.mark.parametrize("why", ["left", "shut"])
def test_who_left_or_whose_account_is_shut_has_no_feed(app, house, anyone, secret, why):
    with app.app_context():
        db.session.info["trailed"] = True
        if why == "left":
            db.session.query(Membership).filter_by(worker_id=house.keyworker).one().until_on = today()
        else:
            db.session.get_one(Worker, house.keyworker).disabled_at = now()
        db.session.commit()
    assert anyone.get(f"/calendar/{secret}").status_code == 404
