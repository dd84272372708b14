"""The keyboard alone: a dose round in a few keys, and from an error to the field that mends it."""

from playwright.sync_api import expect

from careplan.ground.clock import today
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.journeys import people
from tests.journeys.conftest import Walk


def test_a_dose_round_takes_a_letter_and_enter_for_each_client(walk: Walk) -> None:
    for first in ("Kirsty", "Kitty"):
        someone = people.client(walk.live, first, "Keys")
        people.course(walk.live, someone, began=4, doses={1: "taken"})
    page = walk.come_as("kay").open("/doses").page
    kirsty, kitty = page.get_by_label("Dose of KEYS, Kirsty"), page.get_by_label("Dose of KEYS, Kitty")
    before = int(page.locator("#round-left").inner_text())
    kirsty.focus()
    page.keyboard.press("s")
    expect(kirsty).to_have_value("S")
    page.keyboard.press("Enter")
    expect(page.locator("#round-status")).to_contain_text("KEYS, Kirsty: S: taken supervised. Saved.")
    expect(kitty).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect(page.locator("#round-status")).to_contain_text("KEYS, Kitty: M: missed. Saved.")
    expect(page.locator("#round-left")).to_have_text(str(before - 2))
    walk.open("/doses")
    assert "Taken supervised" in page.locator("tr", has_text="KEYS, Kirsty").inner_text()
    assert "Missed" in page.locator("tr", has_text="KEYS, Kitty").inner_text()


def test_after_the_last_dose_of_a_page_the_next_page_is_a_key_away(walk: Walk) -> None:
    someone = people.client(walk.live, "Una", "Xenon")
    people.course(walk.live, someone, began=4, doses={1: "taken"})
    page = walk.come_as("kay").open("/doses?initial=X").page
    page.evaluate("""() => {
        const next = Object.assign(document.createElement("a"), { className: "nhsuk-pagination__next", href: "#" });
        document.querySelector("form[data-round]").after(next);
    }""")
    page.get_by_label("Dose of XENON, Una").focus()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect(page.locator(".nhsuk-pagination__next")).to_be_focused()


def test_a_row_that_somebody_else_logged_meanwhile_is_never_told_as_saved(walk: Walk) -> None:
    someone = people.client(walk.live, "Twice", "Keys")
    people.course(walk.live, someone, began=4, doses={1: "taken"})
    page = walk.come_as("kay").open("/doses").page
    other = page.context.new_page()
    other.goto(page.url)
    for tab, key in ((other, "s"), (page, "m")):
        tab.get_by_label("Dose of KEYS, Twice").focus()
        tab.keyboard.press(key)
        tab.keyboard.press("Enter")
        expect(tab.locator("#round-status")).to_contain_text("KEYS, Twice: ")
    status = page.locator("#round-status")
    expect(status).to_contain_text("KEYS, Twice: not saved. Taken supervised, logged by Kay Keyworker")
    expect(page.get_by_role("link", name="Correct the entry of KEYS, Twice")).to_be_focused()
    walk.errors = [one for one in walk.errors if "status of 422" not in one]
    walk.open("/doses")
    assert "Taken supervised" in page.locator("tr", has_text="KEYS, Twice").inner_text()


def test_an_error_takes_the_focus_and_leads_to_its_field(walk: Walk) -> None:
    page = walk.come_as("kay").open("/clients/register").page
    page.get_by_label("First name", exact=True).fill("Erica")
    page.keyboard.press("Enter")
    summary = page.locator(".nhsuk-error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Enter the last name")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Last name")).to_be_focused()
    expect(page.get_by_label("First name", exact=True)).to_have_value("Erica")
    walk.check()
    summary.get_by_role("link", name="Enter the date of birth").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Day", exact=True).first).to_be_focused()


def test_the_first_key_leads_past_the_header_and_tabs_are_links(walk: Walk) -> None:
    someone = people.client(walk.live, "Tabitha", "Tabs")
    page = walk.come_as("kay").open(someone.record).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Record").get_by_role("link", name="Risk").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{someone.record}/risk")
    walk.check()


def test_a_section_is_answered_by_letters_and_enter_and_a_row_is_added_in_place(walk: Walk) -> None:
    someone = people.client(walk.live, "Rowena", "Rows")
    page = walk.come_as("kay").open(f"{someone.record}/assessments").press("Start: triage").page
    walk.follow("Drug and alcohol use")
    drinks = page.get_by_role("group", name="Does the person drink alcohol?")
    drinks.get_by_role("radio").first.focus()
    page.keyboard.press("c")
    expect(drinks.get_by_label("Current", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_label("On how many of the last 28 days did they drink?", exact=True)).to_be_focused()
    table = page.locator("#q-substances_used")
    rows = table.locator(".app-row")
    need = table.get_by_role("checkbox", name="A need for the care plan")
    expect(need).to_have_count(0)
    table.get_by_role("button", name="Add a row").press("Enter")
    expect(rows.nth(1).get_by_role("radio").first).to_be_focused()
    rows.nth(0).get_by_label("Heroin", exact=True).check()
    expect(need).to_be_visible()
    rows.nth(1).get_by_label("Alcohol", exact=True).check()
    expect(rows).to_have_count(3)
    rows.nth(1).get_by_label("Days used").fill("8")
    walk.check().press("Save and come back").sees("saved").follow("Drug and alcohol use")
    expect(rows.nth(1).get_by_label("Alcohol", exact=True)).to_be_checked()
    expect(rows.nth(1).get_by_label("Days used")).to_have_value("8")


def test_a_table_of_a_saved_row_still_adds_a_row_and_fills_what_follows_from_it(walk: Walk) -> None:
    someone = people.client(walk.live, "Alma", "Above")
    with people.written(walk.live):
        keys = {"episode_id": someone.episode, "service_id": walk.live.service, "episode": None}
        triage = AssessmentFactory(**keys, edition="3", started_on=today(), worker_id=walk.live.keyworker)
        row = {"substance": "alcohol", "days_28": 8, "amount": 6, "unit": "units"}
        AnswerFactory(assessment=triage, item="substances_used", value=[row])
        address = f"{someone.record}/assessments/{triage.id}/drugs-and-alcohol"
    page = walk.come_as("kay").open(address).page
    days = page.get_by_label("On how many of the last 28 days did they drink?", exact=True)
    expect(days).to_have_value("8")
    table = page.locator("#q-substances_used")
    table.locator("summary").first.click()
    table.locator('[name="substances_used-0-days_28"]').fill("9")
    expect(days).to_have_value("9")
    expect(page.get_by_label("How many units on a usual drinking day?", exact=True)).to_have_value("6")
    days.fill("7")
    table.locator('[name="substances_used-1-substance"]').first.check()
    expect(table.locator(".app-row")).to_have_count(3)
    expect(days).to_have_value("7")
    walk.check()


def test_a_letter_chooses_the_option_in_focus_first_and_never_one_that_is_folded_away(walk: Walk) -> None:
    someone = people.client(walk.live, "Letty", "Letters")
    page = walk.come_as("kay").open(f"{someone.record}/assessments").press("Start: triage").page
    walk.follow("Drug and alcohol use")
    box = page.locator("#q-main_problem_substance")
    heroin, chosen = box.get_by_label("Heroin", exact=True), box.locator("input:checked")
    heroin.focus()
    for _ in range(2):
        page.keyboard.press("h")
        expect(heroin).to_be_checked()
        expect(chosen).to_have_count(1)
