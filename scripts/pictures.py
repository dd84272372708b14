"""Takes the pictures of the docs from the demo: `.venv/bin/python scripts/pictures.py [NAME …]`, all of them or some.

The demo is built anew in a folder of its own, or taken from CAREPLAN_INSTANCE where that is set; its days are those
before today. Each picture is as wide as PAGE, ends where the page does or at its own height, and is written with a
palette, so that it stays under MOST bytes.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images"
PAGE, MOST, COLOURS = 1040, 120_000, 48
CAREPLAN = [sys.executable, "-c", "from careplan.cli import main; main()"]


def client(page: Page) -> str:
    """The address of the record of the first client of the caseload who has a course, and so a full record."""
    page.goto("/doses")
    return str(page.locator("main tbody a[href^='/record/']").first.get_attribute("href")).split(
        "/prescribing"
    )[0]


def at(path: str) -> Callable[[Page], None]:
    """A page at an address; `{client}` stands for the address of a record."""

    def go(page: Page) -> None:
        page.goto(path.format(client=client(page)) if "{" in path else path)

    return go


def course(page: Page) -> None:
    """A course of the client."""
    page.goto(f"{client(page)}/prescribing")


def letter(page: Page) -> None:
    """A letter as it will look."""
    page.goto(f"{client(page)}/letters/new")
    page.get_by_label("What is it for?").select_option("appointment")
    page.get_by_role("button", name="Begin with the template").click()
    page.get_by_label("To whom?").select_option("hand")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("heading", name="How it looks").scroll_into_view_if_needed()


def scores(page: Page) -> None:
    """The course of a scored tool of the first client who has one."""
    page.goto("/caseload")
    records = page.locator("main tbody a[href^='/record/']").evaluate_all(
        "all => all.map(one => one.pathname)"
    )
    for record in records:
        page.goto(f"/record/{record.split('/')[2]}/scores/phq_9")
        if page.locator("#course").count():
            return


def packet(page: Page) -> None:
    """The packet of the latest transfer."""
    page.goto("/transfers")
    page.locator("main tbody a[href^='/transfers/']").first.click()


def audit(page: Page) -> None:
    """The report of the service."""
    page.goto("/audit")


PICTURES: dict[str, tuple[str, int, Callable[[Page], None]]] = {
    "today": ("amira", 900, at("/")),
    "diary": ("amira", 900, at("/diary?view=week")),
    "overview": ("amira", 1000, at("{client}")),
    "section": ("amira", 1100, at("/record/E003/assessments/A003-triage/drugs-and-alcohol")),
    "medicines": ("amira", 800, at("/record/E003/medicines")),
    "profiles": ("amira", 1100, at("/record/E020/tops")),
    "note": ("amira", 1000, at("{client}/contacts/new")),
    "scores": ("amira", 900, scores),
    "letter": ("amira", 900, letter),
    "leaving": ("amira", 1000, at("{client}/leave")),
    "packet": ("rowan", 900, packet),
    "waiting": ("rowan", 800, at("/waiting")),
    "duty": ("rowan", 900, at("/duty")),
    "team": ("rowan", 800, at("/team")),
    "desk": ("rose", 800, at("/diary")),
    "prescribing": ("hazel", 1000, course),
    "audit": ("rowan", 1800, audit),
}
"""Name: who looks, the greatest height in pixels, and the way there."""


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """A server of the demo: its address and the password of everybody."""
    own = os.environ.get("CAREPLAN_INSTANCE")
    folder = Path(own or tempfile.mkdtemp(prefix="careplan-pictures-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"CAREPLAN_INSTANCE": str(folder), "CAREPLAN_ENV": "development"}
    for words in (("migrate",), ("demo", "--if-empty")):
        subprocess.run([*CAREPLAN, *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*CAREPLAN, "serve", "--listen", f"127.0.0.1:{port}"], cwd=ROOT, env=environment
    )
    try:
        _wait(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", (folder / "demo-password").read_text("utf-8").strip()
    finally:
        server.terminate()
        server.wait(60)
        if not own:
            shutil.rmtree(folder)


def _wait(url: str) -> None:
    for _ in range(150):
        try:
            with urlopen(f"{url}/readyz", timeout=5):
                return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def sign_in(browser: Browser, url: str, username: str, password: str) -> Page:
    """A page on which this worker is signed in."""
    page = browser.new_page(base_url=url, viewport={"width": PAGE, "height": 800})
    page.goto("/sign-in")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    return page


def small(png: bytes, height: int) -> bytes:
    """The upper part of a picture, with a palette; ValueError if it is still too large."""
    image = Image.open(BytesIO(png)).convert("RGB")
    image = image.crop((0, 0, image.width, min(height, image.height)))
    out = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    if len(out.getvalue()) > MOST:
        raise ValueError(f"{len(out.getvalue())} bytes are more than {MOST}")
    return out.getvalue()


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    with demo() as (url, password), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages: dict[str, Page] = {}
        for name in names or list(PICTURES):
            who, height, go = PICTURES[name]
            page = pages.get(who) or pages.setdefault(who, sign_in(browser, url, who, password))
            go(page)
            (IMAGES / f"{name}.png").write_bytes(small(page.screenshot(full_page=True), height))
            print(f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
