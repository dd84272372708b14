"""An autosave that answers late leaves the session of the page sent after it alone."""

from tests.conftest import Browser


def test_an_autosave_does_not_rewrite_a_fresh_session(as_keyworker: Browser) -> None:
    with as_keyworker.session_transaction() as cookie:
        cookie.permanent = True  # as signing in makes it
    as_keyworker.get("/")
    answer = as_keyworker.post("/drafts", data={"draft_path": "/clients/register", "last_name": "Half"})
    assert answer.status_code < 400
    assert "Set-Cookie" not in answer.headers


def test_a_page_that_does_not_exist_still_says_who_is_signed_in(as_keyworker: Browser) -> None:
    assert "Kay Keyworker" in as_keyworker.get("/no-such-page").text
