"""Runs a command with TEST_DATABASE_URL naming a fresh PostgreSQL database, which is dropped afterwards.

The server is the one of TEST_POSTGRES_URL (default: 127.0.0.1:5432), else a private one from installed
binaries. Exit status: the command's; 77 when there is no server and none can be started.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

NO_SERVER = 77
DEFAULT_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


def answers(server: str) -> bool:
    """Whether a server lets us in and lets us create databases."""
    try:
        with psycopg.connect(server, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def binaries() -> Path | None:
    """The folder of the newest installed server, if there is one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def free_port() -> int:
    """A port below the range from which the system hands out client ports."""
    for port in random.sample(range(20000, 32000), 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise SystemExit("no free port between 20000 and 32000")


@contextmanager
def private_server(folder: Path) -> Iterator[str]:
    """A throw-away server; PostgreSQL refuses to run as root, so then it runs as `nobody`."""
    as_user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="careplan-postgres-") as home:
        if as_user:
            shutil.chown(home, "nobody", "nogroup")
        data = str(Path(home) / "data")

        def call(*command: str) -> None:
            subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL, **as_user)

        call(str(folder / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home} -c fsync=off"
        control = str(folder / "pg_ctl")
        call(control, "-D", data, "-o", options, "-w", "-l", str(Path(home) / "log"), "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            call(control, "-D", data, "-m", "immediate", "stop")


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """A new database; it and those a test made beside it (same beginning of the name) are dropped."""
    name = f"careplan_test_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            made = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]
            )
            for (database,) in made.fetchall():
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                connection.execute(drop.format(sql.Identifier(database)))


def url_for(server: str, database: str) -> str:
    """The SQLAlchemy URL of a database on that server."""
    parts = conninfo_to_dict(server)
    login = str(parts.get("user", "postgres")) + (f":{parts['password']}" if parts.get("password") else "")
    return (
        f"postgresql+psycopg://{login}@{parts.get('host', '127.0.0.1')}:{parts.get('port', 5432)}/{database}"
    )


def run_on(server: str, command: list[str]) -> int:
    with fresh_database(server) as database:
        environment = os.environ | {"TEST_DATABASE_URL": url_for(server, database)}
        return subprocess.run(command, env=environment, check=False).returncode


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    server = os.environ.get("TEST_POSTGRES_URL", DEFAULT_SERVER).replace("+psycopg", "", 1)
    if answers(server):
        return run_on(server, command)
    folder = binaries()
    if folder is None:
        return NO_SERVER
    with private_server(folder) as server:
        return run_on(server, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
