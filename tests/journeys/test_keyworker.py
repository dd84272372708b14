"""Keyworker: finds and registers clients, assesses, keeps people safe, agrees a plan, loses nothing typed."""

from datetime import date, timedelta

from playwright.sync_api import expect

from careplan.clients.models import TaskAction
from careplan.ground.clock import today
from careplan.ground.db import db
from tests.journeys import people
from tests.journeys.conftest import PASSWORD, Walk

DECLINE_THE_REST = """() => {
  for (const list of document.querySelectorAll('select[name$="-status"]')) {
    const box = list.closest('.app-question');
    if (list.value || box.closest('[hidden]')) continue;
    const all = [...box.querySelectorAll('input, textarea, select')];
    const own = all.filter((one) => !/-(need|status|confirm)$/.test(one.name));
    if (own.some((one) => (one.type === 'radio' || one.type === 'checkbox' ? one.checked : one.value))) continue;
    list.value = 'declined';
  }
}"""


def ask_all(walk: Walk, known: dict[str, str]) -> None:
    """Go through the sections with Save and continue: these answers by question, all others declined."""
    for _ in range(40):
        if walk.page.get_by_role("button", name="Save and continue").count() == 0:
            return
        for question, option in known.items():
            asked = walk.page.get_by_role("group", name=question)
            if asked.count():
                asked.get_by_label(option, exact=True).first.check()
        walk.page.evaluate(DECLINE_THE_REST)
        walk.press("Save and continue")
    raise AssertionError("the sections have no end")


def test_a_client_is_found_by_name_birth_or_number_and_a_wrong_number_is_named(walk: Walk) -> None:
    someone = people.client(walk.live, "Fenella", "Findable", born=date(1971, 3, 9))
    walk.come_as("kay").open("/clients/search")
    walk.fill("Name", "findab").press("Search").sees("1 client found", "FINDABLE, Fenella", "09-Mar-1971")
    walk.open("/clients/search").day("Date of birth", date(1971, 3, 9)).press("Search").sees("FINDABLE")
    spaced = f"{someone.nhs_number[:3]} {someone.nhs_number[3:6]} {someone.nhs_number[6:]}"
    walk.open("/clients/search").fill("NHS number", spaced).press("Search").sees("FINDABLE", spaced)
    walk.open("/clients/search").fill("NHS number", "999 000 0019").press("Search")
    walk.told("NHS number is not a real NHS number. Check each digit")
    expect(walk.page.get_by_label("NHS number")).to_have_value("999 000 0019")
    walk.fill("NHS number", spaced).press("Search").follow("FINDABLE, Fenella").sees("Overview", spaced)


def test_a_possible_duplicate_is_shown_before_a_second_record_is_made(walk: Walk) -> None:
    people.client(walk.live, "Dora", "Twice", born=date(1979, 11, 2))
    page = walk.come_as("kay").open("/clients/register").page
    walk.press("Register client").told("Enter the first name", "Enter the day of referral")
    walk.fill("First name", "Dora").fill("Last name", "Twice").day("Date of birth", date(1979, 11, 2))
    walk.choose("Female").day("Referred on", people.ago(3))
    page.get_by_label("GP", exact=True).check()
    page.get_by_label("Keyworker (optional)").select_option(label="Kay Keyworker")
    walk.press("Register client").sees(
        "Is this client registered already?", "nothing is saved yet", "TWICE, Dora"
    )
    walk.open("/clients/search").fill("Name", "Dora Twice").press("Search").sees("1 client found")
    walk.open("/clients/register")
    walk.fill("First name", "Dora").fill("Last name", "Twice").day("Date of birth", date(1979, 11, 2))
    walk.choose("Female").day("Referred on", people.ago(3))
    page.get_by_label("GP", exact=True).check()
    walk.press("Register client").press("This is a different person").sees("Dora Twice is registered")
    walk.open("/clients/search").fill("Name", "Dora Twice").press("Search").sees("2 clients found")


def test_a_triage_is_completed_once_the_danger_is_acted_on_and_its_answers_come_along(walk: Walk) -> None:
    someone = people.client(walk.live, "Tess", "Triage")
    page = walk.come_as("kay").open(f"{someone.record}/assessments").press("Start: triage").page
    triage = page.url.removesuffix("/consent")
    walk.follow("Drug and alcohol use")
    units = page.get_by_label("How many units on a usual drinking day?", exact=True)
    expect(units).to_be_hidden()
    walk.answer("Does the person drink alcohol?", "Current")
    expect(units).to_be_visible()
    units.fill("14")
    walk.press("Save and come back").sees("saved")
    walk.follow("Consent, contact")
    ask_all(walk, {"Thoughts of suicide now": "Active thoughts, no plan"})
    walk.sees("Act on this today", "Everything that is expected was asked")
    walk.press("Complete the assessment").told("Record an action on each safety task first")
    walk.open("/").sees("TRIAGE, Tess", "Active thoughts of suicide")
    page.goto(triage)
    walk.follow("Record action").fill("What did you do", "Sat with Tess; crisis team sees her at 4pm today")
    walk.choose("No, it is dealt with").press("Record action").sees("The task is closed")
    page.goto(triage)
    walk.follow("Complete this assessment").press("Complete the assessment").sees("Triage", "completed")
    walk.open(f"{someone.record}/assessments").press("Start: comprehensive").follow("Drug and alcohol use")
    walk.sees("to Kay Keyworker")
    expect(units).to_have_value("14")
    expect(page.locator("#q-alcohol_use").get_by_label("Current")).to_be_checked()
    expect(page.locator("#q-alcohol_use").get_by_label("Still true")).to_have_count(0)


def test_high_risk_is_not_completed_without_a_named_person_and_a_date(walk: Walk) -> None:
    someone = people.client(walk.live, "Rhona", "Risk")
    people.risk(walk.live, someone)
    walk.come_as("kay").open(f"{someone.record}/risk").follow("Continue it").follow("Set levels of risk")
    for level in walk.page.get_by_label("Low", exact=True).all():
        level.check()
    walk.answer("Harm to self", "High").press("Save levels").told(
        "Enter why the level of harm to self is high"
    )
    walk.fill("Why? Harm to self", "Two overdoses since Christmas").press("Save levels").sees(
        "Risk levels saved"
    )
    walk.sees("High or immediate risk without an action").follow("Risk of medicines being sold")
    walk.page.evaluate(DECLINE_THE_REST)
    walk.press("Save and come back").follow("Complete this assessment").press("Complete the assessment")
    walk.told("Add an action with a named person and a date")
    walk.follow("Add a risk action").answer("Which risk?", "Harm to self")
    walk.fill("What will be done?", "Naloxone given and shown to her partner").press("Add action")
    walk.told("Enter the name of the person who will do it", "Enter the day by which it will be done")
    walk.fill("Who will do it?", "Kay Keyworker").day("By when?", today() + timedelta(days=2)).press(
        "Add action"
    )
    walk.press("Complete the assessment")
    walk.open(f"{someone.record}/risk").sees(
        "Two overdoses since Christmas", "Countersignature due", "Kay Keyworker"
    )


def write_plan(walk: Walk) -> None:
    """From the care plan page of a record without a plan to a draft that is ready to be agreed."""
    walk.follow("Write a care plan").choose("Comprehensive plan").press("Start writing")
    walk.fill("What matters to me", "My boy, and my bike").press("Save")
    walk.follow("What matters, and what is needed").follow("Add a need that no assessment ticked")
    walk.fill("What is the need?", "Heroin on top of the script")
    walk.page.get_by_label("Part of life").select_option("drug_alcohol")
    walk.answer("How pressing is it?", "High").answer("Does the client want help with it?", "Now").press(
        "Save need"
    )
    walk.follow("Write goals with the client")
    row = walk.page.get_by_role("group", name="Goal 1", exact=True)
    row.get_by_label("What do you want to reach?").fill("A whole month without heroin")
    row.get_by_label("How will we know?").fill("28 days clear")
    row.get_by_label("What will be done?").fill("Keywork every Tuesday")
    row.get_by_label("Who will do it?").fill("Kay Keyworker")
    walk.press("Save goals").sees("1 goal saved", "Still to say: by when")
    walk.follow("Plan for difficult times").fill("If things get difficult", "I ring my sister first")
    walk.fill("If we lose touch", "Text, then a visit").press("Save")


def test_a_plan_is_written_agreed_offered_printed_and_reviewed(walk: Walk) -> None:
    someone = people.client(walk.live, "Petra", "Planned")
    people.risk(walk.live, someone, level="low")
    walk.come_as("kay").open(f"{someone.record}/care-plan")
    write_plan(walk)
    walk.follow("Check and agree").sees("My boy, and my bike", "Risk was assessed on")
    walk.press("Save agreement").told("Select how the client answered")
    walk.choose("Agreed by word of mouth or by phone").choose("Took a copy on paper")
    walk.press("Save agreement").sees("Care plan agreed", "Took a copy on paper")
    walk.follow("Print a copy").sees(
        "My care plan", "Petra Planned", "A whole month without heroin", "I ring my sister"
    )
    walk.page.emulate_media(media="print")
    expect(walk.page.get_by_role("link", name="Large print")).to_be_hidden()
    walk.page.emulate_media(media="screen")
    walk.open("/caseload").sees("PLANNED, Petra", "Review not due").open(
        f"{someone.record}/care-plan"
    ).follow("Hold a review")
    walk.answer("Was the client there?", "Yes").answer("Goal 1: A whole month", "Partly achieved")
    walk.answer("How well does this plan work for me?", "6")
    walk.press("Save review").sees("Review", "Partly achieved", "6 of 10")
    walk.open(f"{someone.record}/history").sees("Kay Keyworker")


def test_a_double_click_makes_one_record(walk: Walk) -> None:
    someone = people.client(walk.live, "Dot", "Doubled")
    with people.written(walk.live):
        task = people.task(someone, walk.live.service)
    walk.come_as("kay").open(f"{someone.record}/tasks/{task}")
    walk.fill("What did you do", "Rang once").choose("Yes, keep it on the list")
    walk.page.get_by_role("button", name="Record action").dblclick(no_wait_after=True)
    walk.page.get_by_role("cell", name="Rang once").first.wait_for()
    walk.check().sees("Rang once")
    with walk.live.app.app_context():
        assert db.session.query(TaskAction).filter_by(task_id=task).count() == 1


def test_a_save_over_a_newer_version_shows_both_texts_and_loses_neither(walk: Walk) -> None:
    someone = people.client(walk.live, "Stella", "Stale")
    walk.come_as("kay").open(f"{someone.record}/care-plan").follow("Write a care plan").choose("Initial plan")
    walk.press("Start writing").fill("What matters to me", "Mine: the garden")
    other = Walk(walk.page.context.new_page(), walk.live)
    other.open(walk.page.url.removeprefix(walk.live.url)).fill("What matters to me", "Theirs: the dog").press(
        "Save"
    )
    walk.press("Save").sees("This changed while you were writing", "Theirs: the dog", "Mine: the garden")
    walk.press("Save mine over the new version").follow("What matters, and what is needed")
    expect(walk.page.get_by_label("What matters to me")).to_have_value("Mine: the garden")


def test_what_was_typed_survives_signing_out_and_a_session_that_ran_out(walk: Walk) -> None:
    someone = people.client(walk.live, "Dilys", "Draft")
    page = walk.come_as("kay").open(f"{someone.record}/care-plan").follow("Write a care plan").page
    walk.choose("Initial plan").press("Start writing")
    words, address = page.get_by_label("What matters to me"), page.url.removeprefix(walk.live.url)
    words.fill("Half a sentence")
    words.blur()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    walk.press("Sign out").sign_in("kay").open(address).follow("Continue from your draft")
    expect(words).to_have_value("Half a sentence")
    words.fill("A whole sentence now")
    walk.come_as("kay", idle=timedelta(minutes=16)).press("Save").sees(
        "Sign in", "after 15 minutes without activity"
    )
    walk.fill("Username", walk.called("kay"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    walk.press("Sign in")
    expect(words).to_have_value("A whole sentence now")
    walk.press("Save").sees("Saved.")


def test_naloxone_and_a_drug_test_are_recorded_one_corrected_and_one_struck_out(walk: Walk) -> None:
    someone = people.client(walk.live, "Nadia", "Kit")
    walk.come_as("kay").open(f"/record/{someone.episode}").follow("Harm reduction")
    walk.sees("No naloxone supply is recorded").follow("Record a naloxone supply")
    walk.press("Save").told("Enter the day it was handed over", "Enter what was supplied")
    walk.day("When was it handed over?", people.ago(1)).fill("What was supplied?", "Nasal spray 1.8 mg")
    walk.day("When does it expire?", people.ago(-700)).choose("First supply").press("Save")
    walk.sees("Recorded.", "Nasal spray 1.8 mg", "First supply")
    walk.follow("Correct")
    walk.fill("What was supplied?", "Nasal spray 1.26 mg").fill("Why is it changed?", "The box says 1.26 mg")
    walk.press("Save").sees("Corrected.", "Nasal spray 1.26 mg")
    walk.follow("Outcomes").follow("Drug tests").follow("Record a drug test")
    walk.day("When was the sample taken?", people.ago(2)).choose("Urine")
    walk.answer("Opiates", "Positive")
    walk.press("Save").sees("Recorded.", "Opiates: positive")
    walk.follow("Correct")
    walk.follow("Recorded by mistake").fill("Why was it a mistake?", "The sample was another client’s")
    walk.press("Strike out").sees("Struck out as recorded by mistake", "The sample was another client’s")
    walk.follow("Overview").sees("Nasal spray 1.26 mg")
