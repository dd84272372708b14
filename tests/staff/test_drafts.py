"""What was typed is kept: while typing, and when the session ran out before it was sent."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask, g
from sqlalchemy import select

from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff.drafts import typed_by
from careplan.staff.models import Draft, Submission, Worker
from tests.staff.conftest import PASSWORD, sign_in

NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)
PAGE = "/workers/new"


def drafts(app: Flask) -> list[Draft]:
    with app.app_context():
        return list(db.session.scalars(select(Draft).order_by(Draft.subject)))


def test_what_is_typed_is_kept_and_comes_back(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    typed = {"username": "b.new", "name": "Bea New", "csrf_token": "t", "submission": "s", "draft_path": PAGE}
    assert as_administrator.post("/drafts", data=typed).status_code == 204
    (draft,) = drafts(app)
    assert (draft.worker_id, draft.subject) == (house.administrator, PAGE)
    assert draft.payload == [["username", "b.new"], ["name", "Bea New"]]
    offered = as_administrator.get(PAGE).get_data(as_text=True)
    assert "Continue from your draft" in offered
    assert "Bea New" not in offered
    filled = as_administrator.get(f"{PAGE}?draft=1").get_data(as_text=True)
    assert 'value="Bea New"' in filled
    assert "Discard the draft" in filled


def test_a_draft_kept_in_the_moment_of_sending_does_not_come_back(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    path = f"/workers/{house.keyworker}/roles/new"
    typed = {"role": "auditor", "service_id": house.service, "submission": "key-2"}
    typed |= {"from_on-day": "1", "from_on-month": "3", "from_on-year": "2026"}
    assert as_administrator.post(path, data=typed).status_code == 303
    late = as_administrator.post("/drafts", data=typed | {"draft_path": path})
    assert late.status_code == 204
    assert [draft.submission for draft in drafts(app)] == ["key-2"]
    assert "Continue from your draft" not in as_administrator.get(path).text
    as_administrator.post("/drafts", data=typed | {"draft_path": path, "submission": "key-3"})
    assert "Continue from your draft" in as_administrator.get(path).text


def test_the_newest_text_replaces_the_older_one(app: Flask, as_administrator: Any) -> None:
    for name in ("Bea", "Bea New"):
        as_administrator.post("/drafts", data={"name": name, "draft_path": PAGE})
    assert [draft.payload for draft in drafts(app)] == [[["name", "Bea New"]]]


def test_a_draft_is_gone_once_it_is_discarded(app: Flask, as_administrator: Any) -> None:
    as_administrator.post("/drafts", data={"name": "Bea New", "draft_path": PAGE})
    answer = as_administrator.post("/drafts/discard", data={"draft_path": PAGE})
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert drafts(app) == []


def test_a_draft_is_gone_once_the_form_is_sent(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    path = f"/workers/{house.keyworker}/roles/new"
    as_administrator.post("/drafts", data={"role": "auditor", "draft_path": path})
    day = {"from_on-day": "1", "from_on-month": "3", "from_on-year": "2026"}
    sent = {"role": "auditor", "service_id": house.service, "submission": "key-1"} | day
    assert as_administrator.post(path, data=sent).status_code == 303
    assert drafts(app) == []


def test_a_draft_is_seen_by_its_worker_only(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    with app.app_context():
        db.session.add(
            Draft(worker_id=house.keyworker, form="page", subject=PAGE, payload=[["name", "Secret"]])
        )
        db.session.commit()
    assert "Secret" not in as_administrator.get(f"{PAGE}?draft=1").get_data(as_text=True)
    as_administrator.post("/drafts/discard", data={"draft_path": PAGE})
    assert len(drafts(app)) == 1


@pytest.mark.parametrize(
    "path", ["", "https://evil.example/", "//evil.example/", "/nowhere/at/all", "/drafts", None]
)
def test_only_pages_of_ours_have_drafts(app: Flask, as_administrator: Any, path: str | None) -> None:
    typed = {"name": "Bea"} | ({} if path is None else {"draft_path": path})
    assert as_administrator.post("/drafts", data=typed).status_code == 422
    assert drafts(app) == []


def test_passwords_and_empty_forms_are_never_kept(app: Flask, as_administrator: Any) -> None:
    typed = {"password": "brass moon ticket seven", "again_password": "x", "seen": "4", "draft_path": PAGE}
    assert as_administrator.post("/drafts", data=typed).status_code == 204
    assert drafts(app) == []


def test_more_than_any_form_takes_is_not_kept(app: Flask, as_administrator: Any) -> None:
    assert (
        as_administrator.post("/drafts", data={"name": "x" * 400_001, "draft_path": PAGE}).status_code == 204
    )
    assert drafts(app) == []


def test_characters_that_no_database_holds_do_not_stop_a_draft(app: Flask, as_administrator: Any) -> None:
    typed = {"name": b"Bea\0\xff\xed\xa0\x80", "draft_path": PAGE}
    assert as_administrator.post("/drafts", data=typed).status_code == 204
    assert drafts(app)[0].payload[0][1].startswith("Bea")
    assert as_administrator.get(f"{PAGE}?draft=1").status_code == 200


@pytest.fixture
def ada(app: Flask, house: SimpleNamespace, password_hash: str) -> SimpleNamespace:
    with app.app_context():
        worker = db.session.get_one(Worker, house.administrator)
        worker.password_hash = password_hash
        db.session.commit()
        return SimpleNamespace(id=worker.id, username=worker.username)


def test_a_form_sent_after_the_session_ran_out_comes_back_filled_in(
    app: Flask, anyone: Any, ada: SimpleNamespace
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, ada.username)
        clock.shift(timedelta(minutes=15))
        refused = anyone.post(PAGE, data={"username": "b.new", "name": "Bea New", "submission": "k"})
        assert refused.location == "/sign-in?next=%2Fworkers%2Fnew%3Fdraft%3Dk"
        answer = sign_in(anyone, ada.username, target=refused.location)
        assert answer.location == f"{PAGE}?draft=1"
        assert 'value="Bea New"' in anyone.get(answer.location).get_data(as_text=True)
    with app.app_context():
        assert db.session.scalars(select(Worker).where(Worker.username == "b.new")).first() is None


def test_a_draft_saved_before_the_session_ran_out_is_offered_after_signing_in(
    anyone: Any, ada: SimpleNamespace
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, ada.username)
        anyone.post("/drafts", data={"name": "Bea New", "draft_path": PAGE})
        clock.shift(timedelta(minutes=15))
        refused = anyone.get(PAGE)
        assert sign_in(anyone, ada.username, target=refused.location).location == f"{PAGE}?draft=1"


def test_typing_on_after_the_session_ran_out_still_keeps_the_draft(
    app: Flask, anyone: Any, ada: SimpleNamespace
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, ada.username)
        clock.shift(timedelta(minutes=15))
        anyone.post("/drafts", data={"name": "Bea New", "draft_path": PAGE})
    assert [(draft.subject, draft.payload) for draft in drafts(app)] == [(PAGE, [["name", "Bea New"]])]


def test_a_form_sent_from_a_session_that_was_signed_out_is_not_kept(
    app: Flask, anyone: Any, ada: SimpleNamespace
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, ada.username)
        with app.app_context():
            db.session.get_one(Worker, ada.id).disabled_at = now()
            db.session.commit()
        clock.shift(timedelta(minutes=15))
        assert anyone.post(PAGE, data={"name": "Bea New"}).status_code == 303
    assert drafts(app) == []


def test_a_form_sent_by_nobody_is_not_kept(app: Flask, anyone: Any) -> None:
    assert anyone.post(PAGE, data={"name": "Bea New"}).status_code == 303
    assert drafts(app) == []


def test_a_button_without_a_page_leads_to_today_after_signing_in(anyone: Any, ada: SimpleNamespace) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, ada.username)
        clock.shift(timedelta(minutes=15))
        assert anyone.post("/sign-out").location == "/sign-in"


def test_signing_in_forgets_drafts_of_more_than_a_week_and_keys_of_old_sessions(
    app: Flask, anyone: Any, ada: SimpleNamespace
) -> None:
    with app.app_context():
        for days in (6, 8):
            subject, at = f"/page/{days}", now() - timedelta(days=days)
            db.session.add(Draft(worker_id=ada.id, form="page", subject=subject, payload=[], saved_at=at))
        for hours in (13, 25):
            at = now() - timedelta(hours=hours)
            db.session.add(Submission(worker_id=ada.id, key=str(hours), location="/", at=at))
        db.session.commit()
    sign_in(anyone, ada.username)
    assert [draft.subject for draft in drafts(app)] == ["/page/6"]
    with app.app_context():
        assert db.session.scalars(select(Submission.key)).all() == ["13"]


def carried(page: str) -> dict[str, str]:
    """What the first drafted form of a page carries unseen."""
    names = ("csrf_token", "submission", "draft_path", "draft_title", "typed_by")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
    return {name: unescape(one[1]) for name, one in found.items() if one}


def sign_out(browser: Any) -> None:
    """As another tab does, or a browser that forgot its cookies."""
    browser.delete_cookie("session")


def test_a_form_sent_without_any_session_is_kept_for_who_it_was_shown_to(
    app: Flask, anyone: Any, ada: SimpleNamespace
) -> None:
    sign_in(anyone, ada.username)
    form = carried(anyone.get(PAGE).text)
    anyone.post("/sign-out")
    refused = anyone.post(PAGE, data=form | {"username": "b.new", "name": "Bea New"})
    assert [(draft.worker_id, draft.title) for draft in drafts(app)] == [(ada.id, "Add a worker")]
    assert "What you typed is kept" in anyone.get(refused.location).text
    answer = sign_in(anyone, ada.username, target=refused.location)
    assert answer.location == f"{PAGE}?draft=1"
    assert 'value="Bea New"' in anyone.get(answer.location).text


def test_what_somebody_sent_after_their_session_is_not_offered_to_the_next_person(
    app: Flask, anyone: Any, ada: SimpleNamespace, kay: SimpleNamespace
) -> None:
    path = "/clients/register"
    with app.app_context():
        db.session.add(Draft(worker_id=kay.id, form="page", subject=path, payload=[["last_name", "Older"]]))
        db.session.commit()
    form = {"typed_by": mark(app, ada.id), "submission": "key-a", "last_name": "Newer"}
    refused = anyone.post(path, data=form)
    answer = sign_in(anyone, kay.username, target=refused.location)
    assert answer.location == path
    shown = anyone.get(answer.location).text
    assert "Newer" not in shown
    assert 'value="Older"' not in shown


def mark(app: Flask, worker_id: str) -> str:
    with app.test_request_context():
        g.actor = SimpleNamespace(id=worker_id)
        return typed_by()


@pytest.mark.parametrize("as_who", ["as_manager", "as_administrator"])
def test_a_form_shown_to_somebody_else_is_kept_for_them_and_does_nothing(
    app: Flask, request: pytest.FixtureRequest, house: SimpleNamespace, as_who: str
) -> None:
    path, other = "/clients/register", request.getfixturevalue(as_who)
    form = {"typed_by": mark(app, house.keyworker), "submission": "key-k", "draft_path": path}
    assert other.post("/drafts", data=form | {"last_name": "New"}).status_code == 204
    answer = other.post(path, data=form | {"last_name": "Newer"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "belongs to somebody who was signed in here before you" in other.get("/").text
    (draft,) = drafts(app)
    assert (draft.worker_id, draft.subject) == (house.keyworker, path)
    assert draft.payload == [["last_name", "Newer"]]


def test_what_could_not_be_kept_is_never_replaced_by_an_older_draft(
    app: Flask, anyone: Any, ada: SimpleNamespace
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, ada.username)
        anyone.post("/drafts", data={"name": "Older", "draft_path": PAGE})
        clock.shift(timedelta(minutes=15))
        refused = anyone.post(PAGE, data={"name": "x" * 400_001})
        assert "Nothing was saved" in anyone.get(refused.location).text
        answer = sign_in(anyone, ada.username, target=refused.location)
        assert answer.location == PAGE
        assert 'value="Older"' not in anyone.get(PAGE).text


def test_a_mark_that_we_did_not_seal_keeps_nothing(app: Flask, anyone: Any, ada: SimpleNamespace) -> None:
    sealed, _, seal = mark(app, ada.id).rpartition(".")
    for forged in (ada.id, f"{ada.id}.x.y", f"{sealed}.{seal[::-1]}", f"{sealed}.{seal[1:]}"):
        anyone.post(PAGE, data={"typed_by": forged, "name": "Bea"})
    assert drafts(app) == []


def test_forms_with_another_query_have_drafts_of_their_own(app: Flask, as_administrator: Any) -> None:
    for number in ("1", "2"):
        as_administrator.post("/drafts", data={"name": number, "draft_path": f"{PAGE}?of={number}"})
    assert 'value="1"' in as_administrator.get(f"{PAGE}?of=1&draft=1").text
    assert "Continue from your draft" not in as_administrator.get(PAGE).text


def test_a_form_of_an_older_session_of_the_same_worker_comes_back_filled_in(
    app: Flask, anyone: Any, ada: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(anyone, ada.username)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    form = carried(anyone.get(PAGE).text)
    sign_out(anyone)
    sign_in_with_token(anyone, ada.username)
    kept = anyone.post("/drafts", data=form | {"name": "Bea"})
    assert kept.status_code == 204
    answer = anyone.post(PAGE, data=form | {"username": "b.new", "name": "Bea New"})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?draft=1")
    assert 'value="Bea New"' in anyone.get(answer.location).text
    with app.app_context():
        assert db.session.scalars(select(Submission)).first() is None


def sign_in_with_token(browser: Any, username: str) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").text)
    assert token
    sent = {"username": username, "password": PASSWORD, "csrf_token": token[1]}
    assert browser.post("/sign-in", data=sent).status_code == 303


def test_drafts_are_listed_and_today_leads_there_while_there_are_any(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    assert "/account/drafts" not in as_administrator.get("/").text
    typed = {"name": "Bea New", "draft_path": f"{PAGE}?of=1", "draft_title": "Add a worker"}
    as_administrator.post("/drafts", data=typed)
    with app.app_context():
        other = Draft(worker_id=house.keyworker, form="page", subject=PAGE, payload=[["name", "x"]])
        db.session.add(other)
        db.session.commit()
    today = as_administrator.get("/").text
    assert 'href="/account/drafts"' in today
    assert "draft you did not send" in today
    listed = as_administrator.get("/account/drafts").text
    assert listed.count("Discard<span") == 1
    assert f'href="{PAGE}?of=1&amp;draft=1">Add a worker' in listed
    gone = as_administrator.post("/drafts/discard", data={"draft_path": f"{PAGE}?of=1", "from_list": "1"})
    assert gone.location == "/account/drafts"
    assert "No drafts" in as_administrator.get("/account/drafts").text
    assert "/account/drafts" not in as_administrator.get("/").text
