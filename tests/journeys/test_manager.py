"""Manager: reads the audit, opens what stands behind a figure and where it is mended; countersigns high risk."""

from datetime import timedelta

import pytest

from careplan.ground.clock import today
from tests.factories.staff import ServiceFactory
from tests.journeys import people
from tests.journeys.conftest import Walk


def test_a_figure_leads_to_its_records_and_to_the_page_that_mends_them(walk: Walk) -> None:
    someone = people.client(walk.live, "Aud", "Audited")
    page = walk.come_as("mo").open("/audit").day("Census", today()).press("Show the audit").page
    walk.sees(
        "Clinical audit: Northgate Test Service",
        "Summary",
        "C1".removeprefix("C"),
        "Overall indication",
        "Cut-off",
    )
    chart = page.locator("section.app-audit__measure", has=page.locator("#m-2\\.1a"))
    assert chart.locator("svg").count() >= 1
    assert chart.locator("table").count() >= 1
    chart.get_by_role("link").first.click()
    page.wait_for_url("**/2.1a/records**")
    walk.check().sees("AUDITED, Aud", "All counted", "Opening this list was written to the trail")
    page.get_by_role("row", name="AUDITED, Aud").get_by_role("link", name="Open the record").click()
    page.wait_for_url(f"**{someone.record}")
    walk.check().sees("AUDITED, Aud")
    page.go_back()
    walk.follow("Back to the audit").follow("Every item, the least asked first").sees("Asked in")


def test_the_worklist_leads_to_a_policy_and_back_when_it_is_recorded(walk: Walk) -> None:
    worklist = f"/audit/{walk.live.service}/worklist"
    page = walk.come_as("mo").open(worklist).page
    page.locator("summary", has_text="Records to look at for 5.1").click()
    walk.check()
    page.get_by_role("link", name="Meetings with pharmacists").click()
    page.wait_for_url("**/policies/new?policy=pharmacist_meetings")
    walk.check().press("Save").sees("Enter the day").follow("Back to the worklist of the audit")
    page.locator("summary", has_text="Records to look at for 5.1").click()
    page.get_by_role("link", name="Meetings with pharmacists").click()
    walk.day("When was it approved?", today())
    walk.day("When is its review due?", today() + timedelta(days=365)).press("Save")
    page.wait_for_url(f"**{worklist}")
    walk.check().sees("Recorded.").lacks("Back to the worklist")


def test_the_audit_prints_without_its_links(walk: Walk) -> None:
    page = walk.come_as("mo").open(f"/audit/{walk.live.service}/{today()}").page
    page.emulate_media(media="print")
    assert page.locator(".nhsuk-header__navigation").is_hidden()
    assert page.get_by_text("Printed by Mo Manager").is_visible()
    assert page.get_by_role("link", name="Sign this audit off").is_hidden()
    assert page.get_by_role("heading", level=1).is_visible()


def test_the_printed_report_is_read_on_a_small_screen_and_in_black_and_white(walk: Walk) -> None:
    page = walk.come_as("mo").open(f"/audit/{walk.live.service}/{today()}").page
    walk.follow("Report for printing").sees(
        "Numbers behind the figures", "[A] Overall rating", "never people"
    )
    page.emulate_media(media="print")
    assert page.locator(".nhsuk-header__navigation").is_hidden()
    assert page.get_by_text("Use the browser’s Print").is_hidden()
    assert page.locator(".app-sheet table").first.is_visible()


def test_a_manager_countersigns_a_high_risk(walk: Walk) -> None:
    someone = people.client(walk.live, "Hazel", "High")
    people.risk(walk.live, someone, level="high")
    walk.come_as("mo").open("/").sees("HIGH, Hazel").open(f"{someone.record}/risk").sees(
        "Countersignature due"
    )
    walk.fill("Note (optional)", "Seen with Kay today").press("Countersign")
    walk.sees("Countersigned", "by Mo Manager", "Seen with Kay today").lacks("Countersignature due")


def test_a_partnership_leads_to_its_services_and_its_lists_name_them(walk: Walk) -> None:
    people.client(walk.live, "Pool", "Together")
    both = people.worker(walk.live, "Penny Partner", "manager", also=(walk.live.other_service,))
    walk.come_as(both).open("/audit")
    walk.page.get_by_label("Service or partnership").select_option(f"partnership:{walk.live.partnership}")
    walk.day("Census", today()).press("Show the audit")
    walk.sees("Clinical audit: Testshire drug partnership", "Weak questions", "Bands of each service")
    here = f"/audit/partnerships/{walk.live.partnership}/{today()}"
    walk.open(f"{here}/2.1a/records").sees("TOGETHER, Pool", "Northgate Test Service")
    walk.open(f"{here}/items").sees("Asked in").open(f"{here}/pictures").sees("▼ this partnership")
    walk.open(here).follow("Riverside Test Service", exact=True)
    walk.sees("Clinical audit: Riverside Test Service", "What would move them")


@pytest.mark.parametrize("whose", ["mine", "all", "nobodys"])
def test_a_long_name_of_a_service_does_not_widen_the_caseload(walk: Walk, whose: str) -> None:
    with people.written(walk.live):
        long = ServiceFactory(name="Northgate and District Community Drug and Alcohol Recovery Service").id
    both = people.worker(walk.live, f"Wilma Wide {whose}", "manager", also=(long,))
    page = walk.come_as(both).open(f"/caseload?whose={whose}").page
    assert page.get_by_label("Service").is_visible()
    walk.fits()
    page.set_viewport_size({"width": 1280, "height": 800})
    table = page.locator(".app-scroll")
    if table.count():
        held, shown = table.evaluate("box => [box.scrollWidth, box.clientWidth]")
        assert held <= shown, "the caseload is cut off at the right of a desk's screen"


def test_a_long_report_says_at_the_top_what_it_holds_and_leads_back(walk: Walk) -> None:
    page = walk.come_as("mo").open(f"/audit/{walk.live.service}/{today()}").page
    contents = page.get_by_role("navigation", name="On this page")
    for part in ("Summary", "Weak questions", "Care plans", "Completeness of records", "Take it away"):
        contents.get_by_role("link", name=part).click()
        assert page.get_by_role("heading", name=part.split(":")[0], exact=True).first.is_visible()
    page.get_by_role("link", name="Back to the contents from criterion 11").click()
    assert page.url.endswith("#contents")


def test_a_manager_joins_two_records_of_one_person_and_takes_it_back(walk: Walk) -> None:
    stays = people.client(walk.live, "Dora", "Double")
    other = people.client(walk.live, "Dora", "Doubel", referred_on=people.ago(40))
    page = walk.come_as("mo").open(stays.record).follow("Join with another record of this person").page
    walk.sees("Same date of birth and one of the names", "DOUBEL, Dora").follow("DOUBEL, Dora")
    walk.sees("This record stays: DOUBLE, Dora", "The other record leads to it: DOUBEL, Dora")
    walk.press("Continue").told(
        "Select which is right: Name", "Enter how you know that both are the same person"
    )
    walk.answer("Name", "DOUBLE, Dora")
    page.get_by_role("group", name="NHS number").get_by_role("radio").first.check()
    walk.fill("Why does one person have two NHS numbers?", "The second was given by mistake, the GP says")
    walk.fill("How do you know that both are the same person?", "She showed both letters and her passport")
    walk.press("Continue").sees("Join these two records?", stays.client, other.client, "two open episodes")
    walk.press("No, change it").sees("One person, two records").press("Continue")
    walk.press("Yes, join these two records").sees("The two records are one now.", "DOUBLE, Dora")
    walk.open(f"/clients/{other.client}").sees("DOUBLE, Dora").lacks("DOUBEL")
    walk.open(other.record).sees("DOUBLE, Dora").open(f"{other.record}/history").follow("Records joined")
    walk.sees("She showed both letters", "by Mo Manager").press("Put the two records apart again")
    walk.sees("The two records are apart again.", "Put apart again").open(other.record).sees("DOUBEL, Dora")
