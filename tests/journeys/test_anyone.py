"""Anyone: signs in, is refused in the same words for any mistake, and signs out."""

from playwright.sync_api import expect

from tests.journeys.conftest import Walk


def test_a_worker_signs_in_lands_on_today_and_signs_out(walk: Walk) -> None:
    walk.sign_in("kay").sees("Today")
    walk.press("Sign out").sees("Sign in")
    walk.open("/").sees("Sign in")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(walk: Walk) -> None:
    answers = []
    for name in (walk.called("kay"), "nobody-of-this-name"):
        walk.open("/sign-in").fill("Username", name)
        walk.page.get_by_label("Password", exact=True).fill("not the password")
        walk.press("Sign in")
        answers.append(walk.page.locator(".nhsuk-error-summary").inner_text())
    assert answers[0] == answers[1]
    expect(walk.page.locator(".nhsuk-error-summary")).to_be_focused()


def test_sign_in_needs_no_mouse(walk: Walk) -> None:
    walk.open("/sign-in")
    walk.page.keyboard.press("Tab")
    expect(walk.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    walk.page.get_by_label("Username").focus()
    walk.page.keyboard.type(walk.called("kay"))
    walk.page.keyboard.press("Tab")
    walk.page.keyboard.type("correct horse battery staple")
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator("h1")).to_contain_text("Today")
    walk.sees("Today")
