"""A referral from the first call to the first attendance; leaving treatment, and coming back."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from careplan.clients.models import Client, Episode, Task
from careplan.ground.clock import today
from careplan.ground.corrections import live as standing
from careplan.ground.db import db
from tests.journeys.conftest import Walk
from tests.journeys.people import client, nhs_number
from tests.journeys.test_contacts import Counted


def episode(live: SimpleNamespace, last_name: str) -> str:
    """The id of the open episode of the client of that name."""
    with live.app.app_context():
        rows = select(Episode.id).join(Client, Client.id == Episode.client_id)
        return str(db.session.scalars(rows.where(Client.last_name == last_name)).one())


@pytest.mark.parametrize("width", [1280, 320])
def test_a_referral_goes_from_a_call_to_the_first_attendance(
    page: Page, live: SimpleNamespace, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    name = f"Fern{width}"
    kay = Counted(Walk(page, live).come_as("kay").open("/clients/register"))
    kay.fill("First name", "Nora").fill("Last name", name).day("Date of birth", date(1990, 5, 4))
    kay.choose("Female").fill("NHS number", nhs_number()).day("Referred on", today())
    page.get_by_label("Who referred the client?").select_option("gp")
    page.get_by_label("Priority").select_option("pregnant")
    kay.fill("Name and organisation (optional)", "Dr Example, Example Surgery")
    kay.answer("Does the client know of it and agree?", "Yes")
    kay.fill("Why do they refer, and what do they ask for?", "Heroin daily, pregnant, wants help")
    kay.press("Register client").sees(f"Nora {name} is registered")
    kay.open("/waiting").sees(f"{name.upper()}, Nora", "Received", "Pregnant")
    row = f"{name.upper()}, Nora"
    kay.begin().press(re.compile(f"Accept.*{row}")).sees("The referral is accepted", "Accepted")
    assert (kay.clicks, kay.loads) == (1, 1)
    kay.begin().follow(re.compile(f"Offer an appointment.*{row}")).day("Day", today()).fill("Time", "12.01am")
    kay.press("Book").sees("Waiting list", "Booked")
    assert (kay.clicks, kay.loads) == (2, 2)
    kay.begin().follow(re.compile(f"Came.*{row}")).sees("First appointment")
    page.get_by_label("Which treatment was offered with it?").select_option("specialist_prescribing")
    kay.answer("Did treatment begin on this day?", "Yes").press("Save").sees("Write a note")
    assert (kay.clicks, kay.loads) == (3, 2)
    kay.open(f"/record/{episode(live, name)}").follow("Steps of the referral")
    kay.sees("Received", "Accepted", "First appointment offered", "Treatment started", "Dr Example")
    kay.open("/waiting").lacks(row)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_client_leaves_as_planned_and_comes_back_within_three_weeks(
    page: Page, live: SimpleNamespace, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    of = client(live, "Nell", f"Alder{width}")
    kay = Counted(Walk(page, live).come_as("kay").open(of.record))
    kay.open(f"{of.record}/leave").begin()
    page.get_by_label("Why?").select_option("completed_alcohol_free")
    kay.answer("GP told", "Done").fill("GP told: who, how, or why not", "Rang the practice")
    kay.answer("Naloxone at home", "Not done").press("Close the episode")
    kay.told("Enter why it was not done: naloxone at home")
    kay.fill("Naloxone at home: who, how, or why not", "Never used opioids").press("Close the episode")
    kay.sees(
        "The client has left treatment", "Came back", "Aftercare: ask how it goes, 2 weeks after leaving"
    )
    kay.follow("Steps of leaving", exact=True).sees("Rang the practice", "Never used opioids").open(of.record)
    kay.begin().follow("Came back").sees("Before anything is prescribed")
    kay.fill("What happened?", "Rang in the morning, wants to go on").press("Open the episode again")
    kay.sees("The episode is open again").lacks("Aftercare: ask how it goes")
    assert (kay.clicks, kay.loads) == (2, 2)
    with live.app.app_context():
        rows = select(Episode).where(Episode.root_id == of.episode, standing(Episode))
        assert db.session.scalars(rows).one().closed_on is None
        kinds = db.session.scalars(select(Task.kind).where(Task.episode_id == of.episode))
        assert sorted(set(kinds)) == ["exit", "follow_up"]
