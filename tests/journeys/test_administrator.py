"""Administrator: adds a worker, hands over a link to a password, gives and ends a role; session and drafts."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD, Walk

NEW = "brass moon ticket seven"


def test_an_administrator_adds_a_worker_who_signs_in_and_chooses_a_password(walk: Walk) -> None:
    page = walk.sign_in("ada").page
    walk.follow("Workers").press("Add a worker")
    walk.fill("Username", "bea.new")
    page.locator("#name").fill("Bea New")
    page.get_by_label("Profession").select_option("nurse")
    walk.choose("Does not prescribe").choose("Keyworker")
    walk.press("Add worker").sees("Bea New added", "No password yet")
    walk.follow("Make a link to the first password").press("Make a link").sees("Link for Bea New")
    link = page.locator("#link").inner_text()
    walk.press("Sign out").sees("You are signed out")
    walk.open(urlsplit(link).path).sees("You are Bea New")
    page.get_by_label("New password", exact=True).fill("short")
    walk.press("Set password").sees("12 characters or more")
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password again", exact=True).fill(NEW)
    walk.press("Set password").sees("Password set. Sign in as bea.new")
    assert page.request.get(link).status == 404
    _enter(walk, "bea.new", NEW).sees("Your work waits for a colleague")
    walk.press("Sign out").sign_in("mo").sees("Colleagues to confirm", "A link to a password was made by Ada")
    walk.follow("Confirm")
    walk.sees("Is this Bea New?").press("Confirm").sees("Tick that you asked this person")
    page.get_by_label("I asked this person").check()
    page.get_by_label("Your own password").fill(PASSWORD)
    walk.press("Confirm").sees("Bea New confirmed")
    walk.press("Sign out")
    _enter(walk, "bea.new", NEW).sees("on my caseload")


def _enter(walk: Walk, username: str, password: str) -> Walk:
    walk.open("/sign-in").fill("Username", username)
    walk.page.get_by_label("Password", exact=True).fill(password)
    return walk.press("Sign in")


def test_an_administrator_gives_and_ends_a_role(walk: Walk) -> None:
    walk.sign_in("ada").follow("Workers").follow("Audrey Auditor")
    walk.press("Give a role").choose("Manager").press("Give the role").sees("Role given")
    walk.follow("End manager").press("End the role").sees("Role ended", "Ended")


def test_a_worker_is_asked_two_minutes_before_the_session_ends_and_stays(walk: Walk) -> None:
    page = walk.page
    page.clock.install()
    walk.sign_in("ada")
    page.clock.fast_forward("12:50")
    expect(page.locator("#idle")).to_be_hidden()
    page.clock.fast_forward("00:20")
    expect(page.locator("#idle")).to_be_visible()
    expect(page.locator("#idle-stay")).to_be_focused()
    with page.expect_response("**/keep-alive") as answer:
        page.locator("#idle-stay").click()
    assert answer.value.status == 204
    expect(page.locator("#idle")).to_be_hidden()
    walk.check()


def test_what_was_typed_is_offered_again_when_the_page_is_left(walk: Walk) -> None:
    page = walk.sign_in("ada").page
    walk.open("/workers/new")
    page.locator("#name").fill("Half Typed")
    page.locator("#name").blur()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    walk.open("/workers").open("/workers/new").sees("did not send it")
    walk.follow("Continue from your draft")
    expect(page.locator("#name")).to_have_value("Half Typed")
    walk.press("Discard the draft").sees("Draft discarded")
    expect(page.locator("#name")).to_have_value("")
