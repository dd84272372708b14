"""Import and export of a large record package: rows a second against a plain bulk insert, and peak memory.

    python benchmarks/package.py [--services 200] [--clients 200] [--sample 1]     (or BENCH_SERVICES, BENCH_CLIENTS)

A sample is scaled up by renaming ids: 1 has hundreds of answers for each client, 3 has answers for few. In one run,
over PostgreSQL: `careplan import` of the package into an empty database; the same rows, read back from it, put into
others by bare INSERT and by bare COPY, in one transaction each, with the same keys, indexes and triggers; `careplan
export`. Only ratios within the run are printed.
Exits 1 when import takes more than five times the bulk insert, or import or export more than 300 MB.
"""

import argparse
import csv
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import create_engine, make_url, select, text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import careplan.rooms  # noqa: E402, F401 (all tables must be known)
from careplan.ground.db import Base  # noqa: E402
from careplan.package.rules.profile import DESCRIPTOR, File, Profile, profile_1  # noqa: E402

SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
SAMPLES = ROOT / "tests" / "data" / "audit"
REACH, MOST_MEGABYTES = 5, 300
SERVICES_OF_A_PARTNERSHIP = 10
BATCH = 2000
Rows = list[dict[str, str]]


class Scaled:
    """The sample's rows by client and by service, and the way to write them again under other ids."""

    def __init__(self, profile: Profile, services: int, clients: int, sample: int = 1) -> None:
        self.profile, self.services, self.clients = profile, services, clients
        self.files: dict[str, Rows] = {}
        with zipfile.ZipFile(SAMPLES / f"sample-{sample}.zip") as archive:
            names = {Path(name).name: name for name in archive.namelist()}
            self.descriptor = archive.read(names[DESCRIPTOR])
            for file in profile.files.values():
                if file.path in names:
                    source = io.StringIO(archive.read(names[file.path]).decode(), newline="")
                    self.files[file.name] = list(csv.DictReader(source))
        self.people = [row["id"] for row in self.files["clients"]]
        self.places = [row["id"] for row in self.files["services"]]
        self.owner: dict[str, dict[str, str]] = {"clients": {person: person for person in self.people}}
        self.of_client: dict[str, dict[str, Rows]] = {}
        for file in profile.files.values():
            if file.above and file.name != "incidents":
                self._own(file)

    def _own(self, file: File) -> None:
        """Group the rows of a file by the client they lead to."""
        above, parent = file.above or "", file.parent or ""
        grouped: dict[str, Rows] = defaultdict(list)
        for row in self.files.get(file.name, ()):
            grouped[self.owner[parent][row[above]]].append(row)
        self.of_client[file.name] = grouped
        if file.has_id:
            self.owner[file.name] = {row["id"]: person for person, rows in grouped.items() for row in rows}

    def write(self, folder: Path) -> int:
        """The package in `folder`; its rows."""
        count = 0
        (folder / DESCRIPTOR).write_bytes(self.descriptor)
        for file in (file for file in self.profile.files.values() if file.name in self.files):
            with (folder / file.path).open("w", encoding="utf-8", newline="") as target:
                writer = csv.DictWriter(target, list(self.files[file.name][0]), lineterminator="\n")
                writer.writeheader()
                for row in self._rows(file):
                    writer.writerow(row)
                    count += 1
        return count

    def _rows(self, file: File) -> Iterator[dict[str, str]]:
        if file.name == "providers":
            yield from self.files["providers"]
        elif file.name == "partnerships":
            for number in range(0, self.services, SERVICES_OF_A_PARTNERSHIP):
                yield self.files["partnerships"][0] | {"id": self._partnership(number)}
        elif file.name == "clients" or file.name in self.of_client:
            yield from self._of_clients(file)
        else:
            yield from self._of_services(file)

    def _partnership(self, number: int) -> str:
        return f"P{number // SERVICES_OF_A_PARTNERSHIP}"

    def _of_clients(self, file: File) -> Iterator[dict[str, str]]:
        grouped = (
            {row["id"]: [row] for row in self.files["clients"]}
            if file.name == "clients"
            else self.of_client[file.name]
        )
        for service in range(self.services):
            for client in range(self.clients):
                place = service * self.clients + client
                for row in grouped.get(self.people[place % len(self.people)], ()):
                    renamed = self._renamed(file, row, service, f".{place}")
                    if file.name == "clients":
                        born = date.fromisoformat(row["date_of_birth"]) - timedelta(place % 3001)
                        renamed |= {"nhs_number": "", "date_of_birth": born.isoformat()}
                    yield renamed

    def _of_services(self, file: File) -> Iterator[dict[str, str]]:
        for service in range(self.services):
            place = self.places[service % len(self.places)]
            for row in self.files[file.name]:
                here = row.get(
                    "service_id", row.get("unit_id", row["id"] if file.name == "services" else place)
                )
                first = service % SERVICES_OF_A_PARTNERSHIP == 0
                partnership = first and row.get("unit_id") == self.files["partnerships"][0]["id"]
                if here == place or partnership:
                    yield self._renamed(file, row, service, f".{service}")

    def _renamed(self, file: File, row: dict[str, str], service: int, suffix: str) -> dict[str, str]:
        """The row under other ids; whatever service it named, it now names this one."""
        changed = {}
        for name in ("id", "corrects", "username"):
            if row.get(name):
                changed[name] = row[name] + suffix
        for ref in (ref for ref in file.refs if row.get(ref.name)):
            changed[ref.name] = row[ref.name] + (f".{service}" if ref.file == "workers" else suffix)
        fixed = {"service_id": f"S{service}", "partnership_id": self._partnership(service)}
        changed |= {name: value for name, value in fixed.items() if name in row}
        if file.name == "services":
            changed |= {"id": f"S{service}", "provider_id": row["provider_id"]}
        if file.name == "incidents":
            changed["client_id"] = ""
        if file.name == "returns":
            changed["unit_id"] = f"S{service}" if row["level"] == "service" else self._partnership(service)
        return row | changed


@contextmanager
def databases(count: int) -> Iterator[list[str]]:
    """Migrated databases of their own, dropped afterwards."""
    base = make_url(SERVER)
    names = [f"careplan_bench_{uuid4().hex[:8]}" for _ in range(count)]
    admin = create_engine(base, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            for name in names:
                connection.execute(text(f"CREATE DATABASE {name}"))
        urls = [base.set(database=name).render_as_string(hide_password=False) for name in names]
        for url in urls:
            careplan_run(url, "migrate")
        yield urls
    finally:
        with admin.connect() as connection:
            for name in names:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        admin.dispose()


def careplan_run(url: str, *words: object) -> tuple[float, float]:
    """Seconds and peak megabytes of one command in a process of its own; ends the run when it fails."""
    environment = os.environ | {"DATABASE_URL": url, "CAREPLAN_ENV": "development"}
    command = [str(Path(sys.executable).with_name("careplan")), *map(str, words)]
    with tempfile.TemporaryFile("w+") as said:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken = time.perf_counter() - begin
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"careplan {words[0]} failed:\n{said.read()[-2000:]}")
    return taken, usage.ru_maxrss / 1024


def plain(url: str) -> psycopg.Connection[Any]:
    """A bare connection."""
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def tables(profile: Profile) -> list[str]:
    """The tables of the package in reference order."""
    return list(profile.files)


def copied(source: str, target: str, folder: Path, profile: Profile) -> float:
    """Seconds of a bare COPY of all rows into the same tables, in one transaction."""
    with plain(source) as connection:
        for name in tables(profile):
            with (
                (folder / name).open("wb") as kept,
                connection.cursor().copy(f"COPY {name} TO STDOUT") as out,
            ):
                for block in out:
                    kept.write(block)
    begin = time.perf_counter()
    with plain(target) as connection:
        for name in tables(profile):
            with (
                (folder / name).open("rb") as kept,
                connection.cursor().copy(f"COPY {name} FROM STDIN") as into,
            ):
                while block := kept.read(1 << 18):
                    into.write(block)
    return time.perf_counter() - begin


def inserted(source: str, target: str, profile: Profile) -> float:
    """Seconds of bare INSERTs of all rows into the same tables, in one transaction; reading them is not counted."""
    taken = 0.0
    reading, writing = create_engine(source), create_engine(target)
    with reading.connect() as rows_of, writing.begin() as into:
        for name in tables(profile):
            table = Base.metadata.tables[name]
            stream = rows_of.execution_options(yield_per=BATCH).execute(select(table)).mappings()
            for batch in stream.partitions():
                rows = [dict(row) for row in batch]
                begin = time.perf_counter()
                into.execute(table.insert(), rows)
                taken += time.perf_counter() - begin
        begin = time.perf_counter()
        into.commit()
        taken += time.perf_counter() - begin
    reading.dispose()
    writing.dispose()
    return taken


def sizes() -> argparse.Namespace:
    """How large."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    services, clients = (int(os.environ.get(f"BENCH_{what}", "200")) for what in ("SERVICES", "CLIENTS"))
    parser.add_argument("--services", type=int, default=services)
    parser.add_argument("--clients", type=int, default=clients, help="of each service")
    parser.add_argument("--sample", type=int, choices=(1, 2, 3), default=1)
    return parser.parse_args()


def main() -> int:
    """Measure once and print; 1 when a reach is missed."""
    asked, profile = sizes(), profile_1()
    with tempfile.TemporaryDirectory(prefix="careplan-bench-") as name, databases(3) as urls:
        folder = Path(name)
        for part in ("package", "blocks"):
            (folder / part).mkdir()
        rows = Scaled(profile, asked.services, asked.clients, asked.sample).write(folder / "package")
        print(f"{asked.services} services of {asked.clients} clients: {rows:,} rows", flush=True)
        imported, import_memory = careplan_run(urls[0], "import", folder / "package")
        insert = inserted(urls[0], urls[1], profile)
        copy = copied(urls[0], urls[2], folder / "blocks", profile)
        exported, export_memory = careplan_run(urls[0], "export", folder / "out")
    print(f"import of all rows takes  {imported / insert:5.2f} × a plain bulk INSERT  (reach {REACH})")
    print(f"                          {imported / copy:5.2f} × a bare COPY")
    print(f"export of all rows takes  {exported / copy:5.2f} × a bare COPY")
    print(
        f"peak memory: import {import_memory:.0f} MB, export {export_memory:.0f} MB  (reach {MOST_MEGABYTES})"
    )
    return int(imported / insert > REACH or max(import_memory, export_memory) > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
