"""Databases to measure on: a furnished service, and the demo, as it is or multiplied inside PostgreSQL."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from flask import Flask
from sqlalchemy import Column, Connection, Table, and_, create_engine, func, make_url, select, text

import careplan.rooms  # noqa: F401 (all tables must be known)
from careplan.ground.db import Base

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
SECRET = "only-for-the-benchmark-" + uuid4().hex
SERVICE = "north"
"""The demo's service whose pages are measured."""
LEFT_OUT = {"trail_entries", "sign_in_failures", "drafts", "submissions", "alembic_version"}
STAFF = {"services", "workers", "memberships"}
THIN = {"clients", "episodes", "interventions", "courses", "dose_orders", "regimens", "tasks", "care_plans"}
"""What a client elsewhere in the country has."""
MOST = {"walk_ins": 5}
"""Of a table only so many copies: the demo has two walk-ins a day, and a large service about ten."""

APART = """
UPDATE clients SET nhs_number = NULL, date_of_birth = date_of_birth + place.n
FROM (SELECT id, CAST(row_number() OVER (ORDER BY id) AS integer) * 97 AS n FROM clients) AS place
WHERE place.id = clients.id
"""
"""Births of their own for the furnished clients: else each might be one of all the others."""


@contextmanager
def database() -> Iterator[str]:
    """A database of its own, dropped afterwards."""
    base, name = make_url(SERVER), f"careplan_bench_{uuid4().hex[:8]}"
    admin = create_engine(base, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield base.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def environment(url: str) -> dict[str, str]:
    """What careplan, its commands and the bare page are started with."""
    return {"DATABASE_URL": url, "SECRET_KEY": SECRET, "CAREPLAN_ENV": "development"}


def command(url: str, *words: str) -> None:
    """One command; CalledProcessError when it fails."""
    line = [str(Path(sys.executable).with_name("careplan")), *words]
    subprocess.run(line, cwd=ROOT, env=os.environ | environment(url), check=True, capture_output=True)


def application(url: str) -> Flask:
    """careplan in this process, over that database."""
    from careplan import create_app

    os.environ |= environment(url)
    return create_app()


def cookie(app: Flask, username: str) -> str:
    """That of a worker who has just signed in."""
    from careplan.ground.db import db
    from careplan.staff.models import Worker

    with app.app_context():
        row = db.session.scalars(select(Worker).where(Worker.username == username)).one()
        signed, moment = f"{row.id}|{row.session_key}", time.time()
        db.session.remove()
    values = {"_user_id": signed, "_permanent": True, "since": moment, "seen": moment}
    return str(app.session_interface.get_signing_serializer(app).dumps(values))  # type: ignore[attr-defined]


def _finish(url: str) -> None:
    """The rows of the bare page, and what autovacuum would do later."""
    os.environ |= environment(url)
    from benchmarks.bare import tables

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in (*tables(), "VACUUM ANALYZE"):
            connection.execute(text(statement))
    engine.dispose()


def furnished(url: str, clients: int) -> SimpleNamespace:
    """One service whose keyworker `kay` has so many clients, each with a row of every kind; ids of one of them."""
    from careplan.ground.db import db
    from tests.furniture import furnish
    from tests.world import build

    command(url, "migrate")
    with application(url).app_context():
        world = build()
        names = (f"Bench {number}" for number in range(clients - 1))
        rows = [furnish(world.service, world.keyworker, name, "9990000034") for name in names]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(APART))
    engine.dispose()
    _finish(url)
    return rows[0]


def demo(url: str, copies: int = 1, places: int = 0) -> None:
    """The demo with so many copies of its clients, at its own services or at so many copies of these.

    With `places` the copies have few rows each (THIN).
    """
    command(url, "migrate")
    command(url, "demo")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        tables = Base.metadata.sorted_tables
        people = _of_people(tables)
        for table in tables:
            if places and table.name in STAFF:
                _copy(connection, table, people, f"SELECT n, n AS k FROM generate_series(1, {places}) AS n")
            if table.name in people and (not places or table.name in THIN):
                at, last = (
                    f"1 + n % {places}" if places else "0",
                    min(copies, MOST.get(table.name, copies)) - 1,
                )
                _copy(connection, table, people, f"SELECT n, {at} AS k FROM generate_series(1, {last}) AS n")
        for table in tables:
            _stand_together(connection, table)
    engine.dispose()
    _finish(url)


def _stand_together(connection: Connection, table: Table) -> None:
    """Refuse copies whose parent stands at another service: no foreign key was asked while they were made."""
    for key in table.foreign_key_constraints:
        if "service_id" not in key.column_keys:
            continue
        to = key.referred_table.alias("parent")
        pairs = [table.c[one.parent.name] == to.c[one.column.name] for one in key.elements]
        full = [table.c[one.parent.name].is_not(None) for one in key.elements]
        lost = select(func.count()).select_from(table.outerjoin(to, and_(*pairs)))
        if connection.scalar(lost.where(*full, to.c[key.elements[0].column.name].is_(None))):
            raise RuntimeError(f"copies of {table.name} and their parents stand apart: {key.name}")


def _of_people(tables: list[Table]) -> set[str]:
    """The tables whose rows lead to a client, by name."""
    names, before = {"clients"}, 0
    while len(names) > before:
        before = len(names)
        for table in tables:
            if table.name not in LEFT_OUT and any(
                key.column.table.name in names for key in table.foreign_keys
            ):
                names.add(table.name)
    return names


def _copy(connection: Connection, table: Table, people: set[str], places: str) -> None:
    """One table's rows once more for each n, under ids of their own, at copy k of the services (0: the same)."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(_value(table, column, people) for column in table.columns)
    connection.execute(
        text(
            f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {table.name} AS row, ({places}) AS place"
        )
    )


def _value(table: Table, column: Column[object], people: set[str]) -> str:
    """A column of a copied row, in SQL."""
    leads = {key.column.table.name for key in column.foreign_keys if key.column.name != "service_id"}
    own = column.name in {"id", "root_id", "corrects", "superseded_by", "transfer_id"}
    name = f'row."{column.name}"'
    if column.name == "nhs_number":
        return "NULL"
    if "INT" in str(column.type).upper():
        return name
    if (own and table.name in people) or leads & (people - STAFF):
        return f"{name} || '.' || place.n"
    if own or leads & STAFF or column.name in {"username", "keyworker_id", "service_id"}:
        return f"CASE WHEN place.k = 0 THEN {name} ELSE {name} || '.' || place.k END"
    if column.name == "date_of_birth":  # else everybody might be thousands of others
        return f"{name} - place.n * 7919 % 14600"
    return f"{name} || ' ' || place.n" if column.name in {"last_name", "name_key", "found_by"} else name
