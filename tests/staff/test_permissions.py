"""A room declares what its doors ask for, and nobody lists it elsewhere."""

from copy import deepcopy
from datetime import date

import pytest

from careplan.plans.codes import WRITE_PLAN
from careplan.staff import rules
from careplan.staff.codes import Role
from careplan.staff.rules import Actor, RoleAtService, permission


@pytest.fixture
def undeclared(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test declares is gone after it."""
    for name in ("GRANTS", "READING", "WRITTEN_TOO"):
        monkeypatch.setattr(rules, name, deepcopy(getattr(rules, name)))


def at_work(role: Role, *, closed: bool = False) -> Actor:
    return Actor("w", "w", "W", (RoleAtService("north", role, date(2025, 1, 1), None, closed=closed),))


@pytest.mark.usefixtures("undeclared")
def test_the_roles_of_a_declared_permission_hold_it_and_no_other():
    name = permission("keep_diary", Role.KEYWORKER, Role.MANAGER)
    may = {role for role in Role if at_work(role).may(name)}
    assert may == {Role.KEYWORKER, Role.MANAGER}
    assert at_work(Role.KEYWORKER).services(name) == {"north"}
    assert at_work(Role.KEYWORKER, closed=True).services(name) == frozenset()


@pytest.mark.usefixtures("undeclared")
def test_what_reads_is_asked_of_a_closed_service_too():
    name = permission("read_diary", Role.KEYWORKER, reading=True)
    assert at_work(Role.KEYWORKER, closed=True).services(name) == {"north"}


@pytest.mark.usefixtures("undeclared")
@pytest.mark.parametrize("name", ["read_record", WRITE_PLAN])
def test_a_name_that_is_taken_is_refused(name: str):
    with pytest.raises(ValueError, match=name):
        permission(name, Role.AUDITOR)
    assert not at_work(Role.AUDITOR).may(name)
