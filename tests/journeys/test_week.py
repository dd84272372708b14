"""A keyworker's week with one client, from the first call to coming back, and what its commonest steps cost."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from careplan.clients.models import Client, Episode, Task
from careplan.contacts.registers import Group
from careplan.contacts.rules.groups import WEEK
from careplan.ground.clock import moment_of, today
from careplan.ground.corrections import live as standing
from careplan.ground.db import db
from tests.factories.clients import AppointmentFactory, InterventionFactory
from tests.journeys import people
from tests.journeys.conftest import Walk
from tests.journeys.counting import Counted

NAME = "FERN, Nora"
MET = "Rang about the flat"


def record(live: SimpleNamespace, service: str) -> str:
    """The address of the client's record at the service."""
    with live.app.app_context():
        rows = select(Episode.id).join(Client, Client.id == Episode.client_id)
        mine = rows.where(Client.last_name == "Fern", Episode.service_id == service, standing(Episode))
        return f"/record/{db.session.scalars(mine).one()}"


def appointment(live: SimpleNamespace, of: str, at: str, worker: str) -> None:
    """An appointment of today whose time has come."""
    with people.written(live):
        episode = db.session.get_one(Episode, of.removeprefix("/record/"))
        AppointmentFactory(episode=episode, starts_at=moment_of(today(), at), worker_id=worker)


def first_call(kay: Counted, number: str) -> None:
    """Somebody rings; the referral is accepted, an appointment offered, the client comes, a note is written."""
    kay.fill("First name", "Nora").fill("Last name", "Fern").day("Date of birth", date(1990, 5, 4))
    kay.choose("Female").fill("NHS number", number).day("Referred on", today())
    kay.answer("Who referred the client?", "GP").select("Priority", "pregnant")
    kay.walk.page.get_by_label("Keyworker (optional)").select_option(label="Kay Keyworker")
    kay.fill("Name and organisation (optional)", "Dr Example, Example Surgery")
    kay.answer("Does the client know of it and agree?", "Yes")
    kay.fill("Why do they refer, and what do they ask for?", "Heroin daily, pregnant, wants help")
    kay.press("Register client").sees("Nora Fern is registered")
    kay.open("/waiting").sees(NAME, "Received", "Pregnant").begin()
    kay.press(re.compile(f"Accept.*{NAME}")).sees("The referral is accepted", "Accepted")
    assert kay.cost == (1, 0, 1)
    kay.begin().follow(re.compile(f"Offer an appointment.*{NAME}")).day("Day", today()).fill("Time", "12am")
    kay.press("Book").sees("Waiting list", "Booked").follow(re.compile(f"Came.*{NAME}"))
    kay.select("Which treatment was offered with it?", "specialist_prescribing")
    kay.answer("Did treatment begin on this day?", "Yes").press("Save").sees("Write a note")
    kay.answer("How?", "Telephone").fill("What was said and agreed", "Wants to begin").answer(
        "Has risk changed?", "No"
    )
    kay.press("Save").sees("Note saved")


def note(kay: Counted, of: str) -> None:
    """A note of a call, from Today."""
    kay.open("/").begin().select("Write a note about", of.removeprefix("/record/")).press("Write a note")
    kay.answer("How?", "Telephone").fill("What was said and agreed", MET).answer("Has risk changed?", "No")
    kay.press("Save").sees("Note saved", MET)
    assert kay.cost == (7, len(MET), 2)


def booking(kay: Counted, of: str) -> None:
    """The next appointment is booked from the record, moved, and seen in the week."""
    soon = today() + timedelta(7)
    kay.open(f"{of}/contacts").begin().follow("Book an appointment").day("Day", soon).fill("Time", "2pm")
    kay.press("Book").sees("Booked", "2pm")
    assert (kay.clicks, kay.loads) == (6, 2)
    assert kay.keys <= 2 + 2 + 4 + 3
    kay.open(f"/diary?day={soon}&view=week").follow(NAME).follow("Move to another time")
    kay.answer("Who asked for it?", "The client").day("Day", soon).fill("Time", "4pm").press("Move").sees(
        "4pm"
    )


def not_attended(kay: Counted, of: str) -> None:
    """One press says that the client did not come; the step that follows is recorded."""
    kay.open("/diary").begin().press(re.compile(f"Did not attend.*{NAME}")).sees("Did not attend")
    assert kay.cost == (1, 0, 1)
    kay.open("/?show=all").sees("Did not attend on").open(f"{of}/losing-touch").sees("Next:")
    kay.fill("What was done", "Rang, left no message").press("This step is done").sees("Recorded.")


def group(kay: Counted, of: str, number: str) -> None:
    """The client comes to a group for the first time: the register, and the steps to find them end."""
    kay.open("/diary").follow("Groups").follow("Evenings")
    kay.fill("Somebody else came", number).press("Add to the group").answer(NAME, "Attended")
    kay.fill("One note for all who came", "How to spend an evening").answer("Has risk changed", "No")
    kay.press("Save the register").sees("1 client recorded").open(f"{of}/contacts")
    kay.sees("How to spend an evening", "Group: Evenings")
    kay.open(f"{of}/losing-touch").sees("No step is open to reach this client.")


def letter(kay: Counted, of: str) -> None:
    """A letter to the client, looked at and kept."""
    kay.open(f"{of}/documents").follow("Write a letter").select("What is it for?", "re_engagement")
    kay.press("Begin with the template").select("To whom?", "hand").press("Keep as sent")
    kay.told("Type or delete what still stands in braces: the telephone of the service")
    kay.fill("The letter", "Dear Nora\n\nYou are welcome back.\n\nKay Keyworker")
    kay.press("Look at it").sees("How it looks").press("Keep as sent").sees(
        "Letter kept", "You are welcome back."
    )
    kay.open(f"{of}/documents").sees("Invitation to come back")


def transfer(kay: Counted, charlie: Counted, of: str, live: SimpleNamespace) -> str:
    """Sent, accepted and seen at the other service; only then does it end here. Returns the record there."""
    kay.open(of).follow("Transfer to another service").press("Send the transfer").told("Select the service")
    kay.select("Which service?", live.other_service)
    kay.fill("Why, and what must they know first?", "Moves house, needs her dose there")
    kay.choose("Yes, the client agrees now, in words").press("Send the transfer")
    kay.sees("You stay responsible until they have seen the client")
    charlie.open("/?show=all").sees("Transferred to us").open("/transfers").follow("FERN")
    charlie.sees("Moves house, needs her dose there", "SHA-256").choose("Accept: we take the client")
    charlie.press("Send the answer").sees("Accepted", "Packet from")
    kay.open("/?show=all").sees("you stay responsible")
    there = record(live, live.other_service)
    appointment(live, there, "00:02", live.charlie)
    with people.written(live):
        days = dict.fromkeys(("referred_on", "first_offered_on", "started_on"), today())
        InterventionFactory(episode=db.session.get_one(Episode, there.removeprefix("/record/")), **days)
    charlie.open("/diary").begin().press(re.compile(f"Attended.*{NAME}")).sees("Write a note")
    assert charlie.cost == (1, 0, 1)
    kay.open("/?show=all").sees("has seen the client: end what runs here").open(f"{of}/leave")
    kay.select("Why?", "transferred_not_custody").press("Close the episode").sees(
        "The client has left treatment"
    )
    return there


def leaves_and_comes_back(charlie: Counted, of: str) -> None:
    """A planned ending with its steps, and the way back within three weeks."""
    charlie.open(f"{of}/leave").sees("GP told").select("Why?", "completed_alcohol_free")
    charlie.answer("GP told", "Done").fill("GP told: who, how, or why not", "Rang the practice")
    charlie.answer("Naloxone at home", "Not done").press("Close the episode")
    charlie.told("Enter why it was not done: naloxone at home")
    charlie.fill("Naloxone at home: who, how, or why not", "Never used opioids").press("Close the episode")
    charlie.sees(
        "The client has left treatment", "Came back", "Aftercare: ask how it goes, 2 weeks after leaving"
    )
    charlie.follow("Steps of leaving", exact=True).sees("Rang the practice", "Never used opioids").open(of)
    charlie.begin().follow("Came back").sees("Before anything is prescribed")
    charlie.fill("What happened?", "Rang in the morning, wants to go on").press("Open the episode again")
    charlie.sees("The episode is open again").lacks("Aftercare: ask how it goes")
    assert (charlie.clicks, charlie.loads) == (3, 2)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_keyworkers_week_with_one_client(page: Page, live: SimpleNamespace, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    people.away_from_midnight()
    number, since = people.nhs_number(), today() - timedelta(30)
    with people.written(live):
        keys = {"service_id": live.service, "recorded_by": live.keyworker, "worker_id": live.keyworker}
        db.session().info["trailed"] = True
        db.session.add(
            Group(name="Evenings", weekday=WEEK[today().weekday()], at="00:02", began_on=since, **keys)
        )
    kay = Counted(Walk(page, live).come_as("kay").open("/clients/register"))
    first_call(kay, number)
    here = record(live, live.service)
    note(kay, here)
    booking(kay, here)
    appointment(live, here, "00:01", live.keyworker)
    not_attended(kay, here)
    group(kay, here, number)
    letter(kay, here)
    other = page.context.browser.new_context(viewport={"width": width, "height": 800})
    charlie = Counted(Walk(other.new_page(), live).come_as("charlie"))
    there = transfer(kay, charlie, here, live)
    leaves_and_comes_back(charlie, there)
    other.close()
    kay.open(f"{here}/contacts").sees(MET)
    with live.app.app_context():
        rows = select(Episode).where(Episode.root_id == there.removeprefix("/record/"), standing(Episode))
        assert db.session.scalars(rows).one().closed_on is None
        kinds = db.session.scalars(select(Task.kind).where(Task.episode_id == there.removeprefix("/record/")))
        assert sorted(set(kinds)) == ["exit", "follow_up", "sent"]
