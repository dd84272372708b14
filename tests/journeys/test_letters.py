"""A keyworker's paper: a document that is added, and a letter that is written, kept and printed."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from careplan.ground.clock import today
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
