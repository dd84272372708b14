"""A manager's Monday: team, leave with cover, duty, and clients who are handed over and accepted."""

from datetime import timedelta

from playwright.sync_api import expect

from careplan.ground.clock import today
from tests.journeys import people
from tests.journeys.conftest import Walk


def test_a_manager_begins_the_week(walk: Walk) -> None:
    people.client(walk.live, "Ellen", "Monday")
    walk.come_as("mo").open("/team").sees("Clients", "Weight", "Supervision")
    walk.page.get_by_role("link", name="late of Kay Keyworker").click()
    walk.check().sees("Kay Keyworker: late").follow("Team")
    walk.follow("Record supervision").page.get_by_label("Whose supervision?").select_option(
        label="Kay Keyworker"
    )
    walk.day("Held on", today()).press("Save").sees("Recorded.")
    walk.open("/duty").follow("Record leave")
    walk.page.get_by_label("Who is away?").select_option(label="Kay Keyworker")
    walk.day("First day away", today()).day("Last day away", today() + timedelta(days=2))
    walk.page.get_by_label("Who covers? (optional)").select_option(label="Mo Manager")
    walk.page.get_by_label("Why?").select_option(label="Leave")
    walk.press("Save").sees("Recorded.").open("/duty").sees("Keyworker away", "MONDAY, Ellen")
    walk.open("/?show=all").sees("for Kay Keyworker, away until")
    walk.open("/duty").follow("Set the rota")
    walk.page.get_by_label("Who is on duty?").select_option(label="Dr Pria Prescriber")
    for one in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        walk.choose(one)
    walk.fill("From", "9am").fill("Until", "5pm").press("Put on the rota").sees("28 days put on the rota")
    walk.open("/duty").sees("On duty", "9am to 5pm")


def test_a_walk_in_is_one_line_and_one_press(walk: Walk) -> None:
    walk.come_as("kay").open("/duty").fill("Who is it?", "A neighbour").fill("What for?", "Asks for advice")
    walk.press("Record a walk-in").sees("Recorded: A neighbour.", "Asks for advice")
    walk.press("Seen by me").sees("A neighbour: seen by you.")
    walk.press("Record a walk-in").told("Enter who it is", "Enter what they came for")


def test_a_client_is_handed_over_and_accepted(walk: Walk) -> None:
    someone = people.client(walk.live, "Tom", "Tuesday")
    walk.come_as("mo").open(f"/caseload/hand-over?whose={walk.live.keyworker}").choose(
        "TUESDAY, Tom, born 14-Jul-1985"
    )
    walk.page.get_by_label("To whom?").select_option(label="Dr Pria Prescriber")
    walk.fill("What must the next keyworker know? (optional)", "Likes mornings").press("Hand over")
    walk.sees("1 client handed over once Dr Pria Prescriber accepts")
    walk.follow("Who waits for an answer").sees("TUESDAY, Tom", "Take back")
    walk.come_as("pria").open("/").follow("Accept or put back").sees("Likes mornings").press("Answer")
    walk.sees("You are the keyworker of 1 client now.").open(f"{someone.record}/treatment")
    expect(walk.page.get_by_role("row", name="Dr Pria Prescriber")).to_be_visible()
