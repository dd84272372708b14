"""`careplan worker add|password|role`."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.staff import passwords
from careplan.staff.commands import worker
from careplan.staff.models import Membership, Worker
from careplan.trail.models import TrailEntry


@pytest.fixture
def run(app: Flask, house: SimpleNamespace) -> Any:
    """Run `careplan worker …`; the second argument is typed at prompts."""
    runner = app.test_cli_runner()

    def call(*arguments: str, typed: str | None = None) -> Result:
        return runner.invoke(worker, list(arguments), input=typed)

    return call


def found(username: str) -> Worker:
    return db.session.scalars(select(Worker).where(Worker.username == username)).one()


def test_a_worker_is_added_with_password_and_role(app: Flask, run: Any, house: SimpleNamespace) -> None:
    assert run("add", "bea.new", "--name", "Bea New", "--profession", "nurse").exit_code == 0
    assert run("password", "bea.new", typed="otter plum kite lamp\n" * 2).exit_code == 0
    assert run("role", "bea.new", "administrator", house.service).exit_code == 0
    with app.app_context():
        bea = found("bea.new")
        assert passwords.matches(bea.password_hash, "otter plum kite lamp")
        assert not bea.must_change_password
        held = db.session.scalars(select(Membership).where(Membership.worker_id == bea.id)).one()
        assert (held.role, held.from_on, held.until_on) == ("administrator", today(), None)
        actions = db.session.scalars(select(TrailEntry.action).where(TrailEntry.actor == "command")).all()
        assert sorted(actions) == ["password.reset", "role.given", "worker.added"]


def test_a_random_password_is_printed_and_must_be_changed(app: Flask, run: Any) -> None:
    printed = run("password", "kay", "--random").output.strip()
    with app.app_context():
        kay = found("kay")
        assert passwords.matches(kay.password_hash, printed)
        assert kay.must_change_password


def test_a_role_is_given_for_a_time_and_ended(app: Flask, run: Any, house: SimpleNamespace) -> None:
    given = run(
        "role", "kay", "manager", house.other_service, "--from", "2026-01-05", "--until", "2026-02-01"
    )
    assert given.exit_code == 0
    assert run("role", "kay", "keyworker", house.service, "--end", "--until", "2026-03-01").exit_code == 0
    with app.app_context():
        rows = db.session.scalars(select(Membership).where(Membership.worker_id == house.keyworker)).all()
        held = {row.role: (row.from_on, row.until_on) for row in rows}
        assert held["manager"] == (date(2026, 1, 5), date(2026, 2, 1))
        assert held["keyworker"][1] == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "kay", "--name", "Kay Again"), "The username kay is taken"),
        (
            ("add", "bea", "--name", "Bea", "--profession", "wizard"),
            "profession 'wizard' is not one of keyworker",
        ),
        (("add", "bea", "--name", "Bea", "--prescriber", "maybe"), "prescriber 'maybe' is not one of none"),
        (("add", " ", "--name", "Bea"), "letters that can be printed"),
        (("password", "nobody"), "no worker with the username 'nobody'"),
        (("role", "nobody", "manager", "S"), "no worker with the username 'nobody'"),
        (("role", "kay", "owner", "S"), "role 'owner' is not one of keyworker"),
        (("role", "kay", "manager", "no-such-service"), "no service with the id 'no-such-service'"),
        (("role", "kay", "manager", "SERVICE", "--from", "31.3.2026"), "--from '31.3.2026' is not a date"),
        (
            ("role", "kay", "manager", "SERVICE", "--until", "2026-02-30"),
            "--until '2026-02-30' is not a date",
        ),
        (("role", "kay", "keyworker", "SERVICE"), "already in that time"),
        (("role", "kay", "manager", "SERVICE", "--end"), "has no open role manager"),
        (
            ("role", "kay", "manager", "SERVICE", "--from", "2026-02-02", "--until", "2026-02-01"),
            "must be after",
        ),
    ],
)
def test_a_wrong_argument_is_one_line_and_exit_2(
    app: Flask, run: Any, house: SimpleNamespace, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run(*(house.service if word == "SERVICE" else word for word in arguments))
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize("password", ["short", "passwordpassword", "kay kay kay kay"])
def test_a_password_that_breaks_the_rule_is_refused(app: Flask, run: Any, password: str) -> None:
    result = run("password", "kay", typed=f"{password}\n" * 2)
    assert result.exit_code == 2
    with app.app_context():
        assert found("kay").password_hash is None
