"""Nothing of one service shows in another: ids are 404, and no page carries the canary of a foreign record."""

from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

import careplan.rooms  # noqa: F401
from careplan.ground.db import Base, db
from careplan.trail.models import TrailEntry
from tests.conftest import Browser, browser
from tests.factories.staff import MembershipFactory
from tests.furniture import furnish
from tests.walk import address, on_page, rules

QUIET = {"submissions", "drafts", "sign_in_failures"}
EVERYBODYS = {"key", "edition", "rule"}
"""An edition of a standard is one file for all, as a rule has one card; sign-offs shown are asked in their own test."""
OF_PROVIDER = {"prescribing.limits", "prescribing.own_limit", "prescribing.set_own_limit"}
"""Limits are a provider's, and both services have one provider; another's: tests/prescribing/test_own_limits.py."""


@pytest.fixture
def both(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    """Two mirrored services; Charlie holds every role in the second."""
    with app.app_context():
        ours = furnish(house.service, house.keyworker, "CANARY-N", "9990000034")
        theirs = furnish(house.other_service, house.charlie, "CANARY-R", "9990000042")
        for role in ("administrator", "auditor", "reception", "clinical_lead"):
            MembershipFactory(worker_id=house.charlie, service_id=house.other_service, role=role)
        db.session.commit()
    for found, service in ((ours, house.service), (theirs, house.other_service)):
        found.service_id, found.role, found.from_on = service, "keyworker", "2010-01-01"
    return SimpleNamespace(ours=ours, theirs=theirs)


def rows(app: Flask, service_id: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a service, table by table."""
    with app.app_context():
        return {
            name: sorted(
                (
                    tuple(row)
                    for row in db.session.execute(select(table).where(table.c.service_id == service_id))
                ),
                key=str,
            )
            for name, table in Base.metadata.tables.items()
            if "service_id" in table.columns and name not in QUIET
        }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_foreign_id_is_404_and_changes_nothing(
    app: Flask, house, both: SimpleNamespace, charlie: Browser, method: str
) -> None:
    before = rows(app, house.service)
    wrong = []
    for rule in rules(app, method):
        if rule.arguments <= EVERYBODYS or rule.endpoint in OF_PROVIDER:
            continue
        answer = charlie.open(address(app, rule, both.ours), method=method)
        if answer.status_code != 404:
            wrong.append(f"{method} {rule.rule}: {answer.status_code}")
        assert "CANARY-N" not in answer.text, rule.rule
    assert wrong == []
    assert rows(app, house.service) == before


def test_a_foreign_child_under_an_own_episode_is_404(
    app: Flask, both: SimpleNamespace, charlie: Browser
) -> None:
    wrong = []
    mixed = SimpleNamespace(**(vars(both.ours) | {"episode_id": both.theirs.episode_id}))
    for method in ("GET", "POST"):
        for rule in rules(app, method):
            if "episode_id" in rule.arguments and len(rule.arguments & set(vars(both.ours))) > 1:
                answer = charlie.open(address(app, rule, mixed), method=method)
                if answer.status_code != 404:
                    wrong.append(f"{method} {rule.rule}: {answer.status_code}")
    assert wrong == []


def test_a_foreign_child_under_an_own_service_is_404(
    app: Flask, both: SimpleNamespace, charlie: Browser
) -> None:
    wrong, asked = [], 0
    mixed = SimpleNamespace(**(vars(both.ours) | {"service_id": both.theirs.service_id}))
    for method in ("GET", "POST"):
        for rule in rules(app, method):
            if "service_id" in rule.arguments and {"row_id", "line_id"} & rule.arguments:
                asked += 1
                answer = charlie.open(address(app, rule, mixed), method=method)
                if answer.status_code != 404:
                    wrong.append(f"{method} {rule.rule}: {answer.status_code}")
    assert asked > 10
    assert wrong == []


def test_no_page_shows_a_canary_of_another_service(
    app: Flask, house, both: SimpleNamespace, charlie: Browser
) -> None:
    seen_own = 0
    for rule in rules(app, "GET"):
        text = charlie.get(address(app, rule, both.theirs)).get_data().decode("utf-8", "replace")
        assert "CANARY-N" not in text, rule.rule
        assert "9990000034" not in text.replace(" ", ""), rule.rule
        seen_own += "CANARY-R" in text
    assert seen_own > 10, "the crawl sees nothing, so it proves nothing"


SEARCHES = (
    {"name": "CANARY"},
    {"name": "clients last_name"},
    {"nhs_number": "9990000034"},
    {"q": "CANARY"},
)


@pytest.mark.parametrize("words", SEARCHES, ids=str)
def test_search_finds_own_clients_alone(
    both: SimpleNamespace, charlie: Browser, words: dict[str, str]
) -> None:
    assert "CANARY-N" not in charlie.post("/clients/search", data=words).text


def test_administrators_and_auditors_read_no_client(app: Flask, house, both: SimpleNamespace) -> None:
    for who in (house.administrator, house.auditor):
        visitor = browser(app, who)
        for rule in (one for one in rules(app, "GET") if one.endpoint not in OF_PROVIDER):
            assert "CANARY" not in visitor.get(address(app, rule, both.ours)).text, rule.rule


def test_every_opening_of_a_record_is_in_the_trail(
    app: Flask, house, both: SimpleNamespace, as_keyworker: Browser
) -> None:
    opened = [rule for rule in rules(app, "GET") if "episode_id" in rule.arguments]
    assert opened
    for rule in opened:
        with app.app_context():
            before = set(db.session.scalars(select(TrailEntry.id)))
        answer = as_keyworker.get(address(app, rule, both.ours))
        if answer.status_code != 200:
            continue
        with app.app_context():
            new = db.session.scalars(select(TrailEntry).where(TrailEntry.id.not_in(before))).all()
            assert [entry.actor for entry in new] == [house.keyworker] * len(new)
            assert any(
                entry.action == "record.opened" and entry.service_id == house.service for entry in new
            ), rule.rule


def ids_of(app: Flask, service_id: str) -> dict[str, list[str]]:
    """The ids of a service's rows, table by table."""
    with app.app_context():
        return {
            name: list(db.session.scalars(select(table.c.id).where(table.c.service_id == service_id)))
            for name, table in Base.metadata.tables.items()
            if {"service_id", "id"} <= set(table.columns.keys())
        }


@pytest.mark.only_on("sqlite")
def test_a_foreign_id_in_a_field_is_refused_or_left_alone(
    app: Flask, house, both: SimpleNamespace, charlie: Browser
) -> None:
    ours, theirs = ids_of(app, house.service), ids_of(app, house.other_service)
    foreign = {mine: ours[table][0] for table, every in theirs.items() for mine in every if ours[table]}
    foreign |= {house.other_service: house.service, house.charlie: house.keyworker}
    before, asked, wrong = rows(app, house.service), 0, []
    shown = {rule.rule for rule in rules(app, "GET")}
    for rule in (one for one in rules(app, "POST") if one.rule in shown):
        path = address(app, rule, both.theirs)
        for place, form in enumerate(on_page(charlie, path)):
            named = [one for one in form.fields if one[2] in foreign and one[0] != "seen"]
            for name, value in {name: foreign[value] for name, _, value in named}.items():
                answer = charlie.post(form.action, data=form.data() | {name: value})
                asked, again = asked + 1, on_page(charlie, path)
                if place >= len(again):
                    break
                form = again[place]
                if answer.status_code >= 500 or "CANARY-N" in answer.text:
                    wrong.append(f"{rule.rule} {name}: {answer.status_code}")
    assert asked > 30
    assert wrong == []
    assert rows(app, house.service) == before
    cells = {str(cell) for every in rows(app, house.other_service).values() for row in every for cell in row}
    assert not cells & {house.service, house.keyworker, *(one for every in ours.values() for one in every)}
