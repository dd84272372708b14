"""What was typed is kept: while typing, and when the session ran out before it was sent."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff.models import Draft, Submission, Worker
from tests.staff.conftest import sign_in

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
        assert refused.location == "/sign-in?next=%2Fworkers%2Fnew%3Fdraft%3D1"
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
