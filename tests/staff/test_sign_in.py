"""Signing in: one answer for every refusal, ten checks in fifteen minutes, sessions that end to the second."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff import passwords
from careplan.staff.models import SignInFailure, Worker
from careplan.staff.rules import SIGN_IN
from careplan.trail.models import TrailEntry
from tests.staff.conftest import PASSWORD, sign_in

NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def body(answer: Any) -> str:
    """The page without what differs on every load: tokens and submission keys; and without the typed name."""
    text = re.sub(r'name="(csrf_token|submission)" value="[^"]*"', "", answer.get_data(as_text=True))
    return re.sub(r'(name="username"[^>]*?) value="[^"]*"|value="[^"]*"([^>]*name="username")', r"\1\2", text)


def test_a_worker_signs_in_and_lands_on_today(anyone: Any, kay: SimpleNamespace) -> None:
    answer = sign_in(anyone, kay.username)
    assert (answer.status_code, answer.location) == (303, "/")
    assert anyone.get("/account/password").status_code == 200


def test_the_username_may_be_typed_in_capitals_and_with_spaces(anyone: Any, kay: SimpleNamespace) -> None:
    assert sign_in(anyone, f"  {kay.username.upper()} ").status_code == 303


def test_the_password_counts_every_letter_and_space(anyone: Any, kay: SimpleNamespace) -> None:
    assert sign_in(anyone, kay.username, PASSWORD.upper()).status_code == 422
    assert sign_in(anyone, kay.username, PASSWORD + " ").status_code == 422


def test_signing_in_is_in_the_trail(app: Flask, anyone: Any, kay: SimpleNamespace) -> None:
    sign_in(anyone, kay.username)
    with app.app_context():
        entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "worker.signed_in")).one()
        assert (entry.actor, entry.subject) == (kay.id, f"workers:{kay.id}")


@pytest.mark.parametrize(
    "refusal", ["unknown", "wrong", "disabled", "no password", "throttled", "throttled unknown"]
)
def test_every_refusal_answers_alike(
    app: Flask, anyone: Any, kay: SimpleNamespace, house: SimpleNamespace, refusal: str
) -> None:
    plain = sign_in(anyone, kay.username, "wrong password here")
    username, password = kay.username, PASSWORD
    with app.app_context():
        if refusal == "unknown":
            username = "nobody.here"
        elif refusal == "wrong":
            password = "another wrong password"
        elif refusal == "disabled":
            db.session.get_one(Worker, kay.id).disabled_at = now()
        elif refusal == "no password":
            username = db.session.get_one(Worker, house.manager).username
        else:
            username = kay.username if refusal == "throttled" else "nobody.here"
            db.session.add_all(
                SignInFailure(username=username, origin="127.0.0.1", at=now()) for _ in range(10)
            )
        db.session.commit()
    refused = sign_in(anyone, username, password)
    assert (plain.status_code, refused.status_code) == (422, 422)
    assert body(refused) == body(plain)
    assert dict(refused.headers) | {"Set-Cookie": "", "Content-Length": ""} == dict(plain.headers) | {
        "Set-Cookie": "",
        "Content-Length": "",
    }
    assert "_user_id" not in refused.get_data(as_text=True)
    assert anyone.get("/account/password").status_code == 303


def test_an_unknown_name_costs_a_password_check_too(
    anyone: Any, kay: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[bool] = []
    real = passwords.matches
    monkeypatch.setattr(
        passwords, "matches", lambda kept, typed: checked.append(kept is None) or real(kept, typed)
    )
    sign_in(anyone, "nobody.here")
    sign_in(anyone, kay.username, "wrong password here")
    assert checked == [True, False]


def test_ten_checks_are_made_in_fifteen_minutes_and_no_eleventh(
    anyone: Any, kay: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(passwords, "matches", lambda kept, typed: bool(checked.append(typed)))
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(12):
            sign_in(anyone, kay.username, f"wrong password {number}")
        assert len(checked) == 10
        clock.move_to(NOON + 15 * MINUTE - timedelta(seconds=1))
        sign_in(anyone, kay.username, "still waiting")
        assert len(checked) == 10
        clock.move_to(NOON + 15 * MINUTE)
        sign_in(anyone, kay.username, "one more")
        assert checked[10:] == ["one more"]


def test_the_right_password_is_refused_while_throttled_and_others_still_sign_in(
    app: Flask, anyone: Any, kay: SimpleNamespace, house: SimpleNamespace, password_hash: str
) -> None:
    with app.app_context():
        db.session.add_all(
            SignInFailure(username=kay.username, origin="127.0.0.1", at=now()) for _ in range(10)
        )
        manager = db.session.get_one(Worker, house.manager)
        manager.password_hash, username = password_hash, manager.username
        db.session.commit()
    assert sign_in(anyone, kay.username).status_code == 422
    assert sign_in(anyone, username).status_code == 303


def test_signing_in_does_not_use_up_checks(app: Flask, anyone: Any, kay: SimpleNamespace) -> None:
    sign_in(anyone, kay.username, "wrong password here")
    for _ in range(2):
        sign_in(anyone, kay.username)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 1


def test_old_checks_are_forgotten(app: Flask, anyone: Any, kay: SimpleNamespace) -> None:
    with app.app_context():
        db.session.add_all(
            SignInFailure(username="nobody.here", origin="192.0.2.1", at=now() - 20 * MINUTE)
            for _ in range(3)
        )
        db.session.commit()
    sign_in(anyone, kay.username)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 0


def test_a_hash_of_old_parameters_is_renewed_at_sign_in(
    app: Flask, anyone: Any, kay: SimpleNamespace
) -> None:
    with app.app_context():
        weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
        db.session.get_one(Worker, kay.id).password_hash = weak
        db.session.commit()
    assert sign_in(anyone, kay.username).status_code == 303
    with app.app_context():
        kept = db.session.get_one(Worker, kay.id).password_hash
        assert kept != weak
        assert not passwords.outdated(kept)
        assert passwords.matches(kept, PASSWORD)


@pytest.mark.parametrize(
    ("target", "landing"),
    [
        ("/workers?page=2", "/workers?page=2"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_only_our_own_addresses_follow(
    anyone: Any, kay: SimpleNamespace, target: str, landing: str
) -> None:
    answer = anyone.post(
        "/sign-in", query_string={"next": target}, data={"username": kay.username, "password": PASSWORD}
    )
    assert answer.location == landing


def test_a_session_made_before_signing_in_is_not_taken_over(anyone: Any, kay: SimpleNamespace) -> None:
    with anyone.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(anyone, kay.username)
    with anyone.session_transaction() as cookie:
        assert "planted" not in cookie


def test_fifteen_minutes_without_activity_end_the_session_to_the_second(
    anyone: Any, kay: SimpleNamespace
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, kay.username)
        clock.move_to(NOON + 15 * MINUTE - timedelta(seconds=1))
        assert anyone.get("/account/password").status_code == 200
        clock.move_to(NOON + 30 * MINUTE - timedelta(seconds=1))
        refused = anyone.get("/account/password")
        assert refused.location == "/sign-in?next=%2Faccount%2Fpassword"
        assert "15 minutes without activity" in anyone.get("/sign-in").get_data(as_text=True)


def test_staying_signed_in_starts_the_fifteen_minutes_anew(anyone: Any, kay: SimpleNamespace) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, kay.username)
        clock.shift(14 * MINUTE)
        assert anyone.post("/keep-alive").status_code == 204
        clock.shift(14 * MINUTE)
        assert anyone.get("/account/password").status_code == 200


def test_keeping_alive_a_session_that_ran_out_is_refused(anyone: Any, kay: SimpleNamespace) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, kay.username)
        clock.shift(15 * MINUTE)
        assert anyone.post("/keep-alive").status_code == 401


def test_twelve_hours_end_the_session_however_busy(anyone: Any, kay: SimpleNamespace) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(anyone, kay.username)
        for _ in range(71):
            clock.shift(10 * MINUTE)
            assert anyone.post("/keep-alive").status_code == 204
        clock.move_to(NOON + timedelta(hours=12, seconds=-1))
        assert anyone.get("/account/password").status_code == 200
        clock.shift(timedelta(seconds=1))
        assert anyone.get("/account/password").status_code == 303


def test_signing_out_ends_copies_of_the_session_too(app: Flask, anyone: Any, kay: SimpleNamespace) -> None:
    sign_in(anyone, kay.username)
    copied = app.test_client()
    name = app.config["SESSION_COOKIE_NAME"]
    copied.set_cookie(name, anyone.get_cookie(name).value)
    assert copied.get("/account/password").status_code == 200
    answer = anyone.post("/sign-out")
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "signed out" in anyone.get(answer.location).get_data(as_text=True)
    assert anyone.get("/account/password").status_code == 303
    copied.set_cookie(name, copied.get_cookie(name).value)
    assert copied.get("/account/password").status_code == 303


def test_a_closed_account_is_shut_out_at_the_next_request(
    app: Flask, anyone: Any, kay: SimpleNamespace
) -> None:
    sign_in(anyone, kay.username)
    assert anyone.get("/account/password").status_code == 200
    with app.app_context():
        db.session.get_one(Worker, kay.id).disabled_at = now()
        db.session.commit()
    assert anyone.get("/account/password").status_code == 303


def test_who_is_signed_in_is_led_from_the_form_to_today(anyone: Any, kay: SimpleNamespace) -> None:
    sign_in(anyone, kay.username)
    assert anyone.get("/sign-in").location == "/"


@pytest.mark.parametrize("username", ["", "\0", "a" * 1_000_000, "‮evil", "\ud800", "' OR 1=1 --"])
def test_nonsense_names_are_refused_in_words(anyone: Any, kay: SimpleNamespace, username: str) -> None:
    typed = username.encode("utf-8", "surrogatepass")
    answer = anyone.post("/sign-in", data={"username": typed, "password": "x"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.get_data(as_text=True)


def test_a_worker_changes_their_own_password(app: Flask, anyone: Any, kay: SimpleNamespace) -> None:
    sign_in(anyone, kay.username)
    elsewhere = app.test_client()
    sign_in(elsewhere, kay.username)
    new = "brass moon ticket seven"
    answer = anyone.post("/account/password", data={"present": PASSWORD, "password": new, "again": new})
    assert (answer.status_code, answer.location) == (303, "/")
    assert anyone.get("/account/password").status_code == 200
    assert elsewhere.get("/account/password").status_code == 303
    assert sign_in(elsewhere, kay.username).status_code == 422
    assert sign_in(elsewhere, kay.username, new).status_code == 303


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"present": "wrong wrong wrong"}, "This is not your present password"),
        ({"password": "short", "again": "short"}, "12 characters or more"),
        ({"password": "passwordpassword", "again": "passwordpassword"}, "easy to guess"),
        ({"again": "something else typed"}, "not alike"),
        ({"password": PASSWORD, "again": PASSWORD}, "must not be the present one"),
        ({"password": ""}, "Enter a new password"),
    ],
)
def test_a_bad_new_password_changes_nothing(
    app: Flask, anyone: Any, kay: SimpleNamespace, password_hash: str, sent: dict[str, str], sentence: str
) -> None:
    sign_in(anyone, kay.username)
    good = {"present": PASSWORD, "password": "brass moon ticket seven", "again": "brass moon ticket seven"}
    answer = anyone.post("/account/password", data=good | sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert "brass moon" not in page
    with app.app_context():
        assert db.session.get_one(Worker, kay.id).password_hash == password_hash


def test_the_present_password_is_throttled_like_a_sign_in(
    anyone: Any, kay: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(anyone, kay.username)
    checked: list[str] = []
    monkeypatch.setattr(passwords, "matches", lambda kept, typed: bool(checked.append(typed)))
    for _ in range(12):
        new = "brass moon ticket seven"
        anyone.post("/account/password", data={"present": "wrong wrong wrong", "password": new, "again": new})
    assert len(checked) == 10


def test_a_password_set_by_somebody_else_is_changed_first(
    app: Flask, anyone: Any, kay: SimpleNamespace
) -> None:
    with app.app_context():
        db.session.get_one(Worker, kay.id).must_change_password = True
        db.session.commit()
    assert sign_in(anyone, kay.username).location == "/account/password"
    assert anyone.get("/clients/search").location == "/account/password"
    new = "brass moon ticket seven"
    anyone.post("/account/password", data={"present": PASSWORD, "password": new, "again": new})
    assert anyone.get("/account/password").status_code == 200
    assert anyone.get("/workers").status_code == 403


def test_the_most_checks_is_the_number_the_page_names() -> None:
    found = SIGN_IN.latest
    assert (found.of_name_and_origin, found.minutes) == (10, 15)
