"""A keyworker's note that is not complete yet, and what else comes by itself: tasks, reminders, a calendar, a pack."""

import re
from datetime import timedelta
from types import SimpleNamespace

from playwright.sync_api import Page, expect

from careplan.clients.models import Episode
from careplan.ground.clock import moment_of, today
from careplan.ground.db import db
from careplan.people.registers import ContactWay
from tests.factories.clients import AppointmentFactory
from tests.journeys import people
from tests.journeys.conftest import Walk


def test_what_is_missing_is_told_and_a_template_keeps_what_was_typed(
    page: Page, live: SimpleNamespace
) -> None:
    kay = (
        Walk(page, live)
        .come_as("kay")
        .open(f"/record/{live.episode}/contacts/new")
        .fill("What was said and agreed", "She is well.")
    )
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


def test_a_task_for_a_colleague_stands_on_their_today(walk: Walk, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    walk.come_as("kay").open(f"/record/{walk.live.episode}").follow("Add a task").press("Add")
    walk.told("Enter what has to be done").fill("What has to be done?", "Ring the housing office")
    page.get_by_label("Who does it?").select_option(label="Mo Manager")
    walk.day("By when?", today()).press("Add").sees("Task added.")
    walk.come_as("mo").open("/?show=all").sees("Ring the housing office")


def test_a_worker_takes_reminders_a_calendar_and_the_downtime_pack_along(walk: Walk, page: Page) -> None:
    # Given an appointment tomorrow of a client who says that a text is safe
    page.set_viewport_size({"width": 320, "height": 640})
    soon = today() + timedelta(1)
    with people.written(walk.live):
        episode = db.session.get_one(Episode, walk.live.episode)
        at = {"starts_at": moment_of(soon, "14:15"), "worker_id": walk.live.keyworker}
        AppointmentFactory(episode=episode, **at)
        db.session().info["trailed"] = True
        safe = {"kind": "mobile", "value": "07700 900 123", "safe": "text", "preferred": True}
        said = {"client_id": episode.client_id, "recorded_by": walk.live.keyworker, "told_by": "client"}
        db.session.add(ContactWay(**safe, **said))
    # Then reception takes a file without a name
    walk.come_as("reece").open(f"/diary/reminders?day={soon}").sees("WILLIAMS, Janet")
    with page.expect_download() as file:
        page.get_by_role("button", name="Take the file").click()
    taken = file.value.path().read_text("utf-8")
    assert "07700" in taken
    assert "Janet" not in taken
    # And the keyworker's calendar reads time and purpose until the feed is switched off
    walk.come_as("kay").open("/diary").follow("Calendar feed").press("Save")
    walk.told("Select whether to switch the feed on or off").choose("Switch the feed on, with a new address")
    address = walk.press("Save").page.locator(".app-typed").inner_text()
    calendar = page.request.get(address).text()
    assert "BEGIN:VEVENT" in calendar
    assert "Janet" not in calendar
    walk.choose("Switch it off").press("Save").sees("The feed is off")
    assert page.request.get(address).status == 404
    # And the pack of the day is one page, and one file
    walk.open("/?show=all").follow("Downtime pack of").sees("Downtime pack")
    with page.expect_download() as file:
        page.get_by_role("link", name="Save as one file").click()
    assert "Downtime pack" in file.value.path().read_text("utf-8")
