"""Who looked at a record: for managers of the service, for whoever looked, and for the command."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Client
from careplan.ground.db import db
from careplan.record.commands import trail
from careplan.record.rules.looked import page_words
from careplan.rooms import ROOMS
from careplan.trail.models import TrailEntry
from tests.conftest import browser
from tests.factories.clients import EpisodeFactory
from tests.factories.staff import MembershipFactory

MOMENT = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)


def path(house: SimpleNamespace, **asked: Any) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/record/{house.episode}/looked" + (f"?{query}" if query else "")


def opened(house: SimpleNamespace, who: str, page: str, at: datetime = MOMENT, **other: Any) -> None:
    values = {"service_id": house.service, "client_id": house.client} | other
    subject = f"episodes:{house.episode}"
    db.session.add(
        TrailEntry(at=at, actor=who, action="record.opened", subject=subject, detail={"page": page}, **values)
    )


def rows(page: str) -> list[str]:
    found = re.findall(r"<tr role=\"row\">\s*<th scope=\"row\".*?</tr>", page, re.S)
    return [re.sub(r"\s*<[^>]+>\s*", "|", one).strip("|").replace("||", "|") for one in found]


def test_a_manager_sees_worker_day_and_page_of_every_opening(app: Flask, house: SimpleNamespace) -> None:
    browser(app, house.keyworker).get(f"/record/{house.episode}/care-plan")
    with app.app_context():
        opened(house, house.prescriber, "prescribing.correct_dose")
        db.session.commit()
    page = browser(app, house.manager).get(path(house)).text
    assert "3 openings" in page
    shown = rows(page)
    assert [one.split("|")[0] for one in shown] == ["Mo Manager", "Kay Keyworker", "Dr Pria Prescriber"]
    assert shown[1].endswith("Care plan")
    assert shown[2] == "Dr Pria Prescriber|2 March 2026|12.30pm|Prescribing: correct dose"


def test_the_page_hangs_on_the_history(app: Flask, house: SimpleNamespace) -> None:
    assert path(house) in browser(app, house.manager).get(f"/record/{house.episode}/history").text


@pytest.mark.parametrize("who", ["keyworker", "prescriber"])
def test_others_see_their_own_openings_alone(app: Flask, house: SimpleNamespace, who: str) -> None:
    with app.app_context():
        for one in ("keyworker", "prescriber", "manager"):
            opened(house, getattr(house, one), "record.overview")
        db.session.commit()
    me = browser(app, getattr(house, who))
    for asked in ({}, {"worker": house.manager}):
        page = me.get(path(house, **asked)).text
        assert "Managers of the service see who else did" in page
        assert "Mo Manager" not in page.split("<main")[1]
    assert len(rows(me.get(path(house)).text)) == 4


def test_openings_at_another_service_and_of_another_client_stay_there(
    app: Flask, house: SimpleNamespace
) -> None:
    with app.app_context():
        opened(house, house.charlie, "record.overview", service_id=house.other_service)
        opened(house, house.charlie, "record.overview", client_id=house.other_client)
        db.session.commit()
    assert "Charlie" not in browser(app, house.manager).get(path(house)).text
    for who in (house.charlie, house.administrator, house.auditor):
        assert browser(app, who).get(path(house)).status_code in (403, 404)


def test_a_manager_here_who_is_a_keyworker_there_sees_here_everybodys_and_there_their_own(
    app: Flask, house: SimpleNamespace
) -> None:
    with app.app_context():
        MembershipFactory(worker_id=house.manager, service_id=house.other_service, role="keyworker")
        client = db.session.get_one(Client, house.client)
        there = EpisodeFactory(client=client, service_id=house.other_service).id
        opened(house, house.charlie, "record.overview", service_id=house.other_service)
        opened(house, house.keyworker, "record.overview")
        db.session.commit()
    page = browser(app, house.manager).get(f"/record/{there}/looked").text
    assert "Charlie" not in page
    assert "Kay Keyworker" in page


def test_fifty_to_a_page_narrowed_to_a_worker_in_as_many_statements_as_one(
    app: Flask, house: SimpleNamespace, statements: list[str]
) -> None:
    me = browser(app, house.manager)
    me.get(path(house))
    statements.clear()
    me.get(path(house))
    few = len(statements)
    with app.app_context():
        for number in range(120):
            opened(house, house.keyworker, "risk.index", MOMENT - timedelta(minutes=number))
        db.session.commit()
    statements.clear()
    first = me.get(path(house, worker=house.keyworker)).text
    assert len(statements) == few
    assert "120 openings. Page 1 of 3." in first
    last = me.get(path(house, worker=house.keyworker, page=3)).text
    assert (len(rows(first)), len(rows(last))) == (50, 20)
    assert f"worker={house.keyworker}" in first
    for odd in ("page=999999", "page=x", "worker=nobody", "page=-1"):
        assert me.get(f"{path(house)}?{odd}").status_code == 200


def test_every_page_of_a_record_has_words(app: Flask) -> None:
    views = app.view_functions
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/record/") and getattr(views[rule.endpoint], "opens_record", False)
    }
    assert len(pages) > 40
    wrong = [
        one
        for one in pages
        if not re.fullmatch(r"[A-Z][a-z]+(:? ([a-z]+|HIV|Outcomes Profile))*", page_words(ROOMS, one))
    ]
    assert wrong == []


def test_an_opening_noted_under_an_earlier_name_of_its_page_keeps_its_words() -> None:
    assert [page_words(ROOMS, one) for one in ("clients.overview", "record.overview")] == ["Overview"] * 2
    assert [page_words(ROOMS, one) for one in ("clients.history", "record.history")] == ["History"] * 2


@pytest.fixture
def run(app: Flask, house: SimpleNamespace) -> Any:
    return lambda *words: app.test_cli_runner().invoke(trail, ["list", *words])


def test_the_command_prints_a_clients_trail_and_notes_that_it_did(
    app: Flask, house: SimpleNamespace, run: Any
) -> None:
    with app.app_context():
        opened(house, house.keyworker, "record.overview")
        opened(house, "import", "odd\tpage\x1b[31m", MOMENT + timedelta(days=60))
        opened(house, house.charlie, "record.overview", client_id=house.other_client)
        db.session.commit()
    result = run("--client", house.client)
    assert result.exit_code == 0
    head, first, second = result.output.splitlines()
    assert head.split("\t")[:4] == ["when (London)", "who", "name", "what"]
    assert first.split("\t") == [
        "2026-03-02 12:30:00+00:00", house.keyworker, "Kay Keyworker", "record.opened",
        f"episodes:{house.episode}", house.service, house.client, '{"page": "record.overview"}',
    ]  # fmt: skip
    assert second.startswith("2026-05-01 13:30:00+01:00\timport\t\t")
    assert second.count("\t") == 7
    assert "\x1b" not in second
    with app.app_context():
        noted = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "trail.listed")).one()
        assert (noted.actor, noted.client_id) == ("command", house.client)


def test_the_command_prints_what_a_worker_did_and_what_was_done_to_the_account(
    app: Flask, house: SimpleNamespace, run: Any
) -> None:
    browser(app, house.keyworker).get(f"/record/{house.episode}")
    browser(app, house.manager).get(f"/record/{house.episode}")
    browser(app, house.administrator).post(f"/workers/{house.keyworker}/link")
    lines = run("--worker", "kay").output.splitlines()[1:]
    assert [line.split("\t")[3] for line in lines] == ["record.opened", "link.made"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "name a client with --client, or a worker"),
        (("--client", "no-such-client"), "no client with the id 'no-such-client'"),
        (("--worker", "nobody"), "no worker with the username 'nobody'"),
        (("--worker", "kay", "--client", "x"), "name a client with --client, or a worker"),
    ],
)
def test_a_wrong_question_is_one_line_and_exit_2(run: Any, words: tuple[str, ...], sentence: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
