"""Every route and every role: the table in doors.txt says who may, and every door is tried."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from careplan.ground.db import db
from careplan.ground.gathering import permissions
from careplan.ground.permissions import PUBLIC
from tests.conftest import Browser, browser
from tests.walk import address, rules

pytestmark = pytest.mark.only_on("sqlite")
"""Who may is judged before a database is asked: test_tenancy.py opens everything on both."""
TABLE = Path(__file__).with_name("doors.txt")
ROLES = ("keyworker", "prescriber", "manager", "administrator", "auditor", "reception", "clinical_lead")
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
WHO = {code: set(roles.split()) for code, _, roles in (line.partition(": ") for line in LINES) if roles}
"""Permission → roles, as written down."""


def table() -> dict[str, str]:
    """Endpoint → permission, as written down."""
    return dict(line.split() for line in LINES if ": " not in line)


def test_the_table_names_every_route_with_its_permission(application: Flask) -> None:
    found = {
        name: str(view.permission) for name, view in application.view_functions.items() if name != "static"
    }
    assert found == table()


def test_the_table_names_every_permission_with_its_roles(application: Flask) -> None:
    with application.app_context():
        assert {one.code: set(one.roles) for one in permissions() if one is not PUBLIC} | {
            "public": set(ROLES)
        } == WHO


def test_every_view_has_the_name_that_the_protection_of_forms_asks_for(application: Flask) -> None:
    bare = [name for name, view in application.view_functions.items() if not hasattr(view, "__name__")]
    assert bare == []


Statuses = dict[tuple[str, str], int]
TAG = re.compile(r"<(?:a|form)\b[^>]*>")
LEADS = re.compile(r'\s(?:href|action)="(/[^"#?]*)')


@dataclass
class Tried:
    """What a role was answered: the status of every route, and the routes that each page leads to."""

    statuses: Statuses = field(default_factory=dict)
    led: set[tuple[str, str]] = field(default_factory=set)


def led_to(app: Flask, html: str) -> Iterator[str]:
    """The endpoints of ours that links and forms of a page lead to."""
    doors = app.url_map.bind("localhost")
    for tag in TAG.findall(html):
        if (to := LEADS.search(tag)) and not to[1].startswith("/static/"):
            yield doors.match(unescape(to[1]), method="POST" if 'method="post"' in tag else "GET")[0]


def tried(app: Flask, who: Browser, ids: SimpleNamespace) -> Tried:
    """Every route, tried by this worker."""
    found = Tried()
    for method in ("GET", "POST"):
        for rule in rules(app, method):
            if rule.endpoint in ("staff.sign_in", "staff.send_sign_in"):
                continue
            answer = who.open(address(app, rule, ids), method=method)
            found.statuses[f"{method} {rule.rule}", rule.endpoint] = answer.status_code
            if answer.status_code == 200 and answer.mimetype == "text/html":
                found.led |= {(rule.endpoint, to) for to in led_to(app, answer.text)}
    return found


@pytest.fixture(scope="module")
def kept() -> dict[str, Tried]:
    """What each role was answered: three tests of this file look at it, and a walk takes ten seconds."""
    return {}


@pytest.fixture
def answers(
    app: Flask, house: SimpleNamespace, ids: SimpleNamespace, kept: dict[str, Tried]
) -> Callable[[str], Tried]:
    """Every route, tried by a worker of this role."""

    def of(role: str) -> Tried:
        if role not in kept:
            kept[role] = tried(app, browser(app, getattr(house, role)), ids)
        return kept[role]

    return of


@pytest.mark.parametrize("role", ROLES)
def test_a_role_enters_its_own_doors_and_no_other(answers: Callable[[str], Tried], role: str) -> None:
    permissions = table()
    wrong = []
    for (route, endpoint), status in answers(role).statuses.items():
        may = role in WHO[permissions[endpoint]]
        if may and (status in (401, 403, 405) or status >= 500):
            wrong.append(f"{route}: {status}, but a {role} may")
        if not may and status != 403:
            wrong.append(f"{route}: {status}, but a {role} may not")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_a_role_to_a_door_that_is_shut_for_it(
    answers: Callable[[str], Tried], role: str
) -> None:
    permissions, led = table(), answers(role).led
    assert led, "the walk saw no page"
    assert {way for way in led if role not in WHO[permissions[way[1]]]} == set()


NOWHERE = {
    "contacts.feed": "a secret link is open to whoever knows it: tests/contacts/test_feed.py",
    "staff.choose_password": "a link that is live is used up by the walk: tests/staff/test_accounts.py",
    "staff.unit": "other services stand under the partnership: tests/staff/test_organisation.py",
    "team.see": "the furnished walk-in is a client, who is seen from their record: tests/team/test_duty.py",
    "assessment.start": "404 for a kind that nobody chose: tests/assessment/test_views.py",
}
"""Routes that the furniture opens for nobody, and where they are tried instead."""


def test_what_the_furniture_names_is_there_for_somebody(answers: Callable[[str], Tried]) -> None:
    """An id that leads nowhere would make every test of tenancy pass by itself."""
    statuses: dict[tuple[str, str], set[int]] = {}
    for role in ROLES:
        for route, status in answers(role).statuses.items():
            statuses.setdefault(route, set()).add(status)
    nowhere = {
        endpoint: route
        for (route, endpoint), seen in statuses.items()
        if "<" in route and seen <= {403, 404} and "partnerships/" not in route
    }
    assert nowhere.keys() == NOWHERE.keys(), nowhere


def test_a_visitor_is_led_to_sign_in_from_everywhere(
    app: Flask, anyone: Browser, ids: SimpleNamespace
) -> None:
    permissions = table()
    wrong = [
        f"{route}: {status}"
        for (route, endpoint), status in tried(app, anyone, ids).statuses.items()
        if permissions[endpoint] != "public" and status not in (303, 401)
    ]
    assert wrong == []


def test_a_worker_without_any_membership_sees_no_record(app: Flask, house, ids: SimpleNamespace) -> None:
    from tests.factories.staff import WorkerFactory

    with app.app_context():
        nobody = WorkerFactory(username="nobody").id
        db.session.commit()
    permissions = table()
    for (route, endpoint), status in tried(app, browser(app, nobody), ids).statuses.items():
        assert permissions[endpoint] in ("public", "signed_in") or status == 403, f"{route}: {status}"
