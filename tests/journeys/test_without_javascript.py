"""A keyworker without JavaScript: a section of a triage and a row of the dose round are saved all the same."""

from playwright.sync_api import expect

from careplan.clients.models import TaskAction
from careplan.ground.db import db
from tests.journeys import people
from tests.journeys.conftest import PASSWORD, Plain


def test_a_section_of_a_triage_is_saved_with_its_follow_up_questions(plain: Plain) -> None:
    someone = people.client(plain.live, "Norah", "Noscript")
    page = (
        plain.sign_in("kay").sees("Today").open(f"{someone.record}/assessments").press("Start: triage").page
    )
    plain.follow("Drug and alcohol use").answer("Does the person drink alcohol?", "Current")
    expect(page.get_by_label("How many units on a usual drinking day?", exact=True)).to_be_hidden()
    plain.press("Save and continue").sees("saved")
    units = page.get_by_label("How many units on a usual drinking day?", exact=True)
    expect(units).to_be_visible()
    units.fill("lots")
    plain.press("Save and come back").told("must be a number, like 40 or 7.5")
    page.locator(".nhsuk-error-summary a").first.click()
    assert page.url.endswith("#alcohol_units_day")
    units.fill("9.5")
    plain.press("Save and come back").sees("saved").follow("Drug and alcohol use")
    expect(units).to_have_value("9.5")


def test_a_row_of_the_dose_round_is_saved_with_the_button(plain: Plain) -> None:
    someone = people.client(plain.live, "Nell", "Noround")
    people.course(plain.live, someone, began=4, doses={1: "taken"})
    page = plain.come_as("kay").open("/doses").page
    plain.press("Save all").told("Choose what became of at least one dose")
    page.get_by_label("Dose of NOROUND, Nell").select_option("S")
    plain.press("Save all").sees("1 dose logged")
    assert "Taken supervised" in page.locator("tr", has_text="NOROUND, Nell").inner_text()


def test_a_wrong_amount_is_shown_once_more_and_saved_with_a_reason(plain: Plain) -> None:
    someone = people.client(plain.live, "Nora", "Nought")
    course = people.course(plain.live, someone, began=4, doses={1: "taken"})
    page = plain.sign_in("kay").open("/doses").page
    page.locator("tr", has_text="NOUGHT, Nora").get_by_role("link", name="Another amount, or a note").click()
    plain.choose("S: taken supervised").choose("We saw it here").fill("Dose", "300").press("Log dose")
    plain.sees("Look at this once more", "300 mg taken. 30 mg was ordered", "Nothing is saved yet")
    plain.press("Yes, this is what happened").told("Enter a reason of 10 characters or more")
    plain.fill("What happened?", "The pump was set for another client").press("Yes, this is what happened")
    plain.sees("Dose logged", "Taken supervised (300 mg; 30 mg was ordered)")
    plain.open(f"{someone.record}/prescribing/{course}/doses").sees("30 mg was ordered", "Reason: The pump")


def test_two_clicks_that_nothing_holds_back_make_one_record(plain: Plain) -> None:
    someone = people.client(plain.live, "Dulcie", "Doubled")
    with people.written(plain.live):
        task = people.task(someone, plain.live.service)
    page = plain.come_as("kay").open(f"{someone.record}/tasks/{task}").page
    plain.fill("What did you do", "Rang once").choose("Yes, keep it on the list")
    page.get_by_role("button", name="Record action").dblclick(no_wait_after=True)
    expect(page.get_by_role("cell", name="Rang once")).to_have_count(1)
    with plain.live.app.app_context():
        assert db.session.query(TaskAction).filter_by(task_id=task).count() == 1


def test_what_was_sent_after_signing_out_is_kept_for_who_typed_it(plain: Plain) -> None:
    someone = people.client(plain.live, "Nadia", "Nosession")
    plain.come_as("kay").open(f"{someone.record}/care-plan").follow("Write a care plan")
    plain.choose("Initial plan").press("Start writing")
    other = Plain(plain.page.context.new_page(), plain.live, plain.reader)
    other.open("/").press("Sign out")
    plain.fill("What matters to me", "My own front door").press("Save").sees("What you typed is kept")
    words = plain.page.get_by_label("What matters to me")
    plain.fill("Username", plain.called("kay")).fill("Password", PASSWORD).press("Sign in")
    expect(words).to_have_value("My own front door")
    plain.open("/").follow("you did not send").sees("Drafts", "7 days").follow(
        "What matters, and what is needed"
    )
    expect(words).to_have_value("My own front door")
    plain.press("Save").sees("Saved.")
