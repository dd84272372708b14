"""What a transfer told of the dose before stands beside the fields of a course; a person presses, and confirms it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from careplan.clients.models import Episode
from careplan.clients.rules.packets import Medicine, hashed, written
from careplan.ground.clock import now, today
from careplan.ground.db import db
from tests.factories.clients import PacketFactory, contents
from tests.factories.prescribing import CourseFactory
from tests.walk import forms


@pytest.fixture
def came(house, session):
    """A packet that was accepted here, with methadone whose last day with a dose in hand is given."""

    def packet(last_on, mg="60"):
        words = "Methadone 60 mg a day, oral mixture, maintenance"
        text = written(contents(medicines=[Medicine("methadone", words, mg, last_on)]))
        answered = {"answer": "accepted", "answered_at": now(), "answered_by": "kay"}
        row = PacketFactory(
            service_id=house.service,
            transfer_id=None,
            episode_id=house.episode,
            content=text,
            sha256=hashed(text),
            **answered,
        )
        db.session.commit()
        return row

    return packet


def fields(browser, house, more=""):
    """What stands in the fields of a new course."""
    page = browser.get(f"/record/{house.episode}/prescribing/start{more}")
    return next(one.data() for one in forms("", page.text) if "verified_dose_mg" in one.data())


def test_the_form_tells_what_was_sent_and_fills_nothing_in_by_itself(house, came, as_prescriber):
    packet = came(today() - timedelta(days=1))
    page = as_prescriber.get(f"/record/{house.episode}/prescribing/start")
    assert "Methadone 60 mg a day, oral mixture" in page.text
    assert f"sent={packet.id}.0" in page.text
    assert fields(as_prescriber, house)["verified_dose_mg"] == [""]


def test_a_press_fills_in_the_dose_and_who_confirmed_it_is_still_asked(house, came, as_prescriber):
    packet = came(today() - timedelta(days=1))
    given = fields(as_prescriber, house, f"?sent={packet.id}.0")
    assert given["drug"] == ["methadone"]
    assert Decimal(given["verified_dose_mg"][0]) == 60
    assert given["verified_last_dose_on-day"] == [str((today() - timedelta(days=1)).day)]
    assert given["verified_organisation"] == [contents().service]
    assert given["verified_by"] == given["verified_on-day"] == [""]


def test_a_dose_in_hand_is_no_last_dose(house, came, as_prescriber):
    packet = came(today() + timedelta(days=2))
    page = as_prescriber.get(f"/record/{house.episode}/prescribing/start?sent={packet.id}.0")
    assert "ask which one was taken last" in page.text
    assert fields(as_prescriber, house, f"?sent={packet.id}.0")["verified_last_dose_on-day"] == [""]


@pytest.mark.parametrize("mg", ["junk", "NaN", None])
def test_a_packet_from_elsewhere_may_hold_no_number(house, came, as_prescriber, mg):
    packet = came(today() - timedelta(days=1), mg)
    assert fields(as_prescriber, house, f"?sent={packet.id}.0")["verified_dose_mg"] == [""]


def test_the_first_order_shows_it_and_no_amount_is_filled_in(house, came, session, as_prescriber):
    came(today() - timedelta(days=1))
    course = CourseFactory(episode=session.get_one(Episode, house.episode), first_dose_on=today())
    db.session.commit()
    page = as_prescriber.get(f"/record/{house.episode}/prescribing/{course.id}/order")
    assert "Methadone 60 mg a day, oral mixture" in page.text
    (form,) = [one for one in forms("", page.text) if "daily_mg" in one.data()]
    assert form.data()["daily_mg"] == [""]
