"""Prescriber: starts and titrates within the rules, sets the week, stops and reassesses after missed days."""

from datetime import timedelta

from careplan.ground.clock import today
from tests.journeys import people
from tests.journeys.conftest import PASSWORD, Walk


def order(walk: Walk, mg: str, days: int) -> Walk:
    """Fill in an order of so many milligrams from so many days ago, and send it."""
    walk.fill("New daily dose", mg).day("From which day", today() - timedelta(days=days))
    return walk.press("Order dose")


def test_a_course_is_started_and_raised_with_the_reasons_that_the_rules_want(walk: Walk) -> None:
    someone = people.client(walk.live, "Cora", "Course")
    people.worker(walk.live, "Dr Ann Other", "prescriber", password=PASSWORD)
    walk.come_as("pria").open(f"{someone.record}/prescribing").follow("Start a course")
    walk.press("Start course").told("Select the drug", "Select how sure you are of the tolerance")
    walk.choose("Methadone").choose("Maintenance").choose("Assured").choose("No")
    walk.day("Day of the first dose", people.ago(3)).press("Start course").sees("Course started", "day 4")
    walk.follow("Order a dose").choose("Oral mixture 1 mg/ml").choose("Induction")
    order(walk, "45", 3).told("This cannot be ordered", "M1b").sees("limit 40 mg")
    walk.fill("New daily dose", "45").press("Order dose").told("This cannot be ordered")
    walk.open(f"{someone.record}/prescribing").sees("No dose is ordered").follow("Order a dose")
    walk.choose("Oral mixture 1 mg/ml").choose("Induction")
    order(walk, "30", 3).told("Enter the reason").sees("N1", "R3", "Not judged for lack of facts")
    walk.fill("Reason", "Known here for years, naloxone given today").press("Order dose")
    walk.sees("Dose ordered: 30 mg (30 ml of 1 mg/ml)").follow("Order a dose")
    order(walk, "45", 1).told("Enter the reason").sees("M3", "limit 10 mg (5 mg over)", "UK guidelines 2017")
    walk.fill("Reason", "Sweating and awake at 24 hours; seen today").press("Order dose").sees(
        "Dose ordered: 45 mg"
    )
    walk.follow("Order a dose")
    order(walk, "65", 0).told("Enter the reason", "Select the second prescriber")
    walk.sees("M4", "35 mg above the day-1 dose; limit 30 mg (5 mg over)")
    walk.fill("Reason", "Fentanyl found; agreed at the clinical meeting").press("Order dose")
    walk.told("Select the second prescriber").page.get_by_label("Second prescriber").select_option(
        "Dr Ann Other"
    )
    walk.press("Order dose").sees("To be agreed by Dr Ann Other", "65 mg", "45 mg", "Nothing is ordered yet")
    walk.press("Save answer").told("Select whether you agree", "Enter the password of the second prescriber")
    walk.choose("Yes, I agree").fill("Password of Dr Ann Other", "not hers at all").press("Save answer")
    walk.told("This is not the password of Dr Ann Other")
    walk.choose("Yes, I agree").fill("Password of Dr Ann Other", PASSWORD).press("Save answer")
    walk.sees("Dr Ann Other agrees. Dose ordered: 65 mg", "Second prescriber: Dr Ann Other")


def test_fewer_supervised_days_want_a_reason(walk: Walk) -> None:
    someone = people.client(walk.live, "Wanda", "Week")
    people.course(walk.live, someone, began=5, doses={})
    page = walk.come_as("pria").open(f"{someone.record}/prescribing").follow("Set the week").page
    supervised = page.get_by_role("group", name="Takes a dose under supervision on")
    for day in ("Thursday", "Friday", "Saturday", "Sunday"):
        supervised.get_by_label(day).uncheck()
    walk.press("Set week").told("Enter the reason").sees("S1", "6 days a week")
    walk.fill("Reason for this week", "Night shifts from Thursday on").press("Set week").sees("Week set")
    walk.sees("Night shifts from Thursday on")


def test_three_missed_doses_stop_the_course_until_somebody_reassesses(walk: Walk) -> None:
    someone = people.client(walk.live, "Mina", "Missing")
    taken = dict.fromkeys(range(4, 10), "taken")
    people.course(walk.live, someone, began=9, doses=taken | {3: "missed", 2: "missed", 1: "missed"})
    walk.come_as("pria").open("/doses")
    row = walk.page.locator("tr", has_text="MISSING, Mina")
    assert "Stop until reassessed" in row.inner_text()
    assert row.locator("option[value=S]").count() == 0
    row.get_by_role("link", name="Reassess MISSING").click()
    walk.page.wait_for_url("**/reassess")
    walk.check().press("Record reassessment").told("Select the tolerance now")
    walk.answer("Tolerance now", "Low").answer("Intoxicated when seen?", "No").fill(
        "Signs of withdrawal", "Mild"
    )
    walk.fill("Other drugs", "Heroin twice").fill("Plan", "Same dose, seen daily").press(
        "Record reassessment"
    )
    walk.sees("Reassessment recorded").lacks("stop until reassessed").open("/doses")
    row = walk.page.locator("tr", has_text="MISSING, Mina")
    assert "Stop until reassessed" not in row.inner_text()
    assert row.locator("option[value=S]").count() == 1


def test_a_mistaken_dose_is_corrected_and_stays_on_the_record(walk: Walk) -> None:
    someone = people.client(walk.live, "Misty", "Mistaken")
    people.course(walk.live, someone, began=5, doses={2: "taken", 1: "taken"})
    walk.come_as("pria").open(f"{someone.record}/prescribing").follow("All doses of this course").follow(
        "Correct"
    )
    walk.press("Correct entry").told("Enter a reason of 10 characters or more")
    walk.answer("What really became of the dose", "M: missed").fill(
        "What was wrong?", "That was another client"
    )
    walk.press("Correct entry").sees("Entry corrected", "Corrects an earlier entry: That was another client")
    assert walk.page.locator("tr.app-struck del").count() == 1


def test_a_phone_shows_the_newest_doses_of_a_chart_first(walk: Walk) -> None:
    someone = people.client(walk.live, "Nina", "Narrow")
    course = people.course(walk.live, someone, began=30, doses={1: "taken"})
    page = walk.come_as("pria").page
    page.set_viewport_size({"width": 320, "height": 640})
    walk.open(f"{someone.record}/prescribing/{course}/order")
    box = page.locator(".app-chart .app-scroll").first
    hidden = box.evaluate("one => one.scrollWidth - one.clientWidth")
    days = box.locator("text").all()
    right = max(one.bounding_box()["x"] + one.bounding_box()["width"] for one in days)  # type: ignore[index]
    assert hidden > 0, "the chart fits: nothing to find out"
    assert right <= 320, "the newest days lie outside the screen"
