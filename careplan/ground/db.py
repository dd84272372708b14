"""The database: one base, named constraints, what every record row carries, and the one transaction."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from select import POLLIN, poll
from time import monotonic
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    CheckConstraint,
    Connection,
    Engine,
    ForeignKey,
    Index,
    MetaData,
    event,
    text,
)
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from careplan.ground.clock import now
from careplan.ground.ids import new_id
from careplan.ground.types import Id, Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base of all tables; every constraint has a name, so that a migration can find it."""

    metadata = MetaData(naming_convention=NAMES)


class Entered:
    """A fact: when it was recorded, and by whom (a worker's id, or the name of a system job).

    A row that was recorded by mistake is struck out, never deleted: `struck_at` says since when it is dead, with who
    and why; `wrong_client`, true or empty, that it belongs to another client.
    """

    recorded_at: Mapped[datetime] = mapped_column(Moment, default=now)
    recorded_by: Mapped[str] = mapped_column(Id)
    struck_at: Mapped[datetime | None] = mapped_column(Moment)
    struck_by: Mapped[str | None] = mapped_column(
        Id, CheckConstraint('("struck_at" IS NULL) = ("struck_by" IS NULL)', name="struck_at_with_struck_by")
    )
    struck_reason: Mapped[str | None] = mapped_column(
        CheckConstraint(
            '("struck_at" IS NULL) = ("struck_reason" IS NULL)', name="struck_at_with_struck_reason"
        )
    )
    wrong_client: Mapped[bool | None] = mapped_column(
        CheckConstraint('"wrong_client" IS NULL OR "struck_at" IS NOT NULL', name="wrong_client_of_struck")
    )


def _own_id(context: Any) -> str:
    return str(context.get_current_parameters()["id"])


class Recorded(Entered):
    """A fact that may be corrected: a correction is a new row that names the one it corrects, and why.

    `root_id` is the first row of the chain; `superseded_at` with `superseded_by` is set once, by the correction
    (`ground.corrections`).
    """

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    corrects: Mapped[str | None] = mapped_column(Id)
    correction_reason: Mapped[str | None]
    root_id: Mapped[str] = mapped_column(Id, default=_own_id)
    superseded_at: Mapped[datetime | None] = mapped_column(Moment)

    @declared_attr
    @classmethod
    def superseded_by(cls) -> Mapped[str | None]:
        """The correction; checked at commit, as the wrong row steps aside before the right one is written."""
        table = cls.__tablename__  # type: ignore[attr-defined]
        return mapped_column(
            Id,
            ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED"),
            CheckConstraint(
                '("superseded_at" IS NULL) = ("superseded_by" IS NULL)',
                name="superseded_at_with_superseded_by",
            ),
        )


ENDS = ("superseded_at", "superseded_by", "struck_at", "struck_by", "struck_reason", "wrong_client")
"""What ends the life of a recorded row; each is filled once."""
LIVE = "superseded_at IS NULL AND struck_at IS NULL"


def live_key(table: str, *columns: str, where: str = LIVE) -> Index:
    """A unique key over live rows only: a corrected or struck row does not stand in the way of the right one."""
    live = text(where)
    name = f"uq_{table}_{'_'.join(columns)}"
    return Index(name, *columns, unique=True, sqlite_where=live, postgresql_where=live)


class Database(SQLAlchemy):
    """The database of the application."""

    def add(self, row: object) -> None:
        """Write a new row at once: what names its id, or the trail, follows."""
        self.session.add(row)
        self.session.flush()


db = Database(model_class=Base)

RESTED = 1.0
"""Seconds after which a connection of the pool is tried before it is used."""
ANSWERS = 3
"""Seconds in which a server that is there answers the shortest question."""
TUPLES_OK = 2  # PGRES_TUPLES_OK of libpq

writes: ContextVar[bool] = ContextVar("writes", default=True)
"""Whether the transaction that begins next may write; only a request that cannot write sets it to False."""


def promise(engine: Engine) -> None:
    """SQLite: WAL, FULL, foreign keys, our own BEGIN. PostgreSQL: moments in UTC; what may not write is READ ONLY."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _sqlite_file)
        event.listen(engine, "connect", _sqlite_promises)
        event.listen(engine, "begin", _sqlite_begin)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _postgresql_in_utc)
        event.listen(engine, "begin", _postgresql_begin)
        event.listen(engine, "checkin", _rests)
        event.listen(engine, "checkout", _still_answers)


def _sqlite_file(_dialect: Any, _record: Any, arguments: Any, _options: Any) -> None:
    """SQLite would make the file readable for everybody, and its journals after it."""
    name = str(arguments[0])
    if name != ":memory:" and not name.startswith("file:"):
        with suppress(OSError):  # it is there already; of any other trouble SQLite tells in its own words
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _sqlite_promises(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 10000",
        "recursive_triggers = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes.get() else "BEGIN")


def _postgresql_in_utc(connection: Any, _record: Any) -> None:
    """Moments come in the connection's time zone, which is else the server's."""
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _postgresql_begin(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if driver.read_only is writes.get():
        try:
            driver.read_only = not writes.get()
        except Exception as failure:
            if not driver.closed:
                raise
            connection.invalidate()  # lost since it was tried
            raise OperationalError("BEGIN", None, failure) from failure


def _rests(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = monotonic()


def _still_answers(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """A connection that rested is asked whether the server still answers; one that just worked is taken at its word."""
    if monotonic() - record.info.get("rests_since", monotonic()) < RESTED:
        return
    try:
        _ask(connection.pgconn)
    except Exception as failure:
        raise InvalidatePoolError() from failure


def _ask(server: Any) -> None:
    """One short question by libpq itself, as a driver waits for ever. Raises what the driver does, or OSError."""
    waits = poll()
    waits.register(server.socket, POLLIN)
    server.send_query(b"SELECT 1")
    answer = _answer(server, waits)
    if answer is None or answer.status != TUPLES_OK or _answer(server, waits) is not None:
        raise ConnectionError("the database server refuses")


def _answer(server: Any, waits: Any) -> Any:
    """The next result, None after the last."""
    while server.is_busy():
        if not waits.poll(ANSWERS * 1000):
            raise TimeoutError("the database server does not answer")
        server.consume_input()
    return server.get_result()


class Untrailed(RuntimeError):
    """A transaction changed the record and wrote nothing to the trail."""


def _watch(session: Session, _context: Any, _instances: Any) -> None:
    touched = (row for row in session.dirty if session.is_modified(row))
    changed = [row for row in (*session.new, *touched, *session.deleted) if isinstance(row, Entered)]
    if changed:
        session.info["record_changed"] = type(changed[0]).__name__
    if any(isinstance(row, Entered) for row in session.new):
        session.info["record_grew"] = True


def grew() -> bool:
    """Whether this transaction wrote a new row of the record."""
    db.session.flush()
    info = db.session().info
    return bool(info.get("record_grew")) and not info.get("record_repeats")


def repeats() -> None:
    """What this transaction writes, it writes once however often it is sent: it counts as no growth."""
    db.session().info["record_repeats"] = True


def _refuse_untrailed(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    if session.info.get("record_changed") and not session.info.get("trailed"):
        raise Untrailed(f"{session.info['record_changed']} changed without a trail entry")


def _forget(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop("record_changed", None)
    session.info.pop("record_grew", None)
    session.info.pop("record_repeats", None)
    session.info.pop("trailed", None)


event.listen(Session, "before_flush", _watch)
event.listen(Session, "before_commit", _refuse_untrailed)
event.listen(Session, "after_commit", _forget)
event.listen(Session, "after_rollback", _forget)


def analyse(connection: Connection) -> None:
    """Let the database count what its tables hold: until it has, it plans statements for empty ones."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
    connection.exec_driver_sql("ANALYZE")


@contextmanager
def transaction() -> Iterator[Session]:
    """The one place where a transaction ends: commits when the block succeeds, else rolls all of it back."""
    session: Session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def undone() -> Iterator[None]:
    """What the block writes is seen within it and taken back after it; rows that it changed are read anew."""
    inner = db.session.begin_nested()
    try:
        yield
    finally:
        inner.rollback()
