"""The ten checks are counted in the database, so two processes with four threads each share them."""

import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select

from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff import passwords
from careplan.staff.models import SignInFailure, Worker
from careplan.staff.rules import address_key
from careplan.trail.models import TrailEntry
from tests.conftest import browser
from tests.staff.conftest import sign_in

NAME = "guessed.from.two.processes"
GUESSER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from flask import Flask
from careplan.ground.clock import now
from careplan.ground.db import db, promise
from careplan.staff import passwords
from careplan.staff.actions.sign_in import sign_in
from careplan.staff.rules import Origin
checked = []
passwords.matches = lambda kept, typed: bool(checked.append(typed))
app = Flask("guesser")
app.config["SQLALCHEMY_DATABASE_URI"] = sys.argv[1]
db.init_app(app)
with app.app_context():
    promise(db.engine)
print("ready", flush=True)
sys.stdin.readline()
def guess(number):
    with app.app_context():
        sign_in(sys.argv[2], f"guess {number}", origin=Origin("192.0.2.1", used_before=False), at=now())
with ThreadPoolExecutor(4) as threads:
    list(threads.map(guess, range(16)))
print(len(checked))
"""


@pytest.fixture
def counted(application: Flask) -> Any:
    """How many checks the database holds for the name; they are removed afterwards."""

    def count() -> int:
        with application.app_context():
            rows = select(func.count()).where(SignInFailure.username == NAME)
            return db.session.scalar(rows) or 0

    yield count
    with application.app_context():
        db.session.execute(delete(SignInFailure).where(SignInFailure.username == NAME))
        db.session.commit()


def test_two_processes_make_ten_checks_together(database_url: str, counted: Any) -> None:
    command = [sys.executable, "-c", GUESSER, database_url, NAME]
    guessers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for guesser in guessers:
        assert guesser.stdout.readline() == "ready\n"
    for guesser in guessers:
        guesser.stdin.write("\n")
        guesser.stdin.flush()
    made = [int(guesser.communicate(timeout=60)[0]) for guesser in guessers]
    assert [guesser.returncode for guesser in guessers] == [0, 0]
    assert sum(made) == 10
    assert counted() == 10


def guess(browser: Any, username: str, times: int, address: str = "203.0.113.9") -> None:
    for number in range(times):
        data = {"username": username, "password": f"guess number {number}"}
        answer = browser.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": address})
        assert answer.status_code == 422


def test_guesses_from_elsewhere_make_nobody_else_wait(app: Flask, anyone: Any, kay: Any) -> None:
    guess(anyone, kay.username, 12)
    assert sign_in(app.test_client(), kay.username).status_code == 303


def test_a_browser_that_signed_in_before_is_let_through_where_the_guesses_come_from(
    app: Flask, anyone: Any, kay: Any
) -> None:
    desk, other = app.test_client(), app.test_client()
    assert sign_in(desk, kay.username).status_code == 303
    desk.post("/sign-out")
    guess(anyone, kay.username, 12, "127.0.0.1")
    assert sign_in(other, kay.username).status_code == 422
    assert sign_in(desk, kay.username).status_code == 303


def test_a_known_browser_has_ten_tries_of_its_own_and_is_known_for_its_own_workers_alone(
    app: Flask, anyone: Any, kay: Any, house: SimpleNamespace, password_hash: str
) -> None:
    with app.app_context():
        manager = db.session.get_one(Worker, house.manager)
        manager.password_hash, username = password_hash, manager.username
        db.session.commit()
    sign_in(anyone, kay.username)
    guess(anyone, kay.username, 10)
    assert sign_in(anyone, kay.username).status_code == 422
    assert sign_in(app.test_client(), kay.username).status_code == 303
    guess(app.test_client(), username, 10, "127.0.0.1")
    assert sign_in(anyone, username).status_code == 422


def test_the_mark_of_a_known_browser_is_signed_and_out_of_reach_of_scripts(
    app: Flask, anyone: Any, kay: Any
) -> None:
    answer = sign_in(anyone, kay.username)
    mark = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("session-known="))
    assert "HttpOnly" in mark
    assert "SameSite=Lax" in mark
    forged = app.test_client()
    value = anyone.get_cookie("session-known").value
    forged.set_cookie("session-known", value[:-2] + ("xx" if value[-2:] != "xx" else "yy"))
    guess(app.test_client(), kay.username, 10, "127.0.0.1")
    assert sign_in(forged, kay.username).status_code == 422
    later = now() + timedelta(days=91)
    with time_machine.travel(later, tick=False):
        guess(app.test_client(), kay.username, 10, "127.0.0.1")
        assert sign_in(anyone, kay.username).status_code == 422


def test_many_addresses_together_and_many_names_from_one_are_stopped_too(
    anyone: Any, kay: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(passwords, "matches", lambda kept, typed: bool(checked.append(typed)))
    for number in range(70):
        guess(anyone, kay.username, 1, f"198.51.100.{number}")
    assert len(checked) == 50
    checked.clear()
    for number in range(120):
        guess(anyone, f"nobody.{number}", 1)
    assert len(checked) == 100


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown address"),
    ],
)
def test_of_ipv6_the_network_counts(address: str, key: str) -> None:
    assert address_key(address) == key


def test_the_administrator_is_told_for_a_week_and_of_own_workers_alone(
    app: Flask, anyone: Any, as_administrator: Any, kay: Any, house: SimpleNamespace
) -> None:
    assert "Too many tries" not in as_administrator.get("/").text
    with app.app_context():
        charlie = db.session.get_one(Worker, house.charlie).username
    for name in (kay.username, charlie):
        guess(anyone, name, 13)
    guess(anyone, kay.username, 11, "198.51.100.7")
    page = as_administrator.get("/").text
    assert "Too many tries to sign in as" in page
    assert "2 times, from 2 places" in page
    assert "Charlie" not in page
    with app.app_context():
        told = select(TrailEntry.subject).where(TrailEntry.action == "worker.throttled")
        assert sorted(db.session.scalars(told)) == sorted(
            [f"workers:{house.charlie}", *[f"workers:{kay.id}"] * 2]
        )
    with time_machine.travel(now() + timedelta(days=8)):
        assert "Too many tries" not in browser(app, house.administrator).get("/").text


def test_what_was_typed_for_an_unknown_name_is_kept_nowhere_for_long(app: Flask, anyone: Any) -> None:
    guess(anyone, "my secret password", 12)
    with app.app_context():
        assert db.session.scalars(select(TrailEntry.subject)).all() == []
        assert not any(db.session.scalars(select(SignInFailure.refused)))
