"""Prescriber: starts a course, answers the rules, sets the week. Keyworker: logs the day's doses with the keyboard."""

from playwright.sync_api import expect

from careplan.ground.db import db
from careplan.prescribing.models import Course
from tests.factories.prescribing import DoseEventFactory
from tests.journeys import people
from tests.journeys.conftest import Walk


def from_outside(walk: Walk) -> Walk:
    """Name a colleague from outside as second prescriber."""
    walk.page.get_by_label("Second prescriber").first.select_option("outside")
    walk.page.get_by_label("Name", exact=True).fill("Dr Ada Okoro")
    walk.fill("Registration number", "7012345")
    return walk.fill("How and when were they reached?", "By telephone on 0191 498 0000, at 10am")


def test_a_prescriber_starts_titrates_and_records_a_prescription(walk: Walk) -> None:
    page = walk.sign_in("pria").page
    walk.open(f"/record/{walk.live.episode}").follow("Prescribing", exact=True).sees("No course yet")
    walk.press("Start a course").choose("Methadone").choose("Maintenance").choose("Assured").choose("No")
    walk.press("Start course").sees("Course started", "Methadone, day 1", "No dose is ordered")
    walk.press("Order a dose").fill("New daily dose", "45").choose("Oral mixture 1 mg/ml").choose("Induction")
    walk.press("Order dose").sees("There is a problem", "This cannot be ordered", "limit", "M1b")
    walk.fill("New daily dose", "35").press("Order dose").sees("M1a", "Select the second prescriber")
    from_outside(walk.fill("Reason", "Tolerance seen in the clinic today"))
    walk.press("Order dose").sees("Dose ordered: 35 mg (35 ml of 1 mg/ml)", "Dr Ada Okoro")
    walk.press("Order a dose").fill("New daily dose", "350").press("Order dose").sees(
        "M4", "M7", "285 mg over"
    )
    from_outside(walk.fill("Reason", "Typed one nought too many"))
    walk.press("Order dose").sees("Look at this once more", "a ten-fold step", "Nothing is saved yet")
    walk.press("No, change it").follow("Cancel")
    walk.press("Set the week")
    for place in (2, 3, 4, 5):
        page.locator("[name=supervised]").nth(place).uncheck()
    walk.press("Set week").sees("Supervised on 2 days a week", "Enter the reason")
    walk.fill("Reason for this week", "Works away from Wednesday").press("Set week")
    walk.sees("Week set", "Reason given: Works away from Wednesday")
    walk.press("Record a prescription").choose("FP10MDA, for daily instalments").press("Record prescription")
    walk.sees("Enter the serial number").fill("Serial number", "00000000042").press("Record prescription")
    walk.sees("Prescription recorded: 490 mg: 490 ml (four hundred and ninety)", "00000000042")


def test_a_keyworker_logs_a_dose_with_two_keys_and_corrects_it(walk: Walk) -> None:
    with people.written(walk.live):
        course = db.session.get_one(Course, walk.live.ids.course_id)
        DoseEventFactory(course=course, happened_on=people.ago(2), status="taken", mg=25)
    page = walk.sign_in("kay").open("/doses").sees("25 mg, 30 mg was ordered").page
    mine = page.locator("tr", has_text="FURNISHED CLIENTS LAST_NAME")
    mine.locator("select").focus()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    mine.get_by_text("Taken supervised, logged by Kay Keyworker").wait_for()
    expect(page.locator("#round-status")).to_contain_text("Saved.")
    walk.follow("Correct").choose("M: missed").fill("What was wrong?", "Logged on the wrong client")
    walk.press("Correct entry").sees(
        "Entry corrected", "Corrects an earlier entry: Logged on the wrong client"
    )
    walk.follow("Log a dose").choose("S: taken supervised").choose("We saw it here").press("Log dose")
    walk.sees("There is a problem", "A dose of this day is already logged")
