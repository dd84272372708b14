"""A keyworker assesses a client: what follows from an answer, what cannot wait, and what is carried over."""

from playwright.sync_api import expect

from careplan.ground.clock import today
from tests.journeys.conftest import Walk


def test_a_keyworker_assesses_a_client_from_triage_to_the_risk_levels(walk: Walk) -> None:
    record = f"/record/{walk.live.episode}"
    walk.sign_in("kay").open(f"{record}/assessments").sees("Assessments")
    walk.press("Start: triage").sees("Triage started, and a risk assessment with it", "0 of 6 asked")
    triage = walk.page.url.removesuffix("/consent")

    walk.follow("Injecting and blood-borne viruses")
    days = walk.page.get_by_label("On how many of the last 28 days did they inject?", exact=True)
    expect(days).to_be_hidden()
    walk.choose("Current")
    expect(days).to_be_visible()
    days.fill("40")
    walk.press("Save and come back").sees("must be 28 or less")
    expect(walk.page.get_by_text("Not saved yet")).to_be_visible()
    days.fill("12")
    days.blur()
    expect(walk.page.get_by_text("Draft saved")).to_be_visible()
    expect(walk.page.get_by_text("Not saved yet")).to_have_count(0)
    walk.press("Save and come back").sees("2 of 5 asked")

    walk.follow("Psychological health").choose("Active thoughts with a plan")
    walk.press("Save and come back").sees("Act on this today", "It is on your list for today")
    walk.press("Complete this assessment").sees("questions still to ask")
    walk.choose("The client was too unwell to go on").press("Leave it incomplete")
    walk.sees("Record an action on each safety task first")
    walk.follow("Record action").sees("Active thoughts of suicide")
    walk.fill("What did you do, and what came of it?", "Stayed with the client until the crisis team came.")
    walk.choose("No, it is dealt with").press("Record action").sees("Dealt with")
    walk.page.goto(f"{triage}/complete")
    walk.check().choose("The client was too unwell to go on").press("Leave it incomplete").sees(
        "Left incomplete"
    )

    walk.open(f"{record}/risk").sees("No completed risk assessment yet").follow("Continue it")
    walk.follow("Injecting and blood-borne viruses").sees("to Kay Keyworker")
    walk.press("Save and come back")
    walk.press("Set levels of risk").sees(
        "At least high: Active thoughts of suicide with a plan were recorded"
    )
    for level in walk.page.get_by_label("Low", exact=True).all():
        level.check()
    walk.press("Save levels").sees("Enter why the level of harm to self is lower than the answers suggest")
    walk.page.locator("#self_level-3").check()
    walk.page.locator("#self_reason").fill("A plan with means; partner now keeps the tablets")
    walk.press("Save levels").sees("High or immediate risk without an action").follow("Add a risk action")
    walk.choose("Harm to self").fill("What will be done?", "Daily contact until seen by the crisis team")
    walk.fill("Who will do it?", "Kay Keyworker")
    walk.press("Add action").sees("Enter the day by which it will be done")
    for part, text in (("day", "1"), ("month", "12"), ("year", f"{today().year + 1}")):
        walk.page.locator(f"#due_on-{part}").fill(text)
    walk.press("Add action").sees("Risk action added")
