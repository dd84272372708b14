"""The busy pages of careplan against a bare Flask page, as an outsider measures them; what is over its reach is told.

    python benchmarks/run.py [--times 200] [--only record,today] [--large] [--national]

careplan and the bare page run on the same PostgreSQL, behind gunicorn with two sync workers each, and are asked request
by request in turn. A ratio is that of the medians of CPU (workers and PostgreSQL); wall is printed beside it, as other
work on the machine moves it. The macros of forms are measured against the writer that they replaced, with `--large`
audit and package on 200 services; `--national` asks whether a service's pages take longer among 846 services with
181,425 clients than alone. Exits 1 when anything is over its reach.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from sqlalchemy import event, text

from benchmarks.outside import Prepare, Server, Visitor, in_turn, serving
from benchmarks.worlds import ROOT, SERVICE, application, cookie, database, demo, furnished

CASELOAD, THOUSAND, HUNDREDS = 50, 33, ((2, "50"), (17, "500"))
"""Clients of the furnished keyworker; copies of the demo that give its larger service so many clients."""
PLACES, COPIES = 422, 3075
"""846 services: the demo's two and 422 copies of them; 3,075 times the demo's 59 clients."""
NATIONAL = (
    ("caseload", "amira", "/caseload"),
    ("caseload, all written", "amira", "/caseload"),
    ("today", "amira", "/"),
    ("today, all written", "amira", "/"),
    ("round", "hazel", "/doses"),
    ("round, all written", "hazel", "/doses"),
    ("record", "amira", "record"),
    ("record, all written", "amira", "record"),
    ("search", "amira", "search"),
)
"""Pages that are compared with those of a service alone: name, who reads it, and its address."""
CHANGED = "assessment_consent"
FIRST_MS, AGAIN_MS = 500, 60
FORMS = (("forms.py",),)
LARGE = (("audit.py",), ("package.py", "--sample", "3"))


@dataclass
class Case:
    """A page, what it is compared with, and its reach: times as long, milliseconds of CPU, statements."""

    name: str
    act: Prepare
    other: Prepare | None
    ratio: float | None = None
    most_ms: float | None = None
    most_statements: int | None = None
    statements: int | None = None
    per_fifty: float = 1.0
    times: int | None = None


class Place:
    """Two running servers on one database, and who asks them."""

    def __init__(self, app: Flask, ours: Server, theirs: Server) -> None:
        self.app, self.ours, self.theirs = app, ours, theirs

    def visitor(self, username: str) -> Visitor:
        """A signed-in worker at careplan."""
        return Visitor(self.ours, cookie(self.app, username))

    def page(self, username: str, path: str) -> Prepare:
        """Showing a page of careplan."""
        visitor = self.visitor(username)
        return lambda: lambda: visitor.get(path)

    def bare(self, username: str) -> Prepare:
        """Showing the bare page."""
        visitor = Visitor(self.theirs, cookie(self.app, username))
        return lambda: lambda: visitor.get("/read")

    def bare_save(self, username: str) -> Prepare:
        """Saving there, and the page after it."""
        visitor = Visitor(self.theirs, cookie(self.app, username))
        return lambda: lambda: visitor.save("/save", {})

    def statements(self, username: str, act: Callable[[Callable[..., str]], None]) -> int:
        """How many SELECT, INSERT, UPDATE and DELETE the act sends, asked in this process."""
        from careplan.ground.db import db

        browser, seen = self.app.test_client(), list[str]()
        browser.set_cookie("careplan", cookie(self.app, username))
        with self.app.app_context():
            engine = db.engine

        def note(*given: object) -> None:
            seen.append(str(given[2]))

        def ask(path: str, data: dict[str, list[str]] | None = None) -> str:
            seen.clear()
            if data is None:
                return browser.get(path).text
            return browser.post(path, data=data, follow_redirects=True).text

        event.listen(engine, "before_cursor_execute", note)
        act(ask)
        event.remove(engine, "before_cursor_execute", note)
        engine.dispose()
        return sum(1 for one in seen if re.match(r"\W*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", one))


@contextmanager
def place(url: str) -> Iterator[Place]:
    """careplan and the bare page over this database."""
    with serving("wsgi:app", url) as ours, serving("benchmarks.bare:app", url) as theirs:
        yield Place(application(url), ours, theirs)


def typed(path: str, page: str) -> dict[str, list[str]]:
    """What a browser would send from the page's own form with one answer changed: a yes to a no, or the reverse."""
    from tests.walk import forms

    own = next(form for form in forms(path, page) if form.method == "post" and "sign-out" not in form.action)
    data = own.data()
    return data | {CHANGED: ["no" if data.get(CHANGED) == ["yes"] else "yes"]}


def section_path(page: str, path: str) -> str:
    """The address of the first section of an assessment, from its task list."""
    links = re.findall(rf'href="({re.escape(path)}/[^"#?]+)"', page)
    return next(link for link in links if "complete" not in link)


def furnished_cases(here: Place, episode: str, assessment: str) -> Iterator[Case]:
    """Record with an open course, again, after a write elsewhere and whole, a saved section, and the caseload."""
    visitor, record = here.visitor("kay"), f"/record/{episode}"
    path = f"{record}/assessments/{assessment}"
    section = section_path(visitor.get(path), path)

    def save() -> Callable[[], object]:
        data = typed(section, visitor.get(section))
        return lambda: visitor.save(section, data)

    def saved(ask: Callable[..., str]) -> None:
        if ": saved." not in ask(section, typed(section, ask(section))):
            raise RuntimeError("nothing was saved, so nothing was measured")

    def counted(path: str) -> int:
        return here.statements("kay", lambda ask: ask(path) and None)

    counted(record)  # this process keeps what the next one uses
    yield Case("record", here.page("kay", record), here.bare("kay"), 2, None, 4, counted(record))
    elsewhere = written_before(here.ours, here.page("kay", record), "part <> 'shared'")
    yield Case("record, another written", elsewhere, here.bare("kay"), 2)
    first = written_before(here.ours, here.page("kay", record))
    yield Case("record, read whole", first, here.bare("kay"), 3)
    yield Case("save and show", save, here.bare_save("kay"), 1.6, None, 12, here.statements("kay", saved))
    caseload = here.page("kay", "/caseload")
    counted("/caseload")  # what was saved before is read once
    yield Case("caseload of 50", caseload, here.bare("kay"), 2.5, None, 4, counted("/caseload"))


def written_before(at: Server, page: Prepare, parts: str = "true") -> Prepare:
    """Showing a page after something was written in these parts of its service's record (`careplan.trail.changes`)."""
    renew = text(f"UPDATE changes SET mark = mark + 1 WHERE {parts}")

    def prepare() -> Callable[[], object]:
        with at.engine.connect() as connection:
            connection.execute(renew)
        return page()

    return prepare


def last_monday() -> date:
    """The day, today or before, on which most clients of the demo come: few do on a Sunday."""
    today = date.today()  # noqa: DTZ011
    return today - timedelta(days=today.weekday())


def demo_cases(here: Place, clients: str, audit: bool) -> Iterator[Case]:
    """Today of each role and the dose round; with many clients the audit page too, after a write and again."""
    for role, name in (("keyworker", "amira"), ("prescriber", "hazel"), ("manager", "rowan")):
        count = here.statements(name, lambda ask: ask("/") and None)
        yield Case(f"today, {role}, {clients}", here.page(name, "/"), here.bare(name), 3, statements=count)
    on = last_monday().isoformat()
    contacts = f"/record/{kept_by_amira(here)[0]}/contacts"
    for name, page in (
        ("diary, day", f"/diary?whose=all&day={on}"),
        ("diary, week", f"/diary?whose=all&view=week&day={on}"),
        ("contacts of a record", contacts),
    ):
        count = here.statements("amira", lambda ask, page=page: ask(page) and None)
        case = here.page("amira", page), here.bare("amira")
        yield Case(f"{name}, {clients}", *case, 2.5, statements=count)
    path = f"/doses?on={last_monday()}"
    rows = here.visitor("hazel").get(path).count('id="row-')
    fifties = max(rows / 50, 1)
    name = f"round of {rows}, {clients}"
    round_page = here.page("hazel", path)
    yield Case(name, round_page, here.bare("hazel"), 3, per_fifty=fifties)
    untouched = iter(kept_by_amira(here))
    written = after_a_write(here, round_page, untouched)
    yield Case(f"{name}, after a write", written, here.bare("hazel"), 3, per_fifty=fifties, times=8)
    ordered = written_before(here.ours, round_page, f"part IN ('', 'coming', 'round', '{treated(here)}')")
    yield Case(f"{name}, after an order", ordered, here.bare("hazel"), 3, per_fifty=fifties)
    dosed = written_before(here.ours, round_page, "part IN ('', 'shared', 'round')")
    yield Case(f"{name}, after a dose", dosed, here.bare("hazel"), 3, per_fifty=fifties)
    if audit:
        report = here.page("rowan", f"/audit/{SERVICE}/{date.today().isoformat()}")  # noqa: DTZ011
        yield Case("audit, first", written_before(here.ours, report), None, most_ms=FIRST_MS, times=8)
        yield Case(
            "audit, one written", after_a_write(here, report, untouched), None, most_ms=FIRST_MS, times=8
        )
        yield Case("audit, again", report, None, most_ms=AGAIN_MS)


LISTS = (
    ("caseload", "amira", "/caseload", 7),
    ("caseload of all", "amira", "/caseload?whose=all", 7),
    ("waiting list", "rowan", "/waiting", 4),
    ("diary, own day", "amira", "/diary?day={on}", 4),
    ("diary, day of all", "amira", "/diary?whose=all&day={on}", 4),
    ("diary, week of all", "amira", "/diary?whose=all&view=week&day={on}", 4),
    ("contacts", "amira", "/record/{episode}/contacts", 6),
    ("duty", "amira", "/duty", 8),
    ("slipping away", "rowan", "/diary/slipping-away", 3),
    ("team", "rowan", "/team", 6),
)
"""Lists: name, who reads it, its address, how many statements at most, whatever the number of clients."""


def list_cases(here: Place, clients: str) -> Iterator[Case]:
    """The lists of a working day."""
    words = {"on": last_monday().isoformat(), "episode": kept_by_amira(here)[0]}
    for name, who, address, most in LISTS:
        path = address.format(**words)
        for _ in range(2):  # what the first leaves in memory the second uses
            count = here.statements(who, lambda ask, path=path: ask(path) and None)
        act = here.page(who, path), here.bare(who)
        yield Case(f"list: {name}, {clients}", *act, 2.5, most_statements=most, statements=count)
    one = f"part IN ('', '{treated(here)}')"
    for name, address, parts, reach in (
        ("caseload, one written", "/caseload", one, 3),
        (
            "caseload, all written",
            "/caseload",
            "true",
            7,
        ),  # its clocks are planned once, and not always alike
        ("diary, week of all, written", "/diary?whose=all&view=week&day={on}", "true", 3),
    ):
        anew = written_before(here.ours, here.page("amira", address.format(**words)), parts)
        yield Case(f"list: {name}, {clients}", anew, here.bare("amira"), reach)


def kept_by_amira(here: Place) -> list[str]:
    """The ids of the open episodes that a keyworker keeps."""
    mine = (
        "SELECT id FROM episodes WHERE closed_on IS NULL AND keyworker_id ="
        " (SELECT id FROM workers WHERE username = 'amira') ORDER BY id DESC"
    )
    with here.ours.engine.connect() as connection:
        return list(connection.scalars(text(mine)))


def treated(here: Place) -> str:
    """The client of an open course, once every record of its service has been written in."""
    every = (
        "SELECT DISTINCT clients.root_id AS part, episodes.service_id, 1 FROM episodes"
        " JOIN clients ON clients.id = episodes.client_id"
        f" JOIN courses ON courses.episode_id = episodes.root_id WHERE episodes.service_id = '{SERVICE}'"
    )
    with here.ours.engine.connect() as connection:
        connection.execute(
            text(f"INSERT INTO changes (part, service_id, mark) {every} ON CONFLICT DO NOTHING")
        )
        return str(connection.scalar(text(f"SELECT min(part) FROM ({every}) AS records")))


def after_a_write(here: Place, page: Prepare, episodes: Iterator[str]) -> Prepare:
    """Showing the page once an assessment was started in the next of the keyworker's episodes."""
    from tests.walk import forms

    writer = here.visitor("amira")

    def prepare() -> Callable[[], object]:
        for episode in episodes:
            path = f"/record/{episode}/assessments"
            for form in forms(path, writer.get(path)):
                if form.method == "post" and "sign-out" not in form.action:
                    pressed = {name: [value] for name, kind, value in form.fields if kind == "button"}
                    writer.save(form.action, form.data() | pressed)
                    return page()
        raise RuntimeError("no record is left in which an assessment can be started")

    return prepare


def measured(here: Place, case: Case, times: int) -> bool:
    """One line of the table; whether the page is within its reach."""
    acts = [(here.ours, case.act)] + ([(here.theirs, case.other)] if case.other else [])
    ours, *theirs = in_turn(acts, case.times or times, 2 if case.times else 25)
    good, words = True, ""
    if theirs and case.ratio is not None:
        ratio = ours.cpu.middle / theirs[0].cpu.middle / case.per_fifty
        good = ratio <= case.ratio
        wall = ours.wall.middle / theirs[0].wall.middle / case.per_fifty
        words = f"{ratio:6.2f} x of {theirs[0].cpu.middle:.1f} (wall {wall:.2f} x; reach {case.ratio:g} x)"
    if case.most_ms is not None:
        good, words = ours.cpu.middle <= case.most_ms, f"(reach {case.most_ms:g} ms)"
    if case.statements is not None:
        words += f"  {case.statements} statements"
        if case.most_statements is not None:
            good = good and case.statements <= case.most_statements
            words += f" (at most {case.most_statements})"
    print(
        f"{case.name:<28}{ours.wall!s:<28}{ours.cpu!s:<28}{words}  {'within' if good else 'OVER'}", flush=True
    )
    return good


def pages(times: int, only: list[str]) -> Iterator[bool]:
    """Whether each page is within its reach."""
    print(
        f"{'':<28}{'wall ms (quartiles)':<28}{'CPU ms (quartiles)':<28}CPU against the bare page", flush=True
    )

    def chosen(cases: Iterator[Case]) -> Iterator[Case]:
        return (case for case in cases if not only or case.name.startswith(tuple(only)))

    if not only or any("record save caseload".find(one.split()[0]) >= 0 for one in only):
        with database() as url:
            ids = furnished(url, CASELOAD)
            with place(url) as here:
                for case in chosen(furnished_cases(here, ids.episode_id, ids.assessment_id)):
                    yield measured(here, case, times)
    for copies, clients in HUNDREDS:
        if only and not any(one.startswith("list") for one in only):
            continue
        with database() as url:
            demo(url, copies)
            with place(url) as here:
                for case in chosen(list_cases(here, clients)):
                    yield measured(here, case, times)
    for copies, clients in ((1, "60"), (THOUSAND, "1,000")):
        if only and not any(one.startswith(("today", "round", "audit", "diary", "contacts")) for one in only):
            continue
        with database() as url:
            demo(url, copies)
            with place(url) as here:
                for case in chosen(demo_cases(here, clients, copies > 1)):
                    yield measured(here, case, times)


def among_all(times: int) -> Iterator[bool]:
    """Whether each page of a service takes at most 1.2 times as long among all services of the country."""
    with database() as alone, database() as among:
        demo(alone)
        demo(among, COPIES, PLACES)
        with serving("wsgi:app", alone) as one, serving("wsgi:app", among) as all_of_them:
            for words, name, path in NATIONAL:
                acts = [(server, shown(server, name, path)) for server in (all_of_them, one)]
                if words.endswith("written"):
                    acts = [(server, written_before(server, page)) for server, page in acts]
                here, there = in_turn(acts, times, 25)
                ratio = here.cpu.middle / there.cpu.middle
                print(
                    f"{'national: ' + words:<28}{here.wall!s:<28}{here.cpu!s:<28}{ratio:6.2f} x of alone (reach 1.2 x)"
                    f"  {'within' if ratio <= 1.2 else 'OVER'}",
                    flush=True,
                )
                yield ratio <= 1.2


def shown(server: Server, name: str, path: str) -> Prepare:
    """A page of the demo's service, its first record, or the search by a name."""
    from careplan.ground.db import db
    from tests.walk import forms

    url = server.engine.url.render_as_string(hide_password=False)
    app = application(url)
    visitor = Visitor(server, cookie(app, name))
    with app.app_context():
        db.engine.dispose()
    if path == "record":
        path = re.findall(r'href="(/record/[^"/]+)"', visitor.get("/caseload"))[0]
    if path == "search":
        form = next(
            one for one in forms("/clients/search", visitor.get("/clients/search")) if "search" in one.action
        )
        data = form.data() | {"name": ["Smith"]}
        return lambda: lambda: visitor.ask("POST", "/clients/search", data)
    return lambda: lambda: visitor.get(path)


def main() -> int:
    """Measure and print; 1 when a page is over its reach."""
    parser = argparse.ArgumentParser(description="Measure careplan's pages against a bare Flask page.")
    parser.add_argument("--times", type=int, default=200, help="requests of each page")
    parser.add_argument("--only", default="", help="beginnings of the names of pages, with commas")
    parser.add_argument("--large", action="store_true", help="audit and package on 200 services too")
    parser.add_argument(
        "--national", action="store_true", help="a service among 846 against alone, nothing else"
    )
    wanted = parser.parse_args()
    if wanted.national:
        return 0 if all(list(among_all(wanted.times))) else 1
    good = list(pages(wanted.times, [one for one in wanted.only.split(",") if one]))
    for script in (*(() if wanted.only else FORMS), *(LARGE if wanted.large else ())):
        command = [sys.executable, str(ROOT / "benchmarks" / script[0]), *script[1:]]
        good.append(subprocess.run(command, cwd=ROOT, check=False).returncode == 0)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
