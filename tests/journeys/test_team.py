"""A manager's Monday: team, supervision, who waits and slips away, leave with cover, duty, and a hand-over."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from careplan.clients.models import Episode
from careplan.ground.clock import moment_of, today
from careplan.ground.db import db
from tests.factories.clients import AppointmentFactory, ClientFactory, EpisodeFactory
from tests.journeys import people
from tests.journeys.conftest import Walk


def monday(walk: Walk) -> str:
    """Ellen, whom Kay keeps; Tom, who slips away; Wanda, who has waited for six weeks. Returns Ellen's record."""
    ellen = people.client(walk.live, "Ellen", "Monday")
    tom = people.client(walk.live, "Tom", "Tuesday")
    with people.written(walk.live):
        wanda = ClientFactory(first_name="Wanda", last_name="Waits", nhs_number=people.nhs_number())
        EpisodeFactory(client=wanda, service_id=walk.live.service, referred_on=people.ago(45))
        AppointmentFactory(
            episode=db.session.get_one(Episode, tom.episode), outcome="did_not_attend",
            starts_at=moment_of(people.ago(3)), worker_id=walk.live.keyworker,
        )  # fmt: skip
    return ellen.record


def team(walk: Walk) -> None:
    """Who keeps how many, what is late, and a supervision that was held."""
    walk.open("/team").sees("Clients", "Weight", "Supervision")
    walk.page.get_by_role("link", name="late of Kay Keyworker").click()
    walk.check().sees("Kay Keyworker: late").follow("Team").follow("Record supervision")
    walk.page.get_by_label("Whose supervision?").select_option(label="Kay Keyworker")
    walk.day("Held on", today()).press("Save").sees("Recorded.")


def waiting(walk: Walk) -> None:
    """A wait of six weeks is reviewed, and who slips away is seen with the next step."""
    walk.open("/waiting").sees("WAITS, Wanda").follow(re.compile("Review the wait.*WAITS"))
    walk.day("When was it reviewed?", today())
    walk.page.get_by_label("Why does it take so long?").select_option(index=1)
    walk.fill("What happens next, and when?", "A place on Thursday").press("Save").sees("Recorded.")
    walk.open("/diary").follow("Slipping away").sees("TUESDAY, Tom")


def duty(walk: Walk) -> None:
    """Leave with a cover, the rota, and a walk-in."""
    walk.open("/duty").follow("Record leave")
    walk.page.get_by_label("Who is away?").select_option(label="Kay Keyworker")
    walk.day("First day away", today()).day("Last day away", today() + timedelta(days=2))
    walk.page.get_by_label("Who covers? (optional)").select_option(label="Mo Manager")
    walk.page.get_by_label("Why?").select_option(label="Leave")
    walk.press("Save").sees("Recorded.").open("/duty").sees("Keyworker away", "MONDAY, Ellen")
    walk.follow("Set the rota").page.get_by_label("Who is on duty?").select_option(label="Dr Pria Prescriber")
    for one in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        walk.choose(one)
    walk.fill("From", "9am").fill("Until", "5pm").press("Put on the rota").sees("28 days put on the rota")
    walk.open("/duty").sees("On duty", "9am to 5pm").press("Record a walk-in")
    walk.told("Enter who it is")
    walk.fill("Who is it?", "A neighbour").fill("What for?", "Asks for advice").press("Record a walk-in")
    walk.sees("Recorded: A neighbour.", "Asks for advice").press("Seen by me").sees(
        "A neighbour: seen by you."
    )
    walk.open("/?show=all").sees("for Kay Keyworker, away until")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_manager_begins_the_week(walk: Walk, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ellen = monday(walk)
    walk.come_as("mo")
    team(walk)
    waiting(walk)
    duty(walk)
    walk.open("/team").follow("Hand over clients")
    page.get_by_label("Whose clients").select_option(walk.live.keyworker)
    walk.press("Show").choose("MONDAY, Ellen, born 14-Jul-1985")
    page.get_by_label("To whom?").select_option(label="Dr Pria Prescriber")
    walk.fill("What must the next keyworker know? (optional)", "Likes mornings").press("Hand over")
    walk.sees("1 client handed over once Dr Pria Prescriber accepts")
    walk.follow("Who waits for an answer").sees("MONDAY, Ellen", "Take back")
    walk.come_as("pria").open("/").follow("Accept or put back").sees("Likes mornings").press("Answer")
    walk.sees("You are the keyworker of 1 client now.").open(f"{ellen}/treatment")
    expect(page.get_by_role("row", name="Dr Pria Prescriber")).to_be_visible()
