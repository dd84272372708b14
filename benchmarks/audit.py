"""One service's audit against the national one, on a sample scaled up by renaming ids, over PostgreSQL.

    python benchmarks/audit.py [--services 200] [--clients 200]     (or BENCH_SERVICES and BENCH_CLIENTS)

Both are the whole way from rows to the report's data, in this process and in turn: some services, the country, some
services again. The sample has answers for few of its clients, so the country's has few of them to count; a service's
has its share. Exits 1 when a service takes more than 1/25 of the country's time or either more statements than ever.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, event, text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.scaled import MOST_CLIENTS, SAMPLE, multiply  # noqa: E402
from benchmarks.worlds import database  # noqa: E402

CENSUS = date(2026, 3, 31)
REACH, MOST_STATEMENTS = 25, 40
ROUNDS, BLOCK = 3, 7


def careplan(url: str, *words: str) -> None:
    """One command; CalledProcessError when it fails."""
    environment = os.environ | {"DATABASE_URL": url, "CAREPLAN_ENV": "development"}
    command = [str(Path(sys.executable).with_name("careplan")), *words]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


@contextmanager
def place(services: int, clients: int) -> Iterator[Flask]:
    """The app over a database with so many services of so many clients."""
    with database() as url:
        careplan(url, "migrate")
        careplan(url, "import", str(SAMPLE))
        engine = create_engine(url)
        with engine.begin() as connection:
            made = multiply(connection, services, clients)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        engine.dispose()
        print(f"{services} services of {clients} clients: {sum(made.values()):,} rows", flush=True)
        os.environ |= {"DATABASE_URL": url, "SECRET_KEY": uuid4().hex * 2, "CAREPLAN_ENV": "development"}
        from careplan import create_app
        from careplan.ground.db import db

        app = create_app()
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def audits() -> tuple[Callable[[int], Any], Callable[[], Any]]:
    """The audit of a service by its number, and that of the country; both as the data of a report."""
    from careplan.audit.review.queries.reports import audited, audited_nationally
    from careplan.audit.review.rules.census import Census
    from careplan.audit.review.rules.engine import Level, Request, Unit
    from careplan.audit.review.rules.export import as_data, as_national_data
    from careplan.audit.review.rules.ruleset import load

    def service(number: int) -> Any:
        unit = Unit(Level.SERVICE, f"S{number}", "")
        return as_data(audited(Request(unit, Census.at(CENSUS), load()), frozenset({unit.id})))

    def country() -> Any:
        unit = Unit(Level.NATIONAL, "national", "National")
        return as_national_data(audited_nationally(Request(unit, Census.at(CENSUS), load())))

    return service, country


def timed(act: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock and of this process."""
    from careplan.ground.db import db

    begin, own = time.perf_counter(), time.process_time()
    act()
    taken = time.perf_counter() - begin, time.process_time() - own
    db.session.rollback()
    return taken


def counted(act: Callable[[], Any]) -> int:
    """How many statements it takes."""
    from careplan.ground.db import db

    seen: list[str] = []

    def note(*given: Any) -> None:
        seen.append(given[2])

    event.listen(db.engine, "before_cursor_execute", note)
    act()
    event.remove(db.engine, "before_cursor_execute", note)
    db.session.rollback()
    return len(seen)


def megabytes() -> float:
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sizes() -> argparse.Namespace:
    """How large."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--services", type=int, default=int(os.environ.get("BENCH_SERVICES", "200")))
    clients = int(os.environ.get("BENCH_CLIENTS", str(MOST_CLIENTS)))
    parser.add_argument("--clients", type=int, default=clients, help="of each service")
    return parser.parse_args()


def main() -> int:
    """Measure and print; 1 when out of reach."""
    asked = sizes()
    with place(asked.services, asked.clients):
        service, country = audits()
        statements = counted(lambda: service(0)), counted(country)
        ratios, both = [], []
        for number in range(ROUNDS):
            ones = [timed(lambda n=n: service(n % asked.services)) for n in range(1, BLOCK + 1)]  # type: ignore[misc]
            whole = timed(country)
            one = tuple(statistics.median(column) for column in zip(*ones, strict=True))
            ratios.append(whole[0] / one[0])
            both.append((one, whole))
            print(
                f"  round {number + 1}: a service {one[0]:.3f} s ({one[1]:.3f} s of CPU here), "
                f"the country {whole[0]:.1f} s ({whole[1]:.1f} s)",
                flush=True,
            )
    ratio = statistics.median(ratios)
    good = ratio >= REACH and max(statements) <= MOST_STATEMENTS
    print(
        f"{'audit of one service':<26}1/{ratio:.0f} of the national one  (1/{min(ratios):.0f} to 1/{max(ratios):.0f}; "
        f"reach 1/{REACH})  {statements[0]} and {statements[1]} statements (at most {MOST_STATEMENTS})  "
        f"peak {megabytes():.0f} MB  {'within' if good else 'OVER'}"
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
