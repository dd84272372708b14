"""The administrator looks after workers and roles of the own services, and of no other."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.staff.actions import workers as actions
from careplan.staff.codes import Role
from careplan.staff.models import Membership, Worker
from careplan.trail.models import TrailEntry
from tests.factories.staff import MembershipFactory, WorkerFactory
from tests.staff.conftest import sign_in


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def new_worker(house: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    return (
        {
            "username": "bea.new",
            "name": "Bea New",
            "email": "bea@example.org",
            "profession": "nurse",
            "registration_number": "99A0001E",
            "prescriber": "none",
            "role": "keyworker",
            "service_id": house.service,
        }
        | boxes("from_on", today())
        | changes
    )


def roles(app: Flask, worker_id: str) -> list[tuple[str, date | None]]:
    with app.app_context():
        found = db.session.scalars(
            select(Membership)
            .where(Membership.worker_id == worker_id)
            .order_by(Membership.role, Membership.from_on)
        )
        return [(held.role, held.until_on) for held in found]


def trailed(app: Flask, action: str) -> list[TrailEntry]:
    with app.app_context():
        return list(db.session.scalars(select(TrailEntry).where(TrailEntry.action == action)))


def test_the_list_shows_workers_of_the_own_services_only(
    as_administrator: Any, house: SimpleNamespace
) -> None:
    page = as_administrator.get("/workers").get_data(as_text=True)
    assert "7 workers have a role at your services" in page
    assert "Kay Keyworker" in page
    assert "Charlie Outsider" not in page


def test_the_list_comes_in_pages(app: Flask, as_administrator: Any, house: SimpleNamespace) -> None:
    with app.app_context():
        for number in range(30):
            worker = WorkerFactory(name=f"Zoe Extra {number:02}")
            MembershipFactory(worker_id=worker.id, service_id=house.service)
        db.session.commit()
    first, second = (as_administrator.get(f"/workers?page={n}").get_data(as_text=True) for n in (1, 2))
    assert "37 workers" in first
    assert "Zoe Extra 00" in first
    assert "Zoe Extra 29" not in first
    assert "Zoe Extra 29" in second
    for nonsense in ("0", "-1", "٣", "9999999999", "x"):
        assert as_administrator.get("/workers", query_string={"page": nonsense}).status_code == 200


def test_a_list_of_many_workers_costs_no_more_statements(
    app: Flask, as_administrator: Any, house: SimpleNamespace, statements: list[str]
) -> None:
    as_administrator.get("/workers")
    few = len(statements)
    with app.app_context():
        for _ in range(15):
            MembershipFactory(worker_id=WorkerFactory(name="Zoe Extra").id, service_id=house.service)
        db.session.commit()
    statements.clear()
    as_administrator.get("/workers")
    assert len(statements) == few


def test_an_administrator_adds_a_worker_with_a_first_role(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    answer = as_administrator.post("/workers/new", data=new_worker(house))
    assert answer.status_code == 303
    with app.app_context():
        worker = db.session.scalars(select(Worker).where(Worker.username == "bea.new")).one()
        assert (worker.name, worker.profession, worker.password_hash) == ("Bea New", "nurse", None)
    assert roles(app, worker.id) == [("keyworker", None)]
    (entry,) = trailed(app, "role.given")
    assert (entry.actor, entry.service_id, entry.detail["role"]) == (
        house.administrator,
        house.service,
        "keyworker",
    )
    assert "Bea New" in as_administrator.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "kay"}, "The username kay is taken"),
        ({"username": "KAY"}, "small letters"),
        ({"username": "a b"}, "small letters"),
        ({"name": ""}, "Enter the worker&#39;s name"),
        ({"email": "nonsense"}, "correct format"),
        ({"profession": "wizard"}, "Select from the list"),
        ({"role": "owner"}, "Select from the list"),
        ({"role": "prescriber"}, "Select on what authority"),
        ({"prescriber": "independent", "registration_number": ""}, "Enter the registration number"),
        ({"from_on-day": "31", "from_on-month": "2"}, "real date"),
        ({"from_on-year": "1800"}, "between 1900"),
        ({"from_on-year": "1905"}, "on or after"),
        (boxes("until_on", date(2001, 1, 1)), "must be after the first day"),
        ({"name": "Bea\0New"}, "cannot be kept"),
    ],
)
def test_a_worker_that_makes_no_sense_is_refused_at_the_field(
    app: Flask, as_administrator: Any, house: SimpleNamespace, changes: dict[str, str], sentence: str
) -> None:
    answer = as_administrator.post("/workers/new", data=new_worker(house, **changes))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert page.count(sentence) >= 2
    with app.app_context():
        assert (
            db.session.scalar(select(func.count()).select_from(Worker).where(Worker.name == "Bea New")) == 0
        )


def test_a_role_at_another_service_cannot_be_given(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    new = as_administrator.post("/workers/new", data=new_worker(house, service_id=house.other_service))
    more = {"role": "manager", "service_id": house.other_service} | boxes("from_on", today())
    assert new.status_code == 422
    assert as_administrator.post(f"/workers/{house.keyworker}/roles/new", data=more).status_code == 422
    assert roles(app, house.keyworker) == [("keyworker", None)]


def test_fields_beyond_the_form_change_nothing(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    more = {
        "id": "chosen",
        "password_hash": "x",
        "session_key": "x",
        "worker_id": house.charlie,
        "recorded_by": "x",
    }
    as_administrator.post("/workers/new", data=new_worker(house, **more))
    with app.app_context():
        worker = db.session.scalars(select(Worker).where(Worker.username == "bea.new")).one()
        assert worker.id != "chosen"
        assert worker.password_hash is None
        assert db.session.scalars(
            select(Membership).where(Membership.worker_id == worker.id)
        ).one().recorded_by == (house.administrator)


def test_a_role_is_given_and_works_at_the_next_request(
    app: Flask, as_administrator: Any, as_auditor: Any, house: SimpleNamespace
) -> None:
    assert as_auditor.get("/workers").status_code == 403
    sent = {"role": "administrator", "service_id": house.service} | boxes("from_on", today())
    assert as_administrator.post(f"/workers/{house.auditor}/roles/new", data=sent).status_code == 303
    assert as_auditor.get("/workers").status_code == 200


def test_a_role_that_begins_tomorrow_opens_nothing_today(
    as_administrator: Any, as_auditor: Any, house: SimpleNamespace
) -> None:
    sent = {"role": "administrator", "service_id": house.service} | boxes(
        "from_on", today() + timedelta(days=1)
    )
    assert as_administrator.post(f"/workers/{house.auditor}/roles/new", data=sent).status_code == 303
    assert as_auditor.get("/workers").status_code == 403


def test_the_same_role_is_not_given_twice_for_one_time(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    sent = {"role": "keyworker", "service_id": house.service} | boxes("from_on", date(2015, 1, 1))
    answer = as_administrator.post(f"/workers/{house.keyworker}/roles/new", data=sent)
    assert answer.status_code == 422
    assert "already in that time" in answer.get_data(as_text=True)
    assert roles(app, house.keyworker) == [("keyworker", None)]


def test_only_who_prescribes_takes_the_prescribers_role(
    as_administrator: Any, house: SimpleNamespace
) -> None:
    sent = {"role": "prescriber", "service_id": house.service} | boxes("from_on", today())
    answer = as_administrator.post(f"/workers/{house.keyworker}/roles/new", data=sent)
    assert answer.status_code == 422
    assert "does not prescribe" in answer.get_data(as_text=True)


def end_of(house: SimpleNamespace, worker_id: str, role: str, service_id: str | None = None) -> str:
    return f"/workers/{worker_id}/roles/{service_id or house.service}/{role}/2010-01-01/end"


def test_a_role_is_ended_once_and_bites_at_the_next_request(
    app: Flask, as_administrator: Any, as_keyworker: Any, house: SimpleNamespace
) -> None:
    path = end_of(house, house.keyworker, "keyworker")
    assert as_keyworker.get(f"/record/{house.episode}").status_code != 403
    assert as_administrator.get(path).status_code == 200
    assert as_administrator.post(path, data=boxes("until_on", today())).status_code == 303
    assert roles(app, house.keyworker) == [("keyworker", today())]
    assert as_keyworker.get(f"/record/{house.episode}").status_code == 403
    assert as_administrator.post(path, data=boxes("until_on", today() + timedelta(days=9))).status_code == 404
    (entry,) = trailed(app, "role.ended")
    assert (entry.actor, entry.subject) == (house.administrator, f"workers:{house.keyworker}")


def test_a_role_that_ended_on_its_first_day_is_given_again_from_a_later_one(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    path = f"/workers/{house.auditor}/roles"
    sent = {"role": "keyworker", "service_id": house.service} | boxes("from_on", today())
    assert as_administrator.post(f"{path}/new", data=sent).status_code == 303
    end = f"{path}/{house.service}/keyworker/{today().isoformat()}/end"
    assert as_administrator.post(end, data=boxes("until_on", today())).status_code == 303
    answer = as_administrator.post(f"{path}/new", data=sent)
    assert answer.status_code == 422
    assert "Choose a later first day" in answer.get_data(as_text=True)
    later = sent | boxes("from_on", today() + timedelta(days=1))
    assert as_administrator.post(f"{path}/new", data=later).status_code == 303


def test_a_role_cannot_end_before_it_began(app: Flask, as_administrator: Any, house: SimpleNamespace) -> None:
    path = end_of(house, house.keyworker, "keyworker")
    answer = as_administrator.post(path, data=boxes("until_on", date(2009, 12, 31)))
    assert answer.status_code == 422
    assert "cannot be before its first day" in answer.get_data(as_text=True)
    assert roles(app, house.keyworker) == [("keyworker", None)]


def test_the_end_of_a_role_is_filled_once(app: Flask, house: SimpleNamespace) -> None:
    with app.app_context():
        held = db.session.scalars(select(Membership).where(Membership.worker_id == house.keyworker)).one()
        actions.end_role(by=house.actors.administrator, membership=held, until_on=today())
        with pytest.raises(actions.Refused):
            actions.end_role(by=house.actors.administrator, membership=held, until_on=date(2030, 1, 1))
        for change in ({"until_on": date(2030, 1, 1)}, {"until_on": None}, {"role": "manager"}):
            mine = update(Membership).where(Membership.worker_id == house.keyworker)
            with pytest.raises(DatabaseError), db.session.begin_nested():
                db.session.execute(mine.values(**change))
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(delete(Membership).where(Membership.worker_id == house.keyworker))


def test_nobody_changes_their_own_roles_password_or_account_as_administrator(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    own = f"/workers/{house.administrator}"
    page = as_administrator.get(own).get_data(as_text=True)
    assert "Another administrator can change them" in page
    sent = {"role": "manager", "service_id": house.service} | boxes("from_on", today())
    assert as_administrator.get(f"{own}/roles/new").status_code == 403
    assert as_administrator.post(f"{own}/roles/new", data=sent).status_code == 403
    path = end_of(house, house.administrator, "administrator")
    assert as_administrator.post(path, data=boxes("until_on", today())).status_code == 403
    assert as_administrator.post(f"{own}/link", data={}).status_code == 404
    assert as_administrator.post(f"{own}/account", data={"closed": "yes"}).status_code == 404
    assert roles(app, house.administrator) == [("administrator", None)]


@pytest.mark.parametrize("tail", ["", "/roles/new", "/link", "/account"])
def test_workers_of_another_service_do_not_exist_here(
    as_administrator: Any, house: SimpleNamespace, tail: str
) -> None:
    with time_machine.travel(now(), tick=False):  # a page names the minute in which it was made
        missing = as_administrator.get(f"/workers/no-such-worker{tail}")
        theirs = as_administrator.get(f"/workers/{house.charlie}{tail}")
    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert theirs.get_data() == missing.get_data()
    if tail:
        assert (
            as_administrator.post(f"/workers/{house.charlie}{tail}", data={"closed": "yes"}).status_code
            == 404
        )


@pytest.mark.parametrize("service", ["service", "other_service"])
def test_roles_at_another_service_are_not_ended_from_here(
    app: Flask, as_administrator: Any, house: SimpleNamespace, service: str
) -> None:
    path = end_of(house, house.charlie, "manager", getattr(house, service))
    assert as_administrator.get(path).status_code == 404
    assert as_administrator.post(path, data=boxes("until_on", today())).status_code == 404
    assert ("manager", None) in roles(app, house.charlie)


def test_a_worker_of_two_services_keeps_password_and_account(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    with app.app_context():
        MembershipFactory(worker_id=house.keyworker, service_id=house.other_service, role="keyworker")
        db.session.commit()
    page = as_administrator.get(f"/workers/{house.keyworker}").get_data(as_text=True)
    assert "also has a role at a service that is not yours" in page
    assert "Riverside" not in page
    assert as_administrator.post(f"/workers/{house.keyworker}/link", data={}).status_code == 404
    assert (
        as_administrator.post(f"/workers/{house.keyworker}/account", data={"closed": "yes"}).status_code
        == 404
    )
    path = end_of(house, house.keyworker, "keyworker")
    assert as_administrator.post(path, data=boxes("until_on", today())).status_code == 303


def test_an_account_is_closed_and_opened_again(
    app: Flask, as_administrator: Any, anyone: Any, kay: SimpleNamespace
) -> None:
    path = f"/workers/{kay.id}/account"
    assert as_administrator.post(path, data={"closed": "maybe"}).status_code == 422
    assert as_administrator.post(path, data={"closed": "yes"}).status_code == 303
    assert sign_in(anyone, kay.username).status_code == 422
    assert "Closed" in as_administrator.get(f"/workers/{kay.id}").get_data(as_text=True)
    assert as_administrator.post(path, data={"closed": "no"}).status_code == 303
    assert sign_in(anyone, kay.username).status_code == 303
    assert len(trailed(app, "worker.closed")) == len(trailed(app, "worker.opened")) == 1


@pytest.mark.parametrize("role", ["as_keyworker", "as_prescriber", "as_manager", "as_auditor", "charlie"])
def test_only_administrators_come_in(
    request: pytest.FixtureRequest, house: SimpleNamespace, role: str
) -> None:
    browser = request.getfixturevalue(role)
    for path in (
        "/workers",
        "/workers/new",
        f"/workers/{house.keyworker}",
        f"/workers/{house.keyworker}/link",
    ):
        assert browser.get(path).status_code == 403
    assert browser.post("/workers/new", data=new_worker(house)).status_code == 403


def test_a_double_click_adds_one_worker(app: Flask, as_administrator: Any, house: SimpleNamespace) -> None:
    sent = new_worker(house, submission="one-key")
    first, second = (as_administrator.post("/workers/new", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location


def test_a_role_holds_from_its_first_day_until_the_day_before_its_end(
    app: Flask, house: SimpleNamespace
) -> None:
    with app.app_context():
        worker = actions.add_worker(by="command", username="bea.new", name="Bea New")
        give = {"by": "command", "worker": worker, "service_id": house.service, "role": Role.KEYWORKER}
        actions.give_role(**give, from_on=date(2026, 1, 1), until_on=date(2026, 2, 1))
        actions.give_role(**give, from_on=date(2026, 2, 1), until_on=date(2026, 3, 1))
        for from_on, until_on in ((date(2026, 2, 28), None), (date(2025, 1, 1), None)):
            with pytest.raises(actions.Refused):
                actions.give_role(**give, from_on=from_on, until_on=until_on)
        actions.give_role(**give, from_on=date(2026, 3, 1))
        with pytest.raises(actions.Refused):
            actions.give_role(**give, from_on=date(2030, 1, 1), until_on=date(2030, 1, 1))
        db.session.rollback()


def test_closing_a_closed_account_writes_nothing(app: Flask, house: SimpleNamespace) -> None:
    with app.app_context():
        worker = db.session.get_one(Worker, house.keyworker)
        closed = actions.close_account(by="command", worker=worker, at=now()).disabled_at
        actions.close_account(by="command", worker=worker, at=now() + timedelta(days=1))
        assert worker.disabled_at == closed
        assert (
            len(db.session.scalars(select(TrailEntry).where(TrailEntry.action == "worker.closed")).all()) == 1
        )
        db.session.rollback()
