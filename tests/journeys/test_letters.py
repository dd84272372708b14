"""A keyworker's paper: a document that is added, and a letter that is written, kept and printed."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from careplan.ground.clock import today
from careplan.letters.codes import MOST_BYTES
from tests.factories.letters import picture
from tests.journeys.conftest import Walk


@pytest.mark.parametrize("width", [1280, 320])
def test_a_document_is_added_and_a_letter_kept(page: Page, live: SimpleNamespace, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    walk = Walk(page, live).come_as("kay").open(f"/record/{live.episode}/documents")
    walk.check().follow("Add a document")
    page.locator("input[type=file]").set_input_files(
        {"name": "ward.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 fictitious"}
    )
    page.get_by_label("What is it?").select_option("letter_in")
    walk.fill("Title", "Letter of the ward").day("The day on it", today()).fill("Who is it from?", "Ward 4")
    walk.answer("Is it sensitive?", "No").check().press("Keep the document")
    walk.sees("Document kept", "Letter of the ward").check()
    walk.follow("Write a letter")
    page.get_by_label("What is it for?").select_option("re_engagement")
    walk.press("Begin with the template").check()
    page.get_by_label("To whom?").select_option("hand")
    walk.press("Keep as sent").told(
        "Type or delete what still stands in braces: the telephone of the service"
    )
    page.get_by_label("The letter").fill("Dear Jo\n\nYou are welcome back.\n\nKay Keyworker")
    walk.press("Look at it").sees("How it looks").check()
    walk.press("Keep as sent").sees("Letter kept", "You are welcome back.").check()
    walk.open(f"/record/{live.episode}/documents").sees("Invitation to come back").check()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_scan_that_is_too_large_is_refused_at_once_and_a_smaller_one_is_shown(
    page: Page, live: SimpleNamespace, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    walk = Walk(page, live).come_as("kay").open(f"/record/{live.episode}/documents/new")
    chosen = page.locator("input[type=file]")
    walk.fill("Title", "Scan of the card")
    chosen.set_input_files({"name": "scan.png", "mimeType": "image/png", "buffer": b"x" * (MOST_BYTES + 1)})
    walk.sees("The document must be 10 MB or smaller").check()
    page.get_by_role("button", name="Keep the document").click()
    assert page.get_by_label("Title").input_value() == "Scan of the card"
    chosen.set_input_files({"name": "scan.png", "mimeType": "image/png", "buffer": picture("card")})
    expect(page.get_by_text("The document must be 10 MB or smaller")).to_have_count(0)
    page.get_by_label("What is it?").select_option("identification")
    walk.day("The day on it", today()).fill("Who is it from?", "The client")
    walk.answer("Is it sensitive?", "No")
    page.wait_for_timeout(1100)  # a button takes no second press within a second
    walk.press("Keep the document").follow("Scan of the card")
    shown = page.get_by_role("img", name="Scan of the card, as scanned")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 60
    walk.check()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_client_takes_home_copies_in_large_print(page: Page, live: SimpleNamespace, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    here = f"/record/{live.ids.episode_id}"
    walk = Walk(page, live).come_as("kay").open(f"{here}/risk")
    walk.follow("Copy for the client in plain words").sees("My safety plan").check()
    walk.follow("Large print").sees("Normal print").check()
    walk.open(f"{here}/assessments/{live.ids.completed_id}").follow("Copy for the client in plain words")
    walk.sees("My assessment", "What I said").check()
    walk.open(f"{here}/documents").follow("Language sheet to print")
    walk.sees("Polski", "To be read by native readers").check()
