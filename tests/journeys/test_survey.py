"""A client answers the survey on a worker's device, on a phone, by keyboard and without JavaScript; a manager reads."""

import re

from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.conftest import Plain, Walk

THANKS = "Your answers are counted, without your name"


def test_a_handed_over_device_shows_the_survey_and_no_way_back_to_a_record(live, walk: Walk) -> None:
    # Given Kay with a client's record in two tabs
    wren = people.client(live, "Wren", "Alder")
    walk.come_as("kay").open(wren.record)
    other = walk.page.context.new_page()
    other.goto(live.url + wren.record)
    expect(other.locator("body")).to_contain_text("ALDER")
    # When she hands the device over with one press
    walk.press("Sign out and hand over for the survey").sees("What do you think of")
    walk.lacks("Alder", "ALDER", wren.record, "Kay")
    # Then the other tab and the way back show the sign-in page
    expect(other).to_have_title(re.compile("Sign in"))
    walk.page.go_back()
    expect(walk.page).to_have_title(re.compile("Sign in"))
    walk.lacks("Alder", "ALDER")
    walk.page.go_forward()
    # And the client answers by keyboard alone, once
    walk.page.get_by_label("Yes").first.focus()
    walk.page.keyboard.press("Space")
    walk.page.keyboard.press("Tab")
    walk.page.keyboard.press("Space")
    walk.page.get_by_role("button", name="Send my answers").focus()
    with walk.page.expect_navigation():
        walk.page.keyboard.press("Enter")
    walk.check().sees(THANKS)
    walk.page.go_back()
    expect(walk.page.locator("h1")).to_have_text("This link opens nothing any more")
    walk.errors = [one for one in walk.errors if "status of 410" not in one]
    other.close()


def test_a_link_works_on_another_device_without_javascript(walk: Walk, plain: Plain) -> None:
    walk.come_as("kay").open(f"/survey/{walk.live.service}").press("Make a link for another device")
    address = walk.page.locator(".app-typed").inner_text().strip()
    plain.page.goto(address)
    plain.check().answer("5. Are you satisfied", "Yes").press("Send my answers").sees(THANKS)
    walk.open(f"/survey/{walk.live.service}").sees("Hand over this device")


def test_papers_are_keyed_in_and_a_manager_reads_the_results(walk: Walk) -> None:
    at = f"/survey/{walk.live.service}"
    walk.come_as("mo").open(at).follow("Print the survey on paper").sees("Please do not write your name")
    walk.open(at).follow("Key in answers from paper").fill("Answers, a line for each paper", "yyyyy\nyy")
    walk.press("Count these papers").told("Line 2 has 2 letters. Enter 5, one for each question")
    walk.fill("Answers, a line for each paper", "yyyyy\nynsn-").press("Count these papers").sees(
        "2 papers counted"
    )
    walk.open(at).follow("Results").sees("All months together", "Satisfied with the help")


def test_a_manager_sees_what_leaving_a_question_out_does_before_saving_it(walk: Walk) -> None:
    walk.come_as("mo").open("/checklists").follow("Comprehensive assessment")
    box = walk.page.get_by_label(re.compile("abscess", re.IGNORECASE)).first
    expect(box).to_be_checked()
    box.uncheck()
    walk.press("Show the score").sees("97 of 98 (99.0%)", "As saved now: 98 of 98 (100.0%)", "Left out:")
    walk.press("Save this form").sees("Saved. Assessments begun from", "What was decided")
