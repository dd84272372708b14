"""Manager: looks at the pictures of an audit, at one measure over twelve months, and at what is worth a look."""

from careplan.ground.clock import today
from tests.journeys import people
from tests.journeys.conftest import Walk


def test_pictures_and_run_charts_stand_beside_their_figures(walk: Walk) -> None:
    people.client(walk.live, "Pia", "Pictured")
    walk.come_as("mo").open(f"/audit/{walk.live.service}/{today()}").follow("Pictures of this audit")
    walk.sees("Bands beside the national distribution", "Waits by kind of treatment", "The same in figures")
    walk.lacks("PICTURED")
    walk.follow("2.1a Mean wait for specialist prescribing, calculated").sees(
        "Twelve months of 2.1a", "Cut-off"
    )
    svg = walk.page.locator("figure svg[role=img]").first
    title, words = svg.get_attribute("aria-labelledby").split()
    assert walk.page.locator(f"#{title}").text_content()
    assert "Lowest" in (walk.page.locator(f"#{words}").text_content() or "")


def test_what_is_worth_a_look_names_nobody_until_it_is_opened(walk: Walk) -> None:
    walk.come_as("mo").open(f"/audit/{walk.live.service}/{today()}").follow("entries worth a look")
    walk.sees("Worth a look: Northgate Test Service", "None of it changes a figure").lacks("FURNISHED")
    walk.open(f"/audit/{walk.live.service}/{today()}/worth-a-look/no-goals").sees("written to the trail")
