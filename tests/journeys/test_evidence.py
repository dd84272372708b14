"""Manager: answers a question, shows a document for it, and keeps policies, posts, audits and incidents."""

from datetime import timedelta
from pathlib import Path

from careplan.ground.clock import today
from tests.journeys.conftest import Walk

KINDS = ("policies", "posts", "clinical-audits", "incidents")


def test_an_answer_is_claimed_until_a_document_is_given(walk: Walk, tmp_path: Path) -> None:
    handbook = tmp_path / "handbook.pdf"
    handbook.write_bytes(b"%PDF-1.7 fictitious")
    at = f"/evidence/service/{walk.live.service}"
    page = walk.come_as("mo").open("/evidence").sees("Questions to answer", "Northgate Test Service").page
    walk.open(at).follow("6.4 Is there a caseload management system?").sees("No answer")
    page.get_by_label("Yes").check()
    walk.press("Save answer").sees("Answer saved", "Claimed: no evidence")
    walk.follow("Give evidence").press("Give evidence").sees("There is a problem", "Enter what it is")
    walk.fill("What is it?", "Caseload handbook")
    page.get_by_label("A document on this device").check()
    page.locator("input[type=file]").set_input_files(str(handbook))
    walk.press("Give evidence").sees("Evidence is here", "handbook.pdf")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="handbook.pdf").click()
    assert Path(fetched.value.path()).read_bytes() == handbook.read_bytes()


def test_what_stands_at_a_service_is_recorded(walk: Walk) -> None:
    at = f"/evidence/of/{walk.live.service}"
    walk.come_as("mo").open(f"{at}/policies").sees("Prescribing policy", "Missing")
    walk.follow("Prescribing policy").day("When was it approved?", today())
    walk.day("When is its review due?", today() + timedelta(days=30)).press("Save").sees(
        "In place, review due soon"
    )
    for kind in KINDS:
        walk.open(f"{at}/{kind}").open(f"{at}/{kind}/new").press("Save").sees("There is a problem")
