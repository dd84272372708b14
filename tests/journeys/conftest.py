"""A real server and a real browser: careplan over its own database, Debian's Chromium, axe on every page."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from argon2 import PasswordHasher
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sqlalchemy import select, update

from careplan import create_app
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff.models import Worker
from tests.conftest import own_database
from tests.furniture import furnish
from tests.journeys import people
from tests.world import build

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
PASSWORD = "correct horse battery staple"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "iframes": False}
STACKED = """Math.max(0, ...Array.from(document.querySelectorAll('.nhsuk-table-responsive'),
    table => table.getBoundingClientRect().right))"""
"""How far the tables reach whose rows stand one below the other on a phone: there is nothing to scroll sideways."""
SERVE = "from careplan.cli import main; main()"
AHEAD = "import os; from tests.conftest import travel; travel(float(os.environ['CAREPLAN_TESTS_AHEAD'])); "
axe = Axe()
TURNS = count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys need Chromium: without it they are skipped, but not where CI is set."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, quiet and without a sandbox (tests run as root in containers)."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {
        "executable_path": CHROMIUM,
        "args": [*quiet, "--disable-sync", "--no-first-run", "--disable-quic"],
    }


@pytest.fixture(scope="session")
def live_database(database_server: str, migrated: str) -> Iterator[str]:
    """A database for the server: like that of the other tests, but kept while the journeys last."""
    with own_database(database_server, migrated) as url:
        yield url


def free_port() -> int:
    """A port below those that clients are given."""
    for port in range(21000 + os.getpid() % 5000, 32000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port")


@pytest.fixture(scope="session")
def site(live_database: str) -> Iterator[SimpleNamespace]:
    """The server: its address, an app on its database, and the pages that axe has seen."""
    own = {"SECRET_KEY": "j" * 40, "SQLALCHEMY_DATABASE_URI": live_database, "IDLE_MINUTES": 15}
    one = SimpleNamespace(app=create_app(own), checked=set(), password_hash=PasswordHasher().hash(PASSWORD))
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": live_database,
        "CAREPLAN_ENV": "development",
        "SECRET_KEY": "j" * 40,
    }
    serve = AHEAD + SERVE if "CAREPLAN_TESTS_AHEAD" in os.environ else SERVE
    command = [sys.executable, "-c", serve, "serve"]
    command += ["--listen", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    one.url = f"http://127.0.0.1:{port}"
    try:
        _wait(one.url)
        yield one
    finally:
        server.terminate()
        server.wait(60)
        with one.app.app_context():
            db.engine.dispose()


@pytest.fixture
def live(site: SimpleNamespace) -> SimpleNamespace:
    """Two furnished services of this journey alone, and who works there; everybody's password is PASSWORD."""
    tail = str(next(TURNS))
    with people.written(site):
        world = build(tail, (people.nhs_number(), people.nhs_number()))
        world.ids = furnish(world.service, world.keyworker, "Furnished", people.nhs_number())
        furnish(world.other_service, world.charlie, "Elsewhere", people.nhs_number())
        mine = Worker.id.in_([getattr(world, role) for role in vars(world.actors)])
        db.session.execute(update(Worker).where(mine).values(password_hash=site.password_hash))
    world.usernames = {one.username.removesuffix(tail): one.username for one in vars(world.actors).values()}
    return SimpleNamespace(tail=tail, **vars(site), **vars(world))


@pytest.fixture(scope="session")
def base_url(site: SimpleNamespace) -> str:
    """Where the browser goes; also keeps the plug-in's own fixture of this name out."""
    return str(site.url)


def _wait(url: str) -> None:
    for _ in range(150):
        try:
            with urlopen(f"{url}/readyz", timeout=5):
                return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


class Walk:
    """A person at the browser: every page they come to is checked by axe, at 320 pixels, and for console errors.

    Axe reads a page once at the desk and once on a phone, as far as journeys lead there.
    """

    how = ""

    def __init__(self, page: Page, live: SimpleNamespace) -> None:
        self.page, self.live, self.errors = page, live, list[str]()
        page.on("console", self._hears)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._stays_here)

    def _hears(self, message: Any) -> None:
        refused = any(f"status of {status}" in message.text for status in (409, 422))
        if message.type == "error" and not refused:
            self.errors.append(message.text)

    def _stays_here(self, request: Any) -> None:
        if not request.url.startswith((self.live.url, "data:")):
            self.errors.append(f"asked for {request.url}")

    def called(self, name: str) -> str:
        """The username in this journey of somebody whom every world has."""
        return str(self.live.usernames.get(name, name))

    def sign_in(self, username: str) -> "Walk":
        """Through the sign-in page, as a person does."""
        self.open("/sign-in")
        self.page.get_by_label("Username").fill(self.called(username))
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        return self.press("Sign in")

    def come_as(self, username: str, idle: timedelta = timedelta()) -> "Walk":
        """Somebody who signed in before, and has been away for `idle`: with the cookie that the server gives."""
        app = self.live.app
        with app.app_context():
            worker = db.session.scalars(select(Worker).where(Worker.username == self.called(username))).one()
            key, moment = f"{worker.id}|{worker.session_key}", (now() - idle).timestamp()
            db.session.remove()
        held = {"_user_id": key, "_fresh": True, "since": moment, "seen": moment, "_permanent": True}
        value = app.session_interface.get_signing_serializer(app).dumps(held)
        cookie = {"name": "careplan", "value": value, "url": self.live.url}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        return self

    def open(self, path: str) -> "Walk":
        """Go to an address of the server."""
        self.page.goto(self.live.url + path)
        return self.check()

    def refused(self, path: str, status: int) -> "Walk":
        """The server answers this address with a page that says no."""
        answer = self.page.goto(self.live.url + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.errors = [one for one in self.errors if f"status of {status}" not in one]
        return self.check()

    def follow(self, text: str | re.Pattern[str], exact: bool = False) -> "Walk":
        """Follow the first link that says so, also one that looks like a button."""
        link = self.page.get_by_role("link", name=text, exact=exact)
        return self._go(link.or_(self.page.locator("a[role=button]", has_text=text)).first)

    def press(self, text: str | re.Pattern[str]) -> "Walk":
        """Press the first button that says so."""
        return self._go(self.page.get_by_role("button", name=text).first)

    def _go(self, what: Locator) -> "Walk":
        with self.page.expect_navigation():
            what.click()
        return self.check()

    def fill(self, label: str, text: str) -> "Walk":
        """Type into the field with this label."""
        self.page.get_by_label(label).first.fill(text)
        return self

    def choose(self, label: str) -> "Walk":
        """Choose the first radio or tick the first box with this label."""
        self.page.get_by_label(label, exact=True).first.check()
        return self

    def answer(self, question: str, option: str) -> "Walk":
        """Choose an option of the question with this legend."""
        self.page.get_by_role("group", name=question).first.get_by_label(option, exact=True).check()
        return self

    def day(self, question: str, on: date) -> "Walk":
        """Write a date under this legend."""
        boxes = self.page.get_by_label("Day", exact=True)
        group = self.page.get_by_role("group", name=question).filter(has=boxes).first
        for part, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            group.get_by_label(part, exact=True).fill(str(number))
        return self

    def sees(self, *words: str) -> "Walk":
        """The page shows these words."""
        text = self.page.locator("body").inner_text().replace("\xa0", " ")
        for word in words:
            assert word in text, f"{word!r} is not on {self.page.url}:\n{text[:2000]}"
        return self

    def lacks(self, *words: str) -> "Walk":
        """The page does not hold these words, nor does its source."""
        for word in words:
            assert word not in self.page.content(), f"{word!r} is on {self.page.url}"
        return self

    def told(self, *sentences: str) -> "Walk":
        """The error summary says so, and holds the focus."""
        summary = self.page.locator(".nhsuk-error-summary")
        for sentence in sentences:
            expect(summary).to_contain_text(sentence)
        return self

    def check(self) -> "Walk":
        """The page is accessible, fits 320 pixels, asks for nothing elsewhere and raises no error."""
        assert self.errors == [], f"{self.page.url}: {self.errors}"
        heads = "|".join(self.page.locator("h1, h2").all_inner_texts())
        kind = tuple(re.sub(r"[0-9a-f-]{36}|\d+", "", part) for part in (self.page.url, heads))
        narrow = self.how or (
            "phone" if (self.page.viewport_size or {"width": 0})["width"] == 320 else "desk"
        )
        if (kind, narrow) not in self.live.checked:
            found = self.read_by_axe()
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        if not {(kind, how) for how in ("phone", "desk", "plain")} & self.live.checked:
            self.fits()
        self.live.checked.add((kind, narrow))
        return self

    def read_by_axe(self) -> Any:
        """What axe says of the page."""
        return axe.run(self.page, options=AXE)

    def fits(self) -> None:
        """No page is wider than a phone, nor than a tablet: there the rows of buttons stand side by side."""
        before = self.page.viewport_size
        for screen in (320, 900):
            self.page.set_viewport_size({"width": screen, "height": 640})
            wide = max(self._width(screen), self.page.evaluate(STACKED) if screen == 320 else 0)
            assert wide <= screen, f"{self.page.url} is {wide} pixels wide at {screen}"
        if before:
            self.page.set_viewport_size(before)

    def _width(self, screen: int) -> int:
        """How wide the page is, once the menu has folded itself into the new width."""
        for _ in range(20):
            if (wide := self.page.evaluate("document.documentElement.scrollWidth")) <= screen:
                break
            self.page.wait_for_timeout(100)
        return int(wide)


@pytest.fixture
def walk(page: Page, live: SimpleNamespace) -> Walk:
    """Somebody at the browser who is not signed in yet."""
    page.set_default_timeout(30_000)
    expect.set_options(timeout=20_000)
    return Walk(page, live)


class Plain(Walk):
    """A browser that runs no scripts, nor axe: it reads the same page, whose scripts are left out, in another one."""

    how = "plain"

    def __init__(self, page: Page, live: SimpleNamespace, reader: Page) -> None:
        super().__init__(page, live)
        self.reader = reader

    def _hands_over(self, route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(body=self.page.content(), content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()

    def read_by_axe(self) -> Any:
        """What axe says of the page as it stands without scripts."""
        self.reader.unroute_all()
        self.reader.route("**/*", self._hands_over)
        self.reader.goto(self.page.url)
        return axe.run(self.reader, options=AXE)

    def check(self) -> "Plain":
        """The page has one heading, besides what holds of every page."""
        expect(self.page.locator("h1")).to_have_count(1)
        super().check()
        return self


@pytest.fixture
def plain(browser: Browser, live: SimpleNamespace) -> Iterator[Plain]:
    """Somebody at a browser without JavaScript, as wide as a phone; axe reads in another one."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    reading = browser.new_context(viewport={"width": 320, "height": 640})
    yield Plain(context.new_page(), live, reading.new_page())
    reading.close()
    context.close()
