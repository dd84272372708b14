"""Settings of PostgreSQL and its driver: how long it may take, who may speak to it, how often its absence is logged."""

import logging
from importlib import import_module
from time import monotonic
from typing import Any, ClassVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

CONNECT_SECONDS = 5
"""A server that does not answer by then is away."""
LOST = {"tcp_user_timeout": 10_000, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2}
"""When a line that nobody closed counts as lost (libpq; milliseconds, then seconds and tries): else after minutes."""

SETTINGS = (
    "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false),"
    " set_config('jit', 'off', false), set_config('plan_cache_mode', 'force_generic_plan', false),"
    " (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)"
)
"""A prepared statement is planned once, for whatever values come: planning the statements of a page for the values of
each request takes longer than they run.
"""

REMEMBERED = {"MAX_CACHED_STATEMENT_LENGTH": 65_536, "MAX_CACHED_STATEMENT_PARAMS": 400}
"""Up to how many characters and parameters psycopg remembers how a statement reads; it reads a longer one at each
request anew. A page's statement is one text for any number of rows, and the record's is above psycopg's own 4,096.
"""


class UnsafeRole(Exception):
    """The database role stands above every promise of the database."""


class Rarely(logging.Filter):
    """Lets one traceback a minute through; of the others the line remains."""

    EVERY: ClassVar[float] = 60.0

    def __init__(self) -> None:
        super().__init__()
        self.last = -self.EVERY

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line; drop its traceback when one was written less than a minute ago."""
        if record.exc_info:
            moment = monotonic()
            if moment - self.last < self.EVERY:
                record.exc_info = record.exc_text = None
            else:
                self.last = moment
        return True


RARELY = Rarely()


def limit(engine: Engine, *, statement: float, lock: float, refuse_superuser: bool) -> None:
    """Hold every connection of a PostgreSQL engine to these seconds (0: no limit); a superuser gets none if so asked.

    A refused connection is an OperationalError whose `orig` is UnsafeRole.
    """
    logging.getLogger(f"{type(engine.pool).__module__}.{type(engine.pool).__name__}").addFilter(RARELY)
    if engine.dialect.name != "postgresql":
        return
    vars(import_module("psycopg._queries")).update(REMEMBERED)

    def soon(_dialect: Any, _record: Any, _arguments: Any, options: Any) -> None:
        for name, value in ({"connect_timeout": CONNECT_SECONDS} | LOST).items():
            options.setdefault(name, value)

    def begun(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            row = cursor.execute(SETTINGS, (f"{statement * 1000:.0f}", f"{lock * 1000:.0f}")).fetchone()
        connection.commit()
        if refuse_superuser and row[-1]:
            connection.close()
            raise OperationalError("connect", None, UnsafeRole("the database role is a superuser"))

    event.listen(engine, "do_connect", soon)
    event.listen(engine, "connect", begun)


def unsafe(engine: Engine) -> bool:
    """Whether the database refuses us for our role. A server that is away is asked again when it is back."""
    try:
        with engine.connect():
            return False
    except OperationalError as failure:
        return isinstance(failure.orig, UnsafeRole)
    finally:
        engine.dispose()
