"""Scored tools at the browser: from a section and back, one click an item; by keyboard on a phone; without scripts."""

from datetime import timedelta
from types import SimpleNamespace

from playwright.sync_api import expect

from careplan.checklists.rules.tools import TOOLS
from careplan.ground.clock import today
from careplan.ground.db import db
from tests.factories.assessment import AssessmentFactory
from tests.journeys import people
from tests.journeys.conftest import Plain, Walk
from tests.journeys.counting import Counted

TOOL = TOOLS.latest.by_code


def psychological(live: SimpleNamespace, record: str) -> str:
    """The section on psychological health of an open assessment."""
    with people.written(live):
        keys = {"episode_id": record.rsplit("/", 1)[1], "service_id": live.service}
        made = AssessmentFactory(started_on=today() - timedelta(2), completed_on=None, edition="3", **keys)
        db.session.flush()
        return f"{record}/assessments/{made.id}/psychological"


def test_phq_9_takes_a_click_for_each_item_and_save_and_comes_back_to_its_section(walk: Walk) -> None:
    someone = people.client(walk.live, "Paula", "Phiq")
    section = psychological(walk.live, someone.record)
    walk.come_as("kay").open(section)
    counted = Counted(walk).begin().press("Save and fill in PHQ-9")
    assert counted.cost == (1, 0, 1)
    counted.begin()
    tools = TOOLS.latest
    for number, item in enumerate(TOOL["phq_9"].items, 1):
        counted.answer(f"{number}. {tools.items[item].words}", "Several days" if number < 9 else "Not at all")
    expect(walk.page.locator("[data-score]")).to_have_text("9 of 9 answered, 8 points so far")
    counted.press("Save")
    assert counted.cost == (10, 0, 1)
    walk.sees("PHQ-9: 8 of 27, mild.", "PHQ-9 8 of 27 (Mild)")
    assert walk.page.url.endswith("#q-mood_anxiety")
    expect(walk.page.get_by_label("PHQ-9 score (0 to 27)")).to_have_value("8")
    walk.open(f"{someone.record}/scores").sees("8 of 27").follow("PHQ-9").sees("Results of PHQ-9")


def test_gad_7_is_filled_in_by_keyboard_on_a_phone(walk: Walk) -> None:
    someone = people.client(walk.live, "Gail", "Gadd")
    walk.page.set_viewport_size({"width": 320, "height": 640})
    page = walk.come_as("kay").open(f"{someone.record}/scores/gad_7/new").page
    page.locator("input[name=nervous]").first.focus()
    for _ in TOOL["gad_7"].items:
        page.keyboard.press("m")  # more than half the days
        page.keyboard.press("Enter")
    expect(page.locator("[data-score]")).to_have_text("7 of 7 answered, 14 points so far")
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walk.check().sees("GAD-7: 14 of 21, moderate.")


def test_the_running_total_counts_what_need_not_be_asked(walk: Walk) -> None:
    someone = people.client(walk.live, "Ada", "Audd")
    page = walk.come_as("kay").open(f"{someone.record}/scores/audit/new").page
    page.locator("input[name=often][value='0']").check()
    expect(page.locator("[data-score]")).to_have_text("8 of 10 answered, 0 points so far")


def test_question_nine_leads_to_a_risk_assessment_and_waits_on_today(walk: Walk) -> None:
    someone = people.client(walk.live, "Nina", "Nighn")
    page = walk.come_as("kay").open(f"{someone.record}/scores/phq_9/new").page
    for item in TOOL["phq_9"].items:
        page.locator(f"input[name={item}]").nth(1).check()
    walk.press("Save").sees("PHQ-9 question 9 is above 0", "It is on your list for today.")
    walk.press("Go to the risk assessment")
    assert "/assessments/" in walk.page.url
    walk.open("/").sees("PHQ-9 question 9 is above 0")


def test_tools_are_kept_without_scripts(plain: Plain) -> None:
    someone = people.client(plain.live, "Nora", "Noscore")
    page = plain.sign_in("kay").open(f"{someone.record}/scores/audit_c/new").page
    for item, points in zip(TOOL["audit_c"].items, (4, 2, 1), strict=True):
        page.locator(f"input[name={item}][value='{points}']").check()
    plain.press("Save").sees("AUDIT-C: 7 of 12, positive")
    plain.open(f"{someone.record}/scores/sadq/new").fill("Points", "61").fill("Items answered", "20")
    plain.press("Save").sees("Enter the points of SADQ, from 0 to 60")
    expect(page.get_by_label("Points")).to_have_value("61")
    plain.fill("Points", "31").press("Save").sees("SADQ: 31 of 60, severe.")


def test_enter_in_a_field_saves_the_section_and_leads_to_no_tool(plain: Plain) -> None:
    someone = people.client(plain.live, "Enid", "Entry")
    section = psychological(plain.live, someone.record)
    page = plain.sign_in("kay").open(section).page
    page.get_by_label("PHQ-9 score (0 to 27)").fill("12")
    with page.expect_navigation():
        page.get_by_label("PHQ-9 score (0 to 27)").press("Enter")
    assert "/scores/" not in page.url
    assert page.url != plain.live.url + section
    plain.sees("saved").open(section)
    expect(page.get_by_label("PHQ-9 score (0 to 27)")).to_have_value("12")
