"""A client moves: sent by one keyworker, accepted by another, seen there, and asked nothing twice."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from careplan.ground.clock import today
from tests.journeys.conftest import Walk


@pytest.mark.parametrize("width", [1280, 320])
def test_a_client_is_transferred_and_the_other_service_confirms_what_was_told(
    page: Page, live: SimpleNamespace, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    walk = Walk(page, live).come_as("kay").open(f"/record/{live.episode}")
    walk.follow("Transfer to another service").check()
    walk.press("Send the transfer").told("Select the service")
    page.get_by_label("Which service?").select_option(live.other_service)
    page.get_by_label("Why, and what must they know first?").fill("Moves house, needs her dose there")
    walk.choose("Yes, the client agrees now, in words").press("Send the transfer")
    walk.sees("You stay responsible until they have seen the client").check()
    walk.open("/transfers").sees("Waits to be picked up").check()

    walk = Walk(page, live).come_as("charlie").open("/?show=all").sees("Transferred to us")
    walk.open("/transfers").check()
    page.get_by_role("link", name="Northgate").first.click()
    walk.sees("Moves house, needs her dose there", "SHA-256").check()
    walk.choose("Accept: we take the client").press("Send the answer")
    walk.sees("Accepted", "Packet from").check()


def test_who_comes_out_of_prison_on_methadone_is_recorded_in_one_page(
    page: Page, live: SimpleNamespace
) -> None:
    walk = Walk(page, live).come_as("kay").open(f"/record/{live.episode}")
    walk.follow("Record a release from prison or a discharge from hospital").check()
    walk.choose("Release from prison").choose("Methadone")
    walk.day("On which day does the client come out?", today())
    walk.day("Last day covered by what they are given", today())
    walk.fill("Which prison or hospital, and whom to ring?", "HMP Testwood, 01632 960 004")
    walk.press("Save")
    walk.sees("Release from prison").check()
    walk.open("/?show=all").sees("Release from prison: see the client on the day").check()
