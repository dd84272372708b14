"""A client comes out of prison on methadone."""

from types import SimpleNamespace

from playwright.sync_api import Page

from careplan.ground.clock import today
from tests.journeys.conftest import Walk


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
