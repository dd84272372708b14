"""A link to a password that nobody sees, roles that rest after it, and the second person who lets them begin."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.staff import queries
from careplan.staff.actions import workers as actions
from careplan.staff.actions import workers as worker_actions
from careplan.staff.codes import Role
from careplan.staff.commands import worker
from careplan.staff.models import Confirmation, Membership, SignInLink, Worker
from careplan.trail.models import TrailEntry
from tests.conftest import browser
from tests.factories.staff import MembershipFactory
from tests.staff.conftest import PASSWORD, sign_in
from tests.staff.test_workers import boxes, new_worker

NEW = "brass moon ticket seven"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHOSEN = {"password": NEW, "again": NEW}


def link_for(administrator: Any, worker_id: str) -> str:
    """The path of a link that an administrator makes."""
    page = administrator.post(f"/workers/{worker_id}/link").text
    return re.search(r'id="link">http://localhost(/account/link/[\w-]+)<', page)[1]


@pytest.fixture
def signs_in(app: Flask, house: SimpleNamespace, password_hash: str) -> Any:
    """Give workers of the world the test password."""
    with app.app_context():
        for one in db.session.scalars(select(Worker)):
            one.password_hash = password_hash
        db.session.commit()


@pytest.fixture
def linked(app: Flask, anyone: Any, as_administrator: Any, house: SimpleNamespace, signs_in: Any) -> Any:
    """Kay in a browser of her own after she chose a password with a link of Ada's."""
    assert anyone.post(link_for(as_administrator, house.keyworker), data=CHOSEN).location == "/sign-in"
    assert sign_in(anyone, "kay", NEW).location == "/"
    return anyone


def confirm(who: Any, worker_id: str, **changes: str) -> Any:
    return who.post(f"/workers/{worker_id}/confirm", data={"sure": "y", "present": PASSWORD} | changes)


def test_an_administrator_alone_opens_no_record(
    app: Flask, as_administrator: Any, anyone: Any, house: SimpleNamespace
) -> None:
    """The attack that was seen: a new account with the manager's role, its password, a record."""
    added = as_administrator.post("/workers/new", data=new_worker(house, role="manager"))
    worker_id = added.location.rsplit("/", 1)[1]
    anyone.post(link_for(as_administrator, worker_id), data=CHOSEN)
    assert sign_in(anyone, "bea.new", NEW).status_code == 303
    for path in ("/caseload", f"/record/{house.episode}", "/audit", f"/workers/{worker_id}/confirm"):
        assert anyone.get(path).status_code in (403, 404)
    assert "Your work waits for a colleague" in anyone.get("/").text


def test_no_page_of_the_administrator_shows_a_password(
    app: Flask, as_administrator: Any, anyone: Any, house: SimpleNamespace, signs_in: Any
) -> None:
    link = link_for(as_administrator, house.prescriber)
    assert link not in as_administrator.get(f"/workers/{house.prescriber}/link").text
    assert as_administrator.get(f"/workers/{house.prescriber}/password").status_code == 404
    with app.app_context():
        (kept,) = db.session.scalars(select(SignInLink))
        assert link.rsplit("/", 1)[1] not in (kept.secret_sha256, kept.id)
        trail = db.session.scalars(select(TrailEntry.detail)).all()
        assert link.rsplit("/", 1)[1] not in str(trail)
    assert sign_in(anyone, "pria").status_code == 303  # the present password goes on until the link is used


def test_a_link_opens_once(anyone: Any, as_administrator: Any, house: SimpleNamespace, signs_in: Any) -> None:
    link = link_for(as_administrator, house.keyworker)
    for _ in range(2):
        assert "Kay Keyworker" in anyone.get(link).text
    assert anyone.post(link, data=CHOSEN).status_code == 303
    assert anyone.get(link).status_code == anyone.post(link, data=CHOSEN).status_code == 404
    assert "opens nothing any more" in anyone.get(link).text


def test_a_link_opens_for_24_hours(app: Flask, anyone: Any, house: SimpleNamespace, signs_in: Any) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        link = link_for(browser(app, house.administrator), house.keyworker)
        clock.move_to(NOON + timedelta(hours=24, seconds=-1))
        assert anyone.get(link).status_code == 200
        clock.move_to(NOON + timedelta(hours=24))
        assert anyone.get(link).status_code == anyone.post(link, data=CHOSEN).status_code == 404


@pytest.mark.parametrize("by", ["a newer link", "an own password", "a closed account"])
def test_a_link_ends_when_something_takes_its_place(
    app: Flask, anyone: Any, as_administrator: Any, house: SimpleNamespace, signs_in: Any, by: str
) -> None:
    link = link_for(as_administrator, house.keyworker)
    if by == "a newer link":
        assert link_for(as_administrator, house.keyworker) != link
    elif by == "an own password":
        own = {"present": PASSWORD, "password": NEW, "again": NEW}
        assert browser(app, house.keyworker).post("/account/password", data=own).status_code == 303
    else:
        with app.app_context():
            kay = db.session.get_one(Worker, house.keyworker)
            worker_actions.close_account(by="command", worker=kay, at=now())
            worker_actions.open_account(by="command", worker=kay)
            db.session.commit()
    assert anyone.get(link).status_code == anyone.post(link, data=CHOSEN).status_code == 404


def test_a_closed_account_gets_no_link(as_administrator: Any, app: Flask, house: SimpleNamespace) -> None:
    with app.app_context():
        db.session.get_one(Worker, house.keyworker).disabled_at = now()
        db.session.commit()
    assert as_administrator.post(f"/workers/{house.keyworker}/link").status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInLink)) == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "short", "again": "short"}, "12 characters or more"),
        ({"password": NEW, "again": NEW + "x"}, "not alike"),
        ({"password": "kay kay kay kay", "again": "kay kay kay kay"}, "made of the username"),
        ({}, "Enter a new password"),
    ],
)
def test_a_password_that_breaks_the_rule_uses_nothing_up(
    anyone: Any,
    as_administrator: Any,
    house: SimpleNamespace,
    signs_in: Any,
    typed: dict[str, str],
    sentence: str,
) -> None:
    link = link_for(as_administrator, house.keyworker)
    answer = anyone.post(link, data=typed)
    assert answer.status_code == 422
    assert answer.text.count(sentence) >= 2
    assert anyone.post(link, data=CHOSEN).status_code == 303


def test_using_a_link_ends_the_sessions_of_the_worker(
    app: Flask, as_keyworker: Any, anyone: Any, as_administrator: Any, house: SimpleNamespace, signs_in: Any
) -> None:
    link = link_for(as_administrator, house.keyworker)
    assert as_keyworker.get("/caseload").status_code == 200
    anyone.post(link, data=CHOSEN)
    assert as_keyworker.get("/caseload").status_code == 303
    assert sign_in(app.test_client(), "kay").status_code == 422


def test_clinical_roles_rest_at_the_next_request_and_others_go_on(
    app: Flask, linked: Any, house: SimpleNamespace
) -> None:
    assert linked.get("/caseload").status_code == 403
    with app.app_context():
        MembershipFactory(worker_id=house.keyworker, service_id=house.service, role="auditor")
        db.session.commit()
    assert linked.get("/audit").status_code == 200
    assert linked.get("/caseload").status_code == 403


@pytest.mark.parametrize("who", ["manager", "prescriber"])
def test_another_manager_or_prescriber_of_the_service_confirms_with_their_own_password(
    app: Flask, linked: Any, house: SimpleNamespace, who: str
) -> None:
    colleague = browser(app, getattr(house, who))
    today = colleague.get("/").text
    assert "Colleagues to confirm" in today
    assert f"/workers/{house.keyworker}/confirm" in today
    page = colleague.get(f"/workers/{house.keyworker}/confirm").text
    for words in ("Is this Kay Keyworker?", "Ada Administrator", "Keyworker at Northgate Test Service"):
        assert words in page
    for wrong, sentence in (
        ({"present": "not my password"}, "This is not your present password"),
        ({"present": ""}, "Enter your own password"),
        ({"sure": ""}, "Tick that you asked this person"),
    ):
        answer = confirm(colleague, house.keyworker, **wrong)
        assert (answer.status_code, answer.text.count(sentence) >= 2) == (422, True)
        assert linked.get("/caseload").status_code == 403
    assert confirm(colleague, house.keyworker).status_code == 303
    assert linked.get("/caseload").status_code == 200
    assert confirm(colleague, house.keyworker).status_code == 404
    assert "Your work waits" not in linked.get("/").text
    with app.app_context():
        told = select(TrailEntry.actor).where(TrailEntry.action == "worker.confirmed")
        assert db.session.scalars(told).all() == [getattr(house, who)]


@pytest.mark.parametrize("who", ["charlie", "administrator", "auditor"])
def test_nobody_else_confirms(app: Flask, linked: Any, house: SimpleNamespace, who: str) -> None:
    other = browser(app, getattr(house, who))
    assert other.get(f"/workers/{house.keyworker}/confirm").status_code in (403, 404)
    assert confirm(other, house.keyworker).status_code in (403, 404)
    assert linked.get("/caseload").status_code == 403


def test_neither_oneself_nor_whoever_made_the_link_confirms(
    app: Flask, as_administrator: Any, anyone: Any, house: SimpleNamespace, signs_in: Any
) -> None:
    with app.app_context():  # an administrator who is a manager too, and a prescriber whom she gave a link
        MembershipFactory(worker_id=house.administrator, service_id=house.service, role="manager")
        MembershipFactory(worker_id=house.prescriber, service_id=house.service, role="manager")
        db.session.commit()
    anyone.post(link_for(as_administrator, house.prescriber), data=CHOSEN)
    sign_in(anyone, "pria", NEW)
    for who in (as_administrator, anyone):
        assert confirm(who, house.prescriber, present=NEW).status_code in (403, 404)
        assert confirm(who, house.prescriber).status_code in (403, 404)
    assert "Ask Leah Lead or Mo Manager: it stands" in anyone.get("/").text
    assert confirm(browser(app, house.manager), house.prescriber).status_code == 303
    assert anyone.get("/caseload").status_code == 200


def test_a_service_is_confirmed_by_its_own_people_alone(
    app: Flask, linked: Any, house: SimpleNamespace
) -> None:
    with app.app_context():
        MembershipFactory(worker_id=house.keyworker, service_id=house.other_service, role="keyworker")
        db.session.commit()
    assert confirm(browser(app, house.charlie), house.keyworker).status_code == 303
    assert linked.get(f"/record/{house.other_episode}").status_code == 200
    assert linked.get(f"/record/{house.episode}").status_code == 404


def test_a_second_link_lets_the_roles_rest_again(
    app: Flask, linked: Any, as_administrator: Any, house: SimpleNamespace
) -> None:
    confirm(browser(app, house.manager), house.keyworker)
    assert linked.get("/caseload").status_code == 200
    linked.post(link_for(as_administrator, house.keyworker), data=CHOSEN)
    sign_in(linked, "kay", NEW)
    assert linked.get("/caseload").status_code == 403


def test_a_resting_prescriber_is_no_second_prescriber_and_confirms_nobody(
    app: Flask, anyone: Any, as_administrator: Any, house: SimpleNamespace, signs_in: Any
) -> None:
    with app.app_context():
        on = date(2026, 3, 2)
        assert house.prescriber in queries.holders(house.service, Role.PRESCRIBER, on)
    anyone.post(link_for(as_administrator, house.prescriber), data=CHOSEN)
    sign_in(anyone, "pria", NEW)
    with app.app_context():
        assert queries.holders(house.service, Role.PRESCRIBER, on) == {}
    other = app.test_client()
    other.post(link_for(as_administrator, house.keyworker), data=CHOSEN)
    assert confirm(anyone, house.keyworker, present=NEW).status_code == 403


def test_each_step_is_told_to_the_managers_of_the_service_for_a_week(
    app: Flask, linked: Any, house: SimpleNamespace
) -> None:
    confirm(browser(app, house.prescriber), house.keyworker)
    page = browser(app, house.manager).get("/").text
    for words in (
        "A link to a password was made by Ada Administrator",
        "A password was chosen with a link",
        "The person was confirmed by Dr Pria Prescriber",
    ):
        assert words in page
    for who in (house.keyworker, house.charlie):
        assert "A link to a password" not in browser(app, who).get("/").text
    with time_machine.travel(now() + timedelta(days=9)):
        assert "A link to a password" not in browser(app, house.manager).get("/").text


def test_the_command_confirms(app: Flask, linked: Any, house: SimpleNamespace) -> None:
    run = app.test_cli_runner().invoke
    assert run(worker, ["confirm", "nobody"]).exit_code == 2
    assert run(worker, ["confirm", "kay"]).output == "Kay Keyworker confirmed.\n"
    assert linked.get("/caseload").status_code == 200


def test_a_password_or_a_role_by_command_does_not_rest(
    app: Flask, linked: Any, house: SimpleNamespace
) -> None:
    run = app.test_cli_runner().invoke
    assert run(worker, ["role", "kay", "keyworker", house.other_service]).exit_code == 0
    assert linked.get(f"/record/{house.other_episode}").status_code == 200
    assert linked.get(f"/record/{house.episode}").status_code == 404
    assert run(worker, ["password", "kay"], input=f"{PASSWORD}\n" * 2).exit_code == 0
    sign_in(linked, "kay")
    assert linked.get(f"/record/{house.episode}").status_code == 200


def test_the_database_keeps_links_and_confirmations_as_they_were(
    app: Flask, linked: Any, house: SimpleNamespace
) -> None:
    confirm(browser(app, house.manager), house.keyworker)
    for model, change in ((SignInLink, {"used_at": now()}), (Confirmation, {"confirmed_by": "somebody"})):
        with app.app_context():
            row = db.session.scalars(select(model)).one()
            for name, value in change.items():
                setattr(row, name, value)
            with pytest.raises(DatabaseError):
                db.session.flush()
            db.session.rollback()


def test_a_page_asks_once_who_is_resting_however_many(
    app: Flask, house: SimpleNamespace, statements: list[str]
) -> None:
    def today() -> int:
        statements.clear()
        assert browser(app, house.manager).get("/").status_code == 200
        return len(statements)

    few = today()
    with app.app_context():
        for number in range(5):
            one = worker_actions.add_worker(by="command", username=f"w.{number}", name=f"Worker {number}")
            db.session.add(
                Membership(
                    worker_id=one.id,
                    service_id=house.service,
                    role="keyworker",
                    from_on=date(2026, 1, 1),
                    recorded_by="command",
                )
            )
            secret = actions.make_link(by=house.actors.administrator, worker=one, at=now())
            actions.use_link(link=queries.link(secret, now()), password=NEW, at=now())
        db.session.commit()
    assert today() == few
    assert browser(app, house.manager).get("/").text.count(">Confirm<") == 5


@pytest.mark.parametrize("nasty", ["\0" * 20, "x" * 200_000, "\u202e" * 20, "%00%ff%fe" * 4, " " * 30])
def test_nonsense_in_a_link_or_a_confirmation_is_refused_in_words(
    app: Flask, linked: Any, as_administrator: Any, house: SimpleNamespace, nasty: str
) -> None:
    confirming = confirm(browser(app, house.manager), house.keyworker, sure=nasty, present=nasty)
    assert confirming.status_code == 422
    assert linked.get("/caseload").status_code == 403
    link = link_for(as_administrator, house.prescriber)
    for data in ({"password": nasty, "again": nasty + "x"}, {"password": [nasty, nasty]}):
        assert app.test_client().post(link, data=data).status_code == 422
    for secret in (nasty[:200].replace("%", "%25"), "..%2f..%2fetc", "%00"):
        assert linked.get(f"/account/link/{secret}").status_code == 404


def second_administrator(app: Flask, as_administrator: Any, house: SimpleNamespace) -> Any:
    """Ada in a browser of an account that she made for herself, with the administrator's role."""
    added = as_administrator.post("/workers/new", data=new_worker(house, role="administrator"))
    anyone = app.test_client()
    anyone.post(link_for(as_administrator, added.location.rsplit("/", 1)[1]), data=CHOSEN)
    assert sign_in(anyone, "bea.new", NEW).location == "/"
    return anyone


def give(who: Any, worker_id: str, service_id: str, role: str) -> Any:
    sent = {"role": role, "service_id": service_id} | boxes("from_on", today())
    return who.post(f"/workers/{worker_id}/roles/new", data=sent)


@pytest.mark.parametrize("role", ["keyworker", "manager"])
def test_an_administrator_with_two_accounts_opens_no_record(
    app: Flask, as_administrator: Any, house: SimpleNamespace, signs_in: Any, role: str
) -> None:
    """The second account gives the first one, whose password came through no link, a role that reads records."""
    second = second_administrator(app, as_administrator, house)
    assert give(second, house.administrator, house.service, role).status_code == 303
    for path in ("/caseload", f"/record/{house.episode}", f"/workers/{house.keyworker}/confirm"):
        assert as_administrator.get(path).status_code in (403, 404), path
    asked = as_administrator.get("/").text.split("Ask ")[1]
    for name in ("Dr Pria Prescriber", "Leah Lead", "Mo Manager"):
        assert name in asked[:90]
    assert confirm(as_administrator, house.administrator).status_code in (403, 404)
    manager = browser(app, house.manager)
    assert "An administrator gets a role" in manager.get("/").text
    page = manager.get(f"/workers/{house.administrator}/confirm").text
    assert "Roles given by" in page
    assert "Bea New" in page
    assert "Link made by" not in page
    assert confirm(manager, house.administrator).status_code == 303
    assert as_administrator.get("/caseload").status_code == 200


def test_the_command_confirms_the_role_of_an_administrator_too(
    app: Flask, as_administrator: Any, house: SimpleNamespace, signs_in: Any
) -> None:
    run = app.test_cli_runner().invoke
    assert run(worker, ["role", "ada", "keyworker", house.service]).exit_code == 0
    assert as_administrator.get("/caseload").status_code == 200
    second = second_administrator(app, as_administrator, house)
    give(second, house.administrator, house.service, "manager")
    assert as_administrator.get("/caseload").status_code == 200
    assert as_administrator.get("/audit").status_code == 403
    assert run(worker, ["confirm", "ada"]).exit_code == 0
    assert as_administrator.get("/audit").status_code == 200


def test_whoever_becomes_an_administrator_keeps_the_roles_held_before(
    app: Flask, as_administrator: Any, as_keyworker: Any, house: SimpleNamespace
) -> None:
    assert give(as_administrator, house.auditor, house.service, "keyworker").status_code == 303
    for one in (house.auditor, house.keyworker):
        assert give(as_administrator, one, house.service, "administrator").status_code == 303
        assert browser(app, one).get("/caseload").status_code == 200
