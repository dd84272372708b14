"""What follows from the declaration of calls, walked in a house of its own (tests/clients/test_registers.py)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, select

import careplan.ground.types
from careplan import create_app
from careplan.clients.models import Episode
from careplan.ground.clock import now, today
from careplan.ground.db import Base, db
from careplan.ground.guards import install
from careplan.ground.migrations import differences, draft, upgrade
from careplan.package.actions.check import check
from careplan.package.actions.export import export
from careplan.package.actions.load import load
from careplan.package.actions.stage import staged
from careplan.package.queries.content import fitting
from careplan.package.queries.scope import Scope, profile_2
from careplan.package.rules.profile import profile_1
from careplan.trail.models import TrailEntry
from tests.clients.calls.declared import CALLS
from tests.conftest import Browser, settled
from tests.furniture import registers
from tests.furniture.base import World
from tests.walk import on_page

Call = CALLS.model


@pytest.fixture(scope="session")
def application(settings: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app over a migrated database; the table is what the draft of a migration makes of the declaration."""
    place = tmp_path_factory.mktemp("calls") / "calls.sqlite"
    app = create_app(settings | {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{place}"})
    app.test_client_class = Browser
    table = Base.metadata.tables["calls"]
    with app.app_context(), db.engine.begin() as connection:
        table.create(connection)  # the guards of a migrated database stand on every table of the models
        upgrade(connection)
        table.drop(connection)
        operations = Operations(MigrationContext.configure(connection))
        exec(f"if True:\n    {draft()}", {"op": operations, "sa": sqlalchemy, "careplan": careplan})
        install(connection, Base.metadata)
        differences(connection)
        there = {one["name"] for one in sqlalchemy.inspect(connection).get_check_constraints("calls")}
        pairs = (
            "struck_at_with_struck_by",
            "struck_at_with_struck_reason",
            "superseded_at_with_superseded_by",
        )
        assert there >= {f"ck_calls_{one}" for one in ("way_code", "wrong_client_of_struck", *pairs)}
    yield app
    with app.app_context():
        db.engine.dispose()


def day(on: Any) -> dict[str, str]:
    return {f"happened_on-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def sent(**more: str) -> dict[str, str]:
    answers = {
        "way": "phone",
        "note": "Rang about the flat",
        "minutes": "15",
        "risk_changed": "no",
        "others_0": "away",
    }
    return day(today()) | answers | more


@pytest.fixture(scope="session")
def inhabited(application: Flask) -> tuple[Engine, SimpleNamespace]:
    """The small world, in the same database."""
    return settled(application)


@pytest.fixture
def there(house: SimpleNamespace) -> str:
    return f"/record/{house.episode}/calls"


def record(browser: Browser, there: str, **more: str) -> Any:
    return browser.post(f"{there}/new", data=on_page(browser, f"{there}/new")[0].data() | sent(**more))


def stored(app: Flask) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(Call).order_by(Call.recorded_at, Call.id)))


def test_a_row_is_recorded_listed_and_told(app: Flask, as_keyworker: Browser, there: str, house) -> None:
    assert "Nothing is recorded yet" in as_keyworker.get(there).text
    assert record(as_keyworker, there).status_code == 303
    (row,) = stored(app)
    assert (row.way, row.minutes, row.risk_changed) == ("phone", 15, False)
    assert (row.episode_id, row.recorded_by) == (house.episode, house.keyworker)
    page = as_keyworker.get(there).text
    assert all(words in page for words in ("By telephone", "15 minutes", "Rang about the flat"))
    assert "By telephone, Rang about the flat" in as_keyworker.get(f"/record/{house.episode}").text
    assert (
        "By telephone, Rang about the flat"
        in as_keyworker.get(f"/record/{house.episode}/history?part=calls").text
    )
    with app.app_context():
        entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "call.recorded")).one()
        assert (entry.actor, entry.service_id) == (house.keyworker, house.service)


def test_what_cannot_be_kept_is_refused_at_its_field(app: Flask, as_keyworker: Browser, there: str) -> None:
    late = record(
        as_keyworker, there, **day(today() + timedelta(days=1)), way="pigeon", minutes="601", note="x" * 4001
    )
    assert late.status_code == 422
    for sentence in (
        "The day it was must be today or in the past",
        "Select from the list: How it was",
        "How long must be 600 minutes or less",
        "What was said must be 4,000 characters or fewer",
    ):
        assert sentence in late.text
    assert "Enter what was said" in record(as_keyworker, there, note="").text
    assert "before this client’s birth" in record(as_keyworker, there, **{"happened_on-year": "1901"}).text
    assert stored(app) == []


def test_a_correction_is_a_new_row_with_its_reason(
    app: Flask, as_keyworker: Browser, there: str, house
) -> None:
    record(as_keyworker, there)
    path = f"{there}/{stored(app)[0].id}"
    form = on_page(as_keyworker, path)[0].data()
    assert (form["note"], form["risk_changed"]) == (["Rang about the flat"], ["no"])
    assert "Enter why it is changed" in as_keyworker.post(path, data=form | {"way": "visit"}).text
    changed = form | {"way": "visit", "why": "It was a visit"}
    assert as_keyworker.post(path, data=changed).status_code == 303
    wrong, right = stored(app)
    assert (right.corrects, right.way, wrong.superseded_by) == (wrong.id, "visit", right.id)
    assert as_keyworker.post(path, data=changed | {"submission": "another"}).status_code == 409
    told = as_keyworker.get(f"/record/{house.episode}/history?part=calls").text
    assert "Correction, because: It was a visit" in told
    assert "By telephone" not in as_keyworker.get(there).text


def test_a_mistake_is_struck_out_and_stays_in_the_history(
    app: Flask, as_keyworker: Browser, as_prescriber: Browser, there: str, house
) -> None:
    record(as_keyworker, there)
    path = f"/record/{house.episode}/mistake/call/{stored(app)[0].id}"
    assert path in as_keyworker.get(f"{there}/{stored(app)[0].id}").text
    assert "Rang about the flat" in as_keyworker.get(path).text
    assert as_prescriber.post(path, data={"why": "Another client’s"}).status_code == 422
    assert as_keyworker.post(path, data={"why": "Another client’s"}).status_code == 303
    assert "Nothing is recorded yet" in as_keyworker.get(there).text
    assert "None recorded" in as_keyworker.get(f"/record/{house.episode}").text
    assert "Another client’s" in as_keyworker.get(f"/record/{house.episode}/history?part=calls").text


def test_another_service_sees_nothing(
    app: Flask, as_keyworker: Browser, charlie: Browser, there: str, house
) -> None:
    record(as_keyworker, there)
    row = stored(app)[0].id
    theirs = f"/record/{house.other_episode}/calls/{row}"
    for path in (
        there,
        f"{there}/new",
        f"{there}/{row}",
        theirs,
        f"/record/{house.episode}/mistake/call/{row}",
    ):
        assert charlie.get(path).status_code == 404
    assert charlie.post(theirs, data=sent(why="mine")).status_code == 404


def test_the_list_is_paged_and_the_statements_of_a_page_do_not_grow(
    app: Flask, as_keyworker: Browser, there: str, house, statements: list[str]
) -> None:
    record(as_keyworker, there)
    as_keyworker.get(there)
    statements.clear()
    as_keyworker.get(there)
    few = len(statements)
    with app.app_context():
        world = World(house.service, house.keyworker, "Word", "", db.session.get_one(Episode, house.episode))
        world.ids["client_id"] = house.client
        for _ in range(30):
            registers.furnish(world, CALLS)
        db.session.commit()
    statements.clear()
    assert as_keyworker.get(there).text.count(">Correct<") == 25
    assert len(statements) == few
    assert as_keyworker.get(f"{there}?page=2").text.count(">Correct<") == 6


def test_the_package_carries_it_out_and_in(
    app: Flask, as_keyworker: Browser, there: str, tmp_path: Path
) -> None:
    record(as_keyworker, there)
    with app.app_context():
        session, scope = db.session(), Scope(profile_1())
        assert fitting(session, scope) is profile_2()
        export(session, tmp_path / "out", Scope(profile_2()), lambda _: None)
        head, line = (tmp_path / "out" / "calls.csv").read_text("utf-8").splitlines()
        assert head.startswith("id,episode_id,on,way,note,minutes,risk_changed,recorded_at")
        assert ",phone,Rang about the flat,15,false," in line
        again = f"{head}\nK2{line[line.index(',') :]}\n"  # the same call as another provider's row
        (tmp_path / "out" / "calls.csv").write_text(again, "utf-8")
        with staged(tmp_path / "out", lambda _: None) as stage:
            check(stage, today=today(), now=now())
            load(stage, session, now=now())
            assert not stage.findings.faults
        row = session.get_one(Call, "K2")
        assert (row.note, row.risk_changed) == ("Rang about the flat", False)
        session.rollback()


def test_whoever_records_one_more_sees_what_was_recorded_meanwhile(
    app: Flask, as_keyworker: Browser, as_manager: Browser, there: str
) -> None:
    open_form = on_page(as_keyworker, f"{there}/new")[0].data()
    assert record(as_manager, there, note="She came in").status_code == 303
    told = as_keyworker.post(f"{there}/new", data=open_form | sent())
    assert told.status_code == 409
    assert "She came in" in told.text
    assert "Rang about the flat" in told.text
    again = on_page(as_keyworker, f"{there}/new")[0].data() | sent()
    assert as_keyworker.post(f"{there}/new", data=again).status_code == 303
    assert len(stored(app)) == 2
