"""A room declares what its doors ask for, and nobody lists it elsewhere."""

from datetime import date

import pytest
from flask import Flask

from careplan.ground.gathering import gather
from careplan.ground.offers import Room
from careplan.ground.permissions import Permission
from careplan.plans.codes import WRITE_PLAN
from careplan.rooms import ROOMS
from careplan.staff.codes import CLINICAL, LEADING, SEES_CLIENTS, Role
from careplan.staff.doors import Unmarked, needs, refuse_unmarked
from careplan.staff.rules import Actor, RoleAtService
from tests.conftest import Browser

KEEP_DIARY = Permission("keep_diary", (Role.KEYWORKER, Role.MANAGER))
READ_DIARY = Permission("read_diary", (Role.KEYWORKER,), reading=True)


def at_work(role: Role, *, closed: bool = False) -> Actor:
    return Actor("w", "w", "W", (RoleAtService("north", role, date(2025, 1, 1), None, closed=closed),))


def test_the_roles_of_a_declared_permission_hold_it_and_no_other():
    may = {role for role in Role if at_work(role).may(KEEP_DIARY)}
    assert may == {Role.KEYWORKER, Role.MANAGER}
    assert at_work(Role.KEYWORKER).services(KEEP_DIARY) == {"north"}
    assert at_work(Role.KEYWORKER, closed=True).services(KEEP_DIARY) == frozenset()


def test_what_reads_is_asked_of_a_closed_service_too():
    assert at_work(Role.KEYWORKER, closed=True).services(READ_DIARY) == {"north"}


@pytest.mark.parametrize("code", ["keep_diary", "public"])
def test_a_code_that_is_taken_is_refused(code: str):
    rooms = (Room(name="a", permissions=(KEEP_DIARY,)), Room(name="b", permissions=(Permission(code),)))
    with pytest.raises(ValueError, match=code):
        gather(Flask("small"), rooms)


def test_a_door_asks_only_for_what_a_room_declares():
    app = Flask("small", static_folder=None)
    gather(app, (Room(name="plans", permissions=(WRITE_PLAN,)),))
    app.add_url_rule("/plan", "plan", needs(WRITE_PLAN)(lambda: ""))
    refuse_unmarked(app)
    app.add_url_rule("/diary", "diary", needs(KEEP_DIARY)(lambda: ""))
    with pytest.raises(Unmarked, match="diary"):
        refuse_unmarked(app)


def test_where_a_role_is_chosen_stands_what_the_rooms_let_it_do(as_administrator: Browser):
    page = as_administrator.get("/workers/new").text
    assert "records doses, writes care plans" in page
    assert "Reads the clinical audit; sees no client" in page


def test_a_set_of_roles_is_named_once() -> None:
    named = {frozenset(one): one for one in (LEADING, CLINICAL, SEES_CLIENTS)}
    declared = [one for room in ROOMS for one in room.permissions if frozenset(one.roles) in named]
    assert len(declared) > len(named)
    assert [one.code for one in declared if one.roles is not named[frozenset(one.roles)]] == []
