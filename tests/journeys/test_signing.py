"""Manager: signs an audit off, looks at what was signed, follows and withdraws an action, sets a mid-point."""

from datetime import timedelta

from careplan.ground.clock import today
from tests.journeys import people
from tests.journeys.conftest import Walk


def test_a_manager_signs_an_audit_off_and_follows_its_action(walk: Walk) -> None:
    people.client(walk.live, "Sid", "Signed")
    walk.come_as("mo").open(f"/audit/{walk.live.service}/{today()}").follow("Sign this audit off")
    page = walk.press("See what will be fixed").told("Enter a title", "Enter at least one finding").page
    walk.fill("Title of the audit", "Spring audit").fill("What was looked at", "All records of the service")
    other = page.locator("section", has=page.get_by_role("heading", name="Anything else"))
    other.get_by_label("Finding").fill("Plans are late")
    other.get_by_label("What will be done?").fill("Plans come first in supervision")
    other.get_by_label("Measure that will show it").select_option("4.3a")
    other.get_by_label("Owner", exact=False).first.select_option(label="Mo Manager")
    due, group = today() + timedelta(days=30), other.get_by_role("group", name="By when?")
    for part, number in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        group.get_by_label(part, exact=True).fill(str(number))
    walk.press("See what will be fixed").sees("Check and sign", "Plans are late", "sha256")
    walk.press("Sign the audit").told("Type your name to sign")
    walk.fill("Your name", "Mo Manager").fill("Your role or profession", "Service manager").press(
        "Sign the audit"
    )
    walk.sees("Spring audit", "The rows kept give the hash that was signed", "counts as a clinical audit")
    walk.follow("Action plan of this service").sees(
        "Plans come first in supervision", "Weekly course of 4.3a"
    )
    walk.follow("4.3: Plans come first").fill("Why is it withdrawn?", "Replaced").press("Withdraw the action")
    walk.sees("Withdrawn on", "Replaced")


def test_a_manager_sets_a_midpoint_and_plans_an_action(walk: Walk) -> None:
    walk.come_as("mo").open(f"/midpoints/{walk.live.service}").press("Save the mid-point")
    walk.told("Select the measure", "Enter where it is published")
    walk.page.get_by_label("11.2").check()
    walk.fill("National mid-point in percent", "62.5").fill("Where is it published?", "National report")
    walk.press("Save the mid-point").sees("62.5%", "in force")
    walk.open(f"/action-plan/{walk.live.service}/new").press("Plan the action").told(
        "Enter what will be done"
    )
