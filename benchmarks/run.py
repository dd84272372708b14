"""The busy pages of careplan as ratios to a bare Flask page, over PostgreSQL and gunicorn with two workers.

Both servers run at the same time and are asked in turn, block by block, so that whatever else the machine does falls on
both. A ratio is the median over all rounds; SQL statements are counted in this process on the same database.
`make bench` prints a table and exits 1 when a page, or after the pages the audit or the package, is over its reach.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from sqlalchemy import create_engine, event, make_url, text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
SECRET = "only-for-the-benchmark-" + uuid4().hex
PORTS = {"careplan": 18461, "bare": 18462}
ROUNDS, BLOCK, WARM = 25, 8, 120
CASELOAD = 50
CHANGED = "assessment_consent"
LARGE = (("forms.py",), ("audit.py",), ("package.py", "--sample", "3"))
"""Measured after the pages, each in a process of its own: forms, then what is large, 200 services of 200 clients."""


@dataclass
class Case:
    """A page, what it is compared with, and what it may cost."""

    name: str
    careplan: Callable[[], float]
    bare: Callable[[], float]
    reach: float
    most_statements: int


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


@contextmanager
def servers(url: str) -> Iterator[None]:
    """Both servers, two workers each."""
    environment = os.environ | {"DATABASE_URL": url, "SECRET_KEY": SECRET, "CAREPLAN_ENV": "development"}
    started = []
    for module, name in (("wsgi:app", "careplan"), ("benchmarks.bare:app", "bare")):
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            module,
            "--workers",
            "2",
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--keep-alive",
            "60",
        ]
        command += ["--bind", f"127.0.0.1:{PORTS[name]}", "--log-level", "error", "--no-control-socket"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
    try:
        for port in PORTS.values():
            wait(port)
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(30)


def wait(port: int) -> None:
    """Until the server answers; RuntimeError after 30 seconds."""
    for _ in range(150):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"nothing answers on port {port}")


class Visitor:
    """One kept-alive connection with a signed-in worker's cookie."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Cookie": f"careplan={cookie}"}

    def ask(self, method: str, path: str, data: dict[str, list[str]] | None = None) -> tuple[int, str, str]:
        """Status, text and location of an answer; remembers a new cookie."""
        body = urlencode(data, doseq=True) if data is not None else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        self.connection.request(method, path, body, self.headers | kind)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        for name, value in answer.getheaders():
            if name == "Set-Cookie" and value.startswith("careplan="):
                self.headers["Cookie"] = value.partition(";")[0]
        return answer.status, page, answer.getheader("Location") or ""

    def time(self, path: str) -> float:
        """Seconds for one page."""
        start = time.perf_counter()
        self.ask("GET", path)
        return time.perf_counter() - start

    def time_save(self, path: str, data: dict[str, list[str]]) -> float:
        """Seconds for sending a form and showing the page that it leads to."""
        start = time.perf_counter()
        status, _, location = self.ask("POST", path, data)
        if status != 303:
            raise RuntimeError(f"{path} was not saved: {status}")
        self.ask("GET", urlsplit(location).path)
        return time.perf_counter() - start


def settle(url: str, clients: int) -> SimpleNamespace:
    """Migrate, then one service with a keyworker whose caseload has so many clients, all furnished."""
    from careplan import create_app
    from careplan.ground.db import db
    from careplan.ground.migrations import upgrade
    from tests.furniture import furnish
    from tests.world import build

    os.environ |= {"DATABASE_URL": url, "SECRET_KEY": SECRET, "CAREPLAN_ENV": "development"}
    from benchmarks.bare import tables

    app = create_app()
    with app.app_context():
        with db.engine.begin() as connection:
            upgrade(connection)
        world = build()
        found = [
            furnish(world.service, world.keyworker, f"Bench {n}", "9990000034") for n in range(clients - 1)
        ]
        db.session.commit()
        from careplan.staff.models import Worker

        key = db.session.get_one(Worker, world.keyworker).session_key
        with db.engine.begin() as connection:
            for statement in (*tables(), "ANALYZE"):
                connection.execute(text(statement))
    moment = time.time()
    signed = app.session_interface.get_signing_serializer(app).dumps(
        {"_user_id": f"{world.keyworker}|{key}", "_permanent": True, "since": moment, "seen": moment}
    )
    return SimpleNamespace(app=app, ids=found[0], cookie=signed, world=world)


def section_path(page: str, path: str) -> str:
    """The address of the largest early section of an assessment, from its task list."""
    links = re.findall(rf'href="({re.escape(path)}/[^"#?]+)"', page)
    return next(link for link in links if "complete" not in link)


def typed(path: str, page: str) -> dict[str, list[str]]:
    """What a browser would send from the page's own form with one answer changed: a yes to a no, or the reverse."""
    from tests.walk import forms

    own = next(form for form in forms(path, page) if form.method == "post" and "sign-out" not in form.action)
    data = own.data()
    return data | {CHANGED: ["no" if data.get(CHANGED) == ["yes"] else "yes"]}


def cases(place: SimpleNamespace) -> list[Case]:
    """The three pages of the reach, on live servers."""
    visitor, bare = Visitor(PORTS["careplan"], place.cookie), Visitor(PORTS["bare"], place.cookie)
    record = f"/record/{place.ids.episode_id}"
    assessment = f"{record}/assessments/{place.ids.assessment_id}"
    section = section_path(visitor.ask("GET", assessment)[1], assessment)

    def save() -> float:
        return visitor.time_save(section, typed(section, visitor.ask("GET", section)[1]))

    def bare_save() -> float:
        bare.ask("GET", "/read")  # whoever saves has loaded the page first, here as there
        return bare.time_save("/save", {})

    place.section = section
    return [
        Case("record page", lambda: visitor.time(record), lambda: bare.time("/open"), 3, 10),
        Case("save and show a section", save, bare_save, 2, 15),
        Case("caseload of 50", lambda: visitor.time("/caseload"), lambda: bare.time("/read"), 3, 6),
    ]


def measure(case: Case) -> list[float]:
    """The ratio of each round: median of a block here over median of a block there."""
    for _ in range(WARM):
        case.careplan(), case.bare()
    ratios = []
    for number in range(ROUNDS):
        order = (case.careplan, case.bare) if number % 2 else (case.bare, case.careplan)
        took = {act: statistics.median(act() for _ in range(BLOCK)) for act in order}
        ratios.append(took[case.careplan] / took[case.bare])
    return sorted(ratios)


def statements(place: SimpleNamespace) -> dict[str, int]:
    """SELECT, INSERT, UPDATE and DELETE of each page."""
    from careplan.ground.db import db

    browser, seen = place.app.test_client(), []
    browser.set_cookie("careplan", place.cookie)
    with place.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *event: seen.append(event[2]))

    def count(act: Callable[[], object]) -> int:
        seen.clear()
        act()
        return sum(1 for one in seen if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", one))

    page = browser.get(place.section).text
    data = typed(place.section, page)

    def save() -> None:
        answer = browser.post(place.section, data=data, follow_redirects=True)
        if ": saved." not in answer.text:
            raise RuntimeError("nothing was saved, so nothing was measured")

    return {
        "record page": count(lambda: browser.get(f"/record/{place.ids.episode_id}")),
        "save and show a section": count(save),
        "caseload of 50": count(lambda: browser.get("/caseload")),
    }


def report(case: Case, ratios: list[float], count: int) -> bool:
    """One line of the table; whether the page is within its reach."""
    middle = statistics.median(ratios)
    good = middle <= case.reach and count <= case.most_statements
    print(
        f"{case.name:<26}{middle:>7.2f} x  ({ratios[0]:.2f} to {ratios[-1]:.2f}; reach {case.reach:g} x)"
        f"{count:>5} statements (at most {case.most_statements})  {'within' if good else 'OVER'}"
    )
    return good


def main() -> int:
    """Measure all pages, then what is large; 1 when one is over its reach."""
    with database() as url:
        place = settle(url, CASELOAD)
        with servers(url):
            todo = cases(place)
            measured = {case.name: measure(case) for case in todo}
        counts = statements(place)
        good = [report(case, measured[case.name], counts[case.name]) for case in todo]
        with place.app.app_context():
            from careplan.ground.db import db

            db.engine.dispose()
    for script in LARGE:
        print(flush=True)
        command = [sys.executable, str(ROOT / "benchmarks" / script[0]), *script[1:]]
        good.append(subprocess.run(command, cwd=ROOT, check=False).returncode == 0)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
