"""Recorded by mistake: the wrong client, a second person later, a corrected day."""

from sqlalchemy import select

from careplan.clients.models import Pause
from careplan.ground.db import db
from tests.factories.clients import PauseFactory
from tests.journeys import people
from tests.journeys.conftest import PASSWORD, Walk


def test_what_belongs_to_another_client_is_recorded_there(walk: Walk) -> None:
    wrong = people.client(walk.live, "Wilma", "Wrongly")
    right = people.client(walk.live, "Rita", "Rightly")
    with people.written(walk.live):
        keys = {"episode_id": wrong.episode, "service_id": walk.live.service, "episode": None}
        PauseFactory(
            **keys, reason="hospital", from_on=people.ago(5), until_on=None, recorded_by=walk.live.keyworker
        )
    walk.come_as("kay").open(f"{wrong.record}/history")
    walk._go(walk.page.locator("a[href*='/mistake/pause/']"))
    walk.sees("Recorded by mistake: time away", "In hospital")
    walk.fill("Why was it a mistake?", "It was Rita").choose("It belongs in another client’s record")
    walk.press("Strike out").sees("Whose is it? Time away", "In hospital")
    walk.fill("Name", "rightly").press("Search").sees("RIGHTLY, Rita").press("Record it for RIGHTLY, Rita")
    assert walk.page.locator("input[value=hospital]").is_checked()
    walk.press("Save").sees("Time away recorded")
    walk.open(f"{wrong.record}/history").sees("as recorded by mistake by Kay Keyworker")
    walk.lacks("In hospital", "It was Rita")
    walk.come_as("mo").open(f"{wrong.record}/history").sees("In hospital", "It was Rita")
    with people.written(walk.live):
        there = select(Pause.reason).where(Pause.episode_id == right.episode)
        assert db.session.scalars(there).all() == ["hospital"]


def test_a_colleague_agrees_later_from_their_own_today(walk: Walk) -> None:
    someone = people.client(walk.live, "Leo", "Later")
    people.risk(walk.live, someone, level="high")
    second = people.worker(walk.live, "Ina Second", "keyworker", password=PASSWORD)
    history = f"{someone.record}/history?part=assessment"
    walk.come_as("mo").open(history)._go(walk.page.locator("a[href*='/mistake/risk_level/']").first)
    walk.sees("Recorded by mistake: risk level", "High", "Seen at home today")
    walk.fill("Why was it a mistake?", "Read out for somebody else").press("Strike out")
    walk.told("Select the colleague who agrees")
    walk.page.get_by_label("Colleague who agrees").select_option("Ina Second")
    walk.press("Strike out").sees("Ina Second is asked to agree. Until then nothing changes")
    walk.open(f"{someone.record}/risk").sees("High")
    walk.open("/?show=all").sees("Ina Second is asked whether this risk level was a mistake")
    walk.come_as(second).open("/?show=all").sees("LATER, Leo", "Mo Manager asks you to agree")
    walk.page.locator("li, tr, article", has_text="LATER, Leo").get_by_role(
        "link", name="Read and answer"
    ).click()
    walk.page.wait_for_url("**/mistake/risk_level/**")
    walk.check().sees("Read out for somebody else", "Mo Manager", "High")
    walk.choose("No, it stays").press("Save answer").told("Enter why you do not agree")
    walk.choose("Yes, strike it out").press("Save answer").sees("Struck out as recorded by mistake")
    walk.sees("Read out for somebody else (agreed by Ina Second)")


def test_a_corrected_day_of_referral_shows_what_it_moves(walk: Walk) -> None:
    someone = people.client(walk.live, "Dee", "Daymoved", triaged_on=people.ago(8))
    walk.come_as("mo").open(f"{someone.record}/referral").follow("Correct the day or source")
    walk.day("Referred on", people.ago(24)).fill("Why is this corrected?", "The letter says so")
    walk.press("Save correction").sees("This moves", "Wait for triage: 2 days → 16 days")
    walk.press("Save correction").sees("Referral corrected. The old one stays in the history.")
