"""From the first contact to an agreed plan with one client: what it costs a keyworker, counted act by act."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from careplan.ground.clock import today
from tests.journeys import hands
from tests.journeys.conftest import Plain, Walk
from tests.journeys.people import nhs_number
from tests.journeys.reach import WORDS_OF_GOALS, Keyworker


def registers(kay: Keyworker) -> None:
    """Searches for the client, and registers her with her referral."""
    kay.follow(re.compile("Find a client|Search")).fill("Name", kay.client).press("Search")
    kay.press("Register a new client")
    expect(kay.page.get_by_label("Last name")).to_have_value(kay.client.split()[1])
    kay.day(kay.page.get_by_role("group", name="Date of birth").first, date(1988, 5, 4))
    kay.choose("Gender", "Female").fill("NHS number", nhs_number())
    kay.day(kay.page.get_by_role("group", name="Referred on").first, today())
    kay.choose("Who referred the client?", "The client")
    kay.pick(kay.page.get_by_label("Keyworker (optional)"), "Kay Keyworker")
    kay.press("Register client")


def assesses(kay: Keyworker) -> None:
    """Goes through the sections of an open assessment from the first, until the page says that all is done."""
    for _ in range(20):
        kay.answer_all()
        kay.press("Save and continue")
        if kay.page.get_by_role("button", name="Save and continue").count() == 0:
            return
    raise AssertionError("the sections have no end")


def sets_levels(kay: Keyworker) -> None:
    """One level for each domain, of which one is high with an action, and the risk assessment is completed."""
    page = kay.page
    for name, level in (
        ("Harm to self", "High"),
        ("from others", "Low"),
        ("to others", "Low"),
        ("children", "Low"),
    ):
        kay.choose(re.compile(name, re.IGNORECASE), level)
    kay.write(page.locator("#self_reason"), "Overdosed alone four months ago, passing thoughts")
    kay.fill("What will be done? Harm to self", "Naloxone to her mother, and shown")
    kay.fill("Who will do it? Harm to self", "Kay Keyworker")
    kay.day(page.get_by_role("group", name="By when? Harm to self").first, today() + timedelta(days=2))
    kay.press("Save levels")


def weighs(kay: Keyworker) -> None:
    """Writes down what matters to the client, and weighs six needs: four press, two are for later."""
    kay.fill("What matters to me", "My girls")
    kay.fill("How you can help", "Ring me the day before")
    rows = kay.page.locator(".app-question")
    assert rows.count() == 6
    for place in range(6):
        kay.click(rows.nth(place).get_by_label("Priority" if place < 4 else "Later", exact=True))
    kay.press("Continue to the goals")


def writes_goals(kay: Keyworker) -> None:
    """A goal with its measure and day under each of four needs, and who does what, all saved at once."""
    for place, words in enumerate(WORDS_OF_GOALS):
        row = kay.page.get_by_role("group", name=f"Goal {place + 1}", exact=True)
        kay.write(row.get_by_label("What do you want to reach?"), words)
        kay.write(row.get_by_label("How will we know?"), "Seen at each review")
        kay.day(row.get_by_role("group", name="By when?"), today() + timedelta(days=80))
        kay.write(row.get_by_label("What will be done?"), "First appointment made")
    kay.press("Continue to difficult times")


def agrees(kay: Keyworker) -> None:
    """Plans for difficult times and losing touch, and agrees by word of mouth; a copy is taken on paper."""
    kay.fill("If things get difficult", "I ring my mother first")
    kay.fill("If we lose touch", "Text, then ring, then my mother").press("Continue to agreeing")
    kay.choose("How did the client answer?", "Agreed by word of mouth or by phone")
    kay.choose("What about a copy for the client?", "Took a copy on paper").press("Save agreement")


def reviews(kay: Keyworker) -> None:
    """Holds a review: where each of the four goals stands with what the client says, and how well the plan works."""
    kay.follow("Hold a review").choose("Was the client there?", "Yes")
    for place, words in enumerate(WORDS_OF_GOALS, 1):
        kay.choose(f"Goal {place}: {words}", "Partly achieved")
        kay.write(kay.page.get_by_label("What does the client say?").nth(place - 1), "Getting there")
    kay.choose("How well does this plan work for me?", "7").press("Save review")


def goes(kay: Keyworker) -> None:
    """The whole way of one client, from the first contact to the first review."""
    with kay.area("registering"):
        registers(kay)
    with kay.area("triage"):
        kay.press("Begin or continue triage")
        assesses(kay)
        kay.press("Complete the assessment")
    with kay.area("risk"):
        assesses(kay)
        sets_levels(kay)
        kay.press("Complete the assessment")
    with kay.area("comprehensive"):
        kay.press("Start: comprehensive")
        assesses(kay)
        kay.press("Complete the assessment")
    with kay.area("plan"):
        kay.follow("Write a care plan")
        assert kay.page.get_by_label("Comprehensive plan").is_checked()
        kay.press("Start writing")
        weighs(kay)
        writes_goals(kay)
        agrees(kay)
    with kay.area("review"):
        reviews(kay)
    assert kay.page.get_by_text("7 of 10").first.is_visible()


SECTIONS = ("Drug and alcohol use – RR", "Physical health – RR", "Psychological health – RR")
"""The sections of the comprehensive assessment that fill a page by themselves."""


def test_a_client_goes_from_first_contact_to_a_review(walk: Walk) -> None:
    walk.page.set_viewport_size({"width": 1280, "height": 900})
    kay = Keyworker(walk.come_as("kay").open("/"))
    goes(kay)
    for name, tally in kay.areas.items():
        print(f"{name}: {tally}")
    print(*kay.heights.most_common(14), sep="\n")
    review = kay.areas.pop("review")
    assert review.clicks <= 12
    assert review.loads <= 2
    assert kay.total.clicks <= 250
    assert kay.total.loads <= 31
    assert kay.total.screens <= 98
    assert max(height for title, height in kay.heights.items() if title.startswith(SECTIONS)) <= 3_600


def test_the_same_way_without_javascript(plain: Plain) -> None:
    goes(Keyworker(plain.come_as("kay").open("/"), hands.Plain, "Nola Noscript"))


def test_the_same_way_at_320_pixels_with_the_keyboard_alone(walk: Walk) -> None:
    walk.page.set_viewport_size({"width": 320, "height": 640})
    kay = Keyworker(walk.come_as("kay").open("/"), hands.Keys, "Keya Keys")
    goes(kay)
    print(f"{kay.hands.pressed} keys")
