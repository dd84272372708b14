"""Keyworker: writes a plan with a client, agrees it, prints the copy, reviews it; a stay in hospital."""

from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.conftest import Walk


def test_a_keyworker_writes_agrees_prints_and_reviews_a_plan(walk: Walk) -> None:
    page = walk.sign_in("kay").page
    walk.open(f"/record/{walk.live.episode}").follow("Care plan", exact=True).sees("Waiting to be seen")
    walk.press("Write a care plan").choose("Comprehensive plan").press("Start writing")
    walk.fill("What matters to me", "Seeing my daughter at weekends")
    page.get_by_label("The client did not want to add own words").check()
    walk.press("Save").sees("There is a problem", "clear the words above")
    page.get_by_label("The client did not want to add own words").uncheck()
    walk.press("Save").sees("Care plan version 1: draft")
    walk.follow("What matters, and what is needed").follow("Add a need that no assessment ticked")
    walk.fill("What is the need?", "A room of my own")
    page.get_by_label("Part of life").select_option("social")
    walk.choose("High").choose("Now").press("Save need").sees("A room of my own")
    walk.press("Check and agree").sees("The plan is not complete", "a reason for not now: A room of my own")
    walk.follow("Needs a goal, or a reason for not now: A room of my own").follow("Back to the draft")
    walk.follow("Write goals with the client")
    row = page.get_by_role("group", name="Goal 1", exact=True)
    row.get_by_label("How will we know?").fill("A signed tenancy")
    walk.press("Save goals").sees("There is a problem", "Enter the goal, or clear the rest of its row")
    row.get_by_label("What do you want to reach?").fill("My own front door by the summer")
    row.get_by_label("Who sees to it?").fill("")
    row.get_by_label("What will be done?").fill("Fill in the housing form")
    row.get_by_label("Who will do it?").fill("Janet")
    page.get_by_role("button", name="Add a goal").click()
    assert page.get_by_role("group", name="Goal 3", exact=True).count() == 1
    walk.press("Save goals").sees("My own front door by the summer", "Still to say: by when, who sees to it")
    walk.follow("Plan for difficult times and losing touch").fill(
        "If things get difficult", "I ring the service"
    )
    walk.fill("If we lose touch", "Text, then a letter").press("Save")
    walk.press("Check and agree").sees("Risk was not assessed").choose("Not offered yet")
    walk.choose("Signed here, on this screen").fill("Client’s name, as they type it", "Janet W")
    walk.press("Save agreement").sees("There is a problem", "without a recent risk assessment")
    walk.fill("Why agree the plan without it?", "Booked for Monday").press("Save agreement").sees(
        "No copy was offered yet"
    )
    walk.follow("No copy was offered to the client").follow("Print the copy first").sees(
        "My care plan", "My own front door", "Kay Keyworker"
    )
    walk.follow("Large print").follow("Back to the plan").press("Offer a copy")
    walk.choose("Took a copy on paper").press("Save").sees("Review not due")
    page.emulate_media(media="print")
    assert "Fill in the housing form" in page.inner_text("main")
    for act in ("Mark as done", "The client leaves treatment", "Record a time away", "Print a copy"):
        assert act not in page.inner_text("main"), f"{act!r} reads as a fact on paper"
    page.emulate_media(media="screen")
    walk.follow("Fill in the housing form").press("Save").sees("Done on")
    walk.press("Hold a review").sees("Goal 1: My own front door by the summer")
    walk.choose("Yes").choose("Partly achieved").press("Save review and change the plan").sees(
        "There is a problem", "how well the plan works"
    )
    walk.answer("How well does this plan work for me?", "7")
    walk.press("Save review and change the plan").sees("Care plan version 2: draft")


def test_a_keyworker_records_an_attempt_and_a_stay_in_hospital(walk: Walk) -> None:
    walk.sign_in("kay").open(f"/record/{walk.live.ids.episode_id}/care-plan")
    walk.press("Client did not come to a review").fill("What happened", "Rang twice").press("Save attempt")
    walk.sees("Tried, the client did not come")
    walk.follow("Record a time away").choose("In hospital").press("Save time away").sees("Paused")
    walk.follow("The client is back").press("Save").sees("Record a time away")
    walk.follow("The client leaves treatment").sees("Tolerance falls quickly").press("Close the episode")
    walk.sees("There is a problem", "Select why the client left")


def test_a_goal_that_answers_no_need_is_asked_for_its_part_of_life(walk: Walk) -> None:
    someone = people.client(walk.live, "Gloria", "Goalmaker")
    page = walk.come_as("kay").open(f"{someone.record}/care-plan").follow("Write a care plan").page
    walk.choose("Comprehensive plan").press("Start writing")
    walk.follow("Add a need that no assessment ticked").fill("What is the need?", "A room of my own")
    page.get_by_label("Part of life").select_option("social")
    walk.choose("High").choose("Now").press("Save need").follow("Write goals with the client")
    row = page.get_by_role("group", name="Goal 1", exact=True)
    row.get_by_label("What do you want to reach?").fill("To paint again")
    expect(row.get_by_label("Part of life")).to_be_hidden()
    row.get_by_label("Which need does it answer?").select_option("")
    walk.press("Save goals").sees("There is a problem", "Select the part of life")
    row.get_by_label("Part of life").select_option("social")
    walk.check().press("Save goals").sees("1 goal saved", "To paint again")


def test_options_are_explained_and_a_version_is_compared_and_drawn(walk: Walk) -> None:
    someone = people.client(walk.live, "Oona", "Optional")
    page = walk.come_as("kay").open(f"{someone.record}/care-plan").follow("Write a care plan").page
    walk.choose("Comprehensive plan").press("Start writing").follow("Back to the draft")
    walk.follow("Explain treatment options")
    detox = page.get_by_role("group", name="Inpatient detoxification")
    detox.get_by_label("Declined").check()
    walk.press("Save").sees("There is a problem", "Inpatient detoxification: enter why").check()
    walk.fill("Inpatient detoxification: why", "Tried it twice").press("Save")
    walk.sees("1 option explained").check().follow("Write goals with the client")
    row = page.get_by_role("group", name="Goal 1", exact=True)
    page.get_by_text("Wordings to start from", exact=True).click()
    walk.sees("A home of my own").check()
    row.get_by_label("What do you want to reach?").fill("A home of my own")
    row.get_by_label("Part of life").select_option("social")
    row.get_by_label("What will be done?").fill("See the flat")
    walk.press("Save goals").sees("1 goal saved")
    walk.follow("Plan for difficult times").sees("Stands in the record already").check()
    walk.fill("If things get difficult", "I ring my mother").fill("If we lose touch", "Text me").press("Save")
    walk.follow("What matters, and what is needed").fill("What matters to me", "My girls").press("Save")
    walk.follow("Check and agree").sees("Tried it twice").choose("Agreed by word of mouth or by phone")
    walk.fill("Why agree the plan without it?", "She is in the room and wants it today")
    walk.choose("Took a copy on paper").press("Save agreement").follow("Print a copy for the client")
    walk.follow("Put a picture of the plan on").sees("The same in words", "Treatment we talked about").check()
    walk.open(f"{someone.record}/care-plan").follow("Write a new version").press("Start writing")
    walk.follow("What changed since version 1").sees("Nothing changed in:").check()
