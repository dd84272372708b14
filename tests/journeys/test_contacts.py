"""A keyworker's contacts: a note, an appointment and who did not come, and what each costs in clicks."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from careplan.clients.models import Appointment, Episode
from careplan.contacts.models import ContactNote
from careplan.ground.clock import moment_of, now, today
from careplan.ground.db import db
from tests.factories.clients import AppointmentFactory
from tests.journeys.conftest import Walk
from tests.journeys.people import written


class Counted:
    """The walk of a person whose clicks and loads of pages are counted."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.clicks, self.loads = walk, 0, 0
        walk.page.on("load", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.loads += 1

    def __getattr__(self, name: str):
        step = getattr(self.walk, name)

        def counted(*arguments, **named):
            self.clicks += name in ("follow", "press", "choose", "answer")
            step(*arguments, **named)
            return self

        return counted

    def begin(self) -> "Counted":
        self.clicks = self.loads = 0
        return self


@pytest.fixture
def kay(page: Page, live: SimpleNamespace) -> Counted:
    """Kay Keyworker at Today, with an appointment of an hour ago."""
    with written(live):
        episode = db.session.get_one(Episode, live.episode)
        begun = max(now() - timedelta(hours=1), moment_of(today()))
        AppointmentFactory(episode=episode, starts_at=begun, worker_id=live.keyworker)
    return Counted(Walk(page, live).come_as("kay").open("/"))


@pytest.mark.parametrize("width", [1280, 320])
def test_a_note_from_today_takes_four_clicks_and_two_loads(
    kay: Counted, page: Page, live, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_label("Write a note about").select_option(live.episode)
    kay.begin().press("Write a note").answer("How?", "Telephone")
    kay.fill("What was said and agreed", "Rang about the flat").answer("Has risk changed?", "No")
    kay.press("Save").sees("Note saved", "Rang about the flat")
    assert (kay.clicks, kay.loads) == (4, 2)
    with live.app.app_context():
        assert db.session.scalars(
            select(ContactNote.words).where(ContactNote.episode_id == live.episode)
        ).all()


@pytest.mark.parametrize("width", [1280, 320])
def test_who_came_leads_to_the_note_in_one_click(kay: Counted, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    kay.follow("Diary", exact=True).begin()
    kay.press(re.compile("Attended.*WILLIAMS")).sees("Write a note")
    assert (kay.clicks, kay.loads) == (1, 1)


@pytest.mark.parametrize("width", [1280, 320])
def test_who_did_not_come_is_recorded_in_one_click(kay: Counted, page: Page, live, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    kay.follow("Diary", exact=True).begin()
    kay.press(re.compile("Did not attend.*WILLIAMS")).sees("Did not attend")
    assert (kay.clicks, kay.loads) == (1, 1)
    with live.app.app_context():
        rows = select(Appointment.outcome).where(Appointment.episode_id == live.episode)
        assert db.session.scalars(rows).all() == ["did_not_attend"]


def test_the_next_appointment_is_booked_moved_and_seen_in_the_week(kay: Counted, live) -> None:
    soon = today() + timedelta(7)
    kay.open(f"/record/{live.episode}/contacts").begin().follow("Book an appointment")
    kay.day("Day", soon).fill("Time", "2.30pm").press("Book").sees("Booked", "2.30pm")
    assert (kay.clicks, kay.loads) == (2, 2)
    kay.open(f"/diary?day={soon}&view=week").sees("2.30pm", "WILLIAMS, Janet")
    kay.follow("WILLIAMS, Janet").follow("Move to another time").answer("Who asked for it?", "The client")
    kay.day("Day", soon).fill("Time", "4pm").press("Move").sees("Booked", "4pm")


def test_what_is_missing_is_told_and_a_template_keeps_what_was_typed(kay: Counted, page: Page, live) -> None:
    kay.open(f"/record/{live.episode}/contacts/new").fill("What was said and agreed", "She is well.")
    kay.press("Insert the template for this")
    expect(page.get_by_label("What was said and agreed")).to_have_value(
        re.compile("^She is well.*Since last time", re.S)
    )
    kay.press("Save").told("Select how you were in touch", "Select whether risk has changed")
    kay.answer("How?", "Home visit").answer("Has risk changed?", "Yes").fill(
        "What changed, if it did?", "Drinks"
    )
    kay.press("Save").sees("Risk has changed")
    kay.open("/").sees("Risk changed in a contact")
