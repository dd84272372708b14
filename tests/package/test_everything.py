"""All that careplan keeps goes out with a package and comes in again; what does not stands here, with its reason."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, select

import careplan.rooms  # noqa: F401
from careplan import create_app
from careplan.clients.models import Episode
from careplan.governance.models import StandardInForce
from careplan.ground.db import Base, db
from careplan.package.queries.scope import profile_2
from careplan.prescribing.models import OrderFinding, PrescriptionEvent
from careplan.risk.models import Countersignature
from careplan.trail.actions import changed
from tests.factories.assessment import ChecklistChoiceFactory
from tests.factories.clients import TaskActionFactory, TransferFactory
from tests.factories.outcomes import TopFactory
from tests.furniture import base, furnish
from tests.package.shell import Shell
from tests.world import build

ACCOUNT = "of an account at this installation, which a new one gives out itself"
NOT_SENT = "typed at this installation and not sent yet"
OF_FILES = "documents/<sha256>"
TABLES = {
    "arrivals": "worked out at import: clients without an episode and the services of the package",
    "calendar_links": ACCOUNT,
    "changes": "marks by which this installation's memory is told to read again",
    "confirmations": ACCOUNT,
    "drafts": NOT_SENT,
    "imports": "which packages came in here",
    "right_records": "which form of this installation was filled in from a struck row",
    "sign_in_failures": ACCOUNT,
    "sign_in_links": ACCOUNT,
    "strike_requests": "no fact of the record: what comes of it is the struck row",
    "submissions": NOT_SENT,
    "survey_links": "opens the survey at this installation, once",
    "trail_entries": "who looked at what at this installation; an import begins a trail of its own",
}
EVERYWHERE = {
    "service_id": "that of the episode above",
    "partnership_id": "unit_id, where the level is partnership",
    "root_id": "the first of a chain of corrections, which `corrects` tells",
    "superseded_at": "the moment at which its correction was recorded",
    "superseded_by": "its correction, which names it",
    "slot": "the place of the row among those of one key or day",
    "wrong_client": "rows of another client leave no export",
}
COLUMNS = {
    "assessments.answered": "worked out from the answers at import",
    "care_plans.edited": "counts the edits of a draft, to notice two at once",
    "client_merges.undo": "how the chains stood here",
    "clients.found_by": "worked out from the names",
    "clients.name_key": "worked out from the names",
    "clients.version": "counts the edits of the details, to notice two at once",
    "documents.content": OF_FILES,
    "evidence.content": OF_FILES,
    "policies.id": "the file has no ids: its rows are named by their key",
    "returns.id": "the file has no ids: its rows are named by their key",
    "workers.password_hash": ACCOUNT,
    "workers.password_set_at": ACCOUNT,
    "workers.must_change_password": ACCOUNT,
    "workers.disabled_at": ACCOUNT,
    "workers.session_key": ACCOUNT,
    "workers.linked_at": ACCOUNT,
    "workers.linked_by": ACCOUNT,
}


Scopes = dict[str, tuple[str, ...]]


def kept() -> Iterator[tuple[str, Column[Any]]]:
    """Every column of a table that the package holds."""
    for name, table in Base.metadata.tables.items():
        if name in profile_2().files:
            yield from ((f"{name}.{column.name}", column) for column in table.columns)


def test_every_table_is_in_the_package_or_stays_for_a_reason(app: Flask) -> None:
    with app.app_context():
        files = set(profile_2().files)
    tables = set(Base.metadata.tables)
    assert sorted(tables - files) == sorted(TABLES)
    assert files <= tables


def test_every_column_is_in_the_package_or_stays_for_a_reason(app: Flask) -> None:
    with app.app_context():
        files = profile_2().files
        told = {f"{file.name}.{column.field}" for file in files.values() for column in file.columns}
        names = {name: column.name for name, column in kept()}
    missing = {name for name, column in names.items() if name not in told and column not in EVERYWHERE}
    assert sorted(missing) == sorted(COLUMNS)


@pytest.fixture
def furnished(
    shell: Shell, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> dict[str, tuple[str, ...]]:
    """A database with a row of every kind, two services full of them; the options of an export by what it holds."""
    monkeypatch.setattr(base, "CODES", base.CODES | {"correction_reason"})
    made = create_app(settings | {"SQLALCHEMY_DATABASE_URI": shell.environment["DATABASE_URL"]})
    with made.app_context():
        house = build()
        ids = furnish(house.service, house.keyworker, "Furniture", "9990000034")
        furnish(house.other_service, house.charlie, "Elsewhere", "9990000042")
        _further(ids, house.service, house.keyworker)
        changed(db.session())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return {
        "all": (),
        "service": ("--service", house.service),
        "client": ("--client", ids.client_id),
    }


def _further(ids: SimpleNamespace, service_id: str, worker_id: str) -> None:
    """What the furniture of the rooms leaves out, because their pages make it of other rows."""
    own: dict[str, Any] = {"service_id": service_id, "recorded_by": worker_id}
    episode = db.session.get_one(Episode, ids.episode_id)
    TopFactory(episode=episode)
    TransferFactory(episode=episode)
    ChecklistChoiceFactory(service_id=service_id)
    TaskActionFactory(task_id=ids.task_id, service_id=service_id)
    signed = {"standard": "uk-2017", "lead": "Dr Ada Okoro", "registration": "7012345"}
    said = {"rule": "M3", "severity": "W", "message": "15 mg above", "standard": "uk-2017", "reason": "seen"}
    db.session.add_all([
        Countersignature(assessment_id=ids.risk_id, signed_on=date(2025, 3, 1), note="Seen", **own),
        StandardInForce(signed_on=date(2025, 3, 1), **signed, **own),
        OrderFinding(dose_order_id=ids.order_id, second_prescriber="Dr Bo Second", **said, **own),
        PrescriptionEvent(prescription_id=ids.prescription_id, status="lost", reason="on the bus", **own),
    ])  # fmt: skip


def rows(shell: Shell, settings: dict[str, Any]) -> dict[str, list[tuple[str, ...]]]:
    """All that must come round, table by table."""
    app = create_app(settings | {"SQLALCHEMY_DATABASE_URI": shell.environment["DATABASE_URL"]})
    with app.app_context():
        names = [name for name in Base.metadata.tables if name in profile_2().files]
        found = {name: _of(name) for name in names}
        db.session.remove()
        db.engine.dispose()
    return found


def _of(name: str) -> list[tuple[str, ...]]:
    table = Base.metadata.tables[name]
    left = {"slot", "id", "root_id"} if f"{name}.id" in COLUMNS else {"slot"}
    gone = {one for one, reason in COLUMNS.items() if reason is not OF_FILES}
    columns = [c for c in table.columns if f"{name}.{c.name}" not in gone and c.name not in left]
    chosen = select(*columns)
    if "wrong_client" in table.c:
        chosen = chosen.where(table.c.wrong_client.is_(None))
    return sorted(tuple(map(repr, row)) for row in db.session.execute(chosen))


def go_round(shell: Shell, other: Shell, folder: Path, *options: str, documents: int) -> None:
    """Out of one database, into another, and out again: the same bytes."""
    out, again = folder / "out", folder / "again"
    assert shell("export", out, *options).exit_code == 0
    result = other("import", out)
    assert result.exit_code == 0, result.output
    assert other("export", again).exit_code == 0
    files = [file.relative_to(out) for file in sorted(out.rglob("*")) if file.is_file()]
    assert [file.parent.name for file in files if len(file.name) == 64] == ["documents"] * documents
    for file in files:
        assert (out / file).read_bytes() == (again / file).read_bytes(), file


@pytest.mark.parametrize(("part", "documents"), [("service", 3), ("client", 2)])
def test_a_part_of_it_comes_round_as_well(
    shell: Shell, other: Shell, furnished: Scopes, tmp_path: Path, part: str, documents: int
) -> None:
    go_round(shell, other, tmp_path, *furnished[part], documents=documents)


def test_a_furnished_database_comes_round_whole(
    shell: Shell, other: Shell, furnished: Scopes, settings: dict[str, Any], tmp_path: Path
) -> None:
    go_round(shell, other, tmp_path, documents=5)
    before, after = rows(shell, settings), rows(other, settings)
    assert sorted(name for name, found in before.items() if not found) == []
    assert sorted(name for name in before if before[name] != after[name]) == []
