"""What only a browser shows: focus, drafts, the idle warning, what covers what, small screens, paper."""

import os
import re
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, render_template_string, request
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from careplan.ui.plots.series import Series, Value
from careplan.ui.tables import Table, Tag, columns
from tests.journeys.conftest import CHROMIUM

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RECORD = """{% extends "ui/page.html" %}{% import "ui/plain.html" as ui %}{% import "ui/charts.html" as charts %}
{% from "ui/table.html" import table %}{% block h1 %}Overview{% endblock %}
{% block banner %}{{ ui.identity("MOSS, Ellen", [("Born", "14-Jul-1985 (40y)"), ("NHS No.", "9990000018"|nhs_number)],
 [{"text": "Child at home", "href": "/", "colour": "amber"}, {"text": "Overdose in last 90 days"}]) }}{% endblock %}
{% block before %}{{ ui.tabs([("Overview", "/record", true), ("Care plan", "/plan", false)]) }}{% endblock %}
{% block content %}{{ ui.tiles([{"value": 3, "text": "need you now", "urgent": true}]) }}
{% call ui.warning("Dose withheld") %}<p>Reassess before the next dose.</p>{% endcall %}
{{ ui.summary_list([("Keyworker", "Amira Shah", "/"), ("Copy", none)]) }}
{{ ui.task_list([{"text": "Triage", "href": "/", "status": "Incomplete", "colour": "blue", "hint": "12 to go"}]) }}
{{ table(caseload) }}
{{ ui.pagination(4, 12, address) }}
{{ charts.picture(doses.bars()) }}{{ charts.picture(run.line()) }}{{ charts.band_strip("fair") }}
{{ charts.share_bar("share", "Supervised", "21 of 32 (65.6%)", 65.6, cut=70) }}{% endblock %}"""
VALUES = [Value(f"{day} March", day * 33, "over" if day == 2 else "plain") for day in (1, 2)]
DOSES = Series("doses", "Daily dose", "Day 2 is over the limit.", VALUES, "mg", limit=60)
CASELOAD = Table(
    "Caseload",
    columns("Client", "Days", "State", "Note"),
    [("O’REILLY-WITHERINGTON, Bartholomew", 1200, Tag("Overdue", "red"), "")],
)
RUN = Series("run", "Days used", "", VALUES, "days", limit=10)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    found = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on(
        "console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None
    )
    yield found
    found.close()
    assert faults == []


@pytest.fixture
def site(small: Flask) -> Iterator[Any]:
    """The small app on a port of its own, with what a draft and a keep-alive need; `sent` holds what arrived."""
    sent: list[tuple[str, dict[str, str]]] = []

    def note() -> ResponseReturnValue:
        sent.append((request.path, dict(request.form)))
        return "", 204

    def record() -> str:
        values = {"caseload": CASELOAD, "doses": DOSES, "run": RUN}
        return render_template_string(RECORD, address=lambda number: f"?page={number}", **values)

    for path in ("/drafts", "/keep-alive"):
        small.add_url_rule(path, path.strip("/"), note, methods=["POST"])
    small.add_url_rule("/record", "record", record)
    server = make_server("127.0.0.1", 0, small, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    small.sent, small.at = sent, f"http://127.0.0.1:{server.port}"  # type: ignore[attr-defined]
    yield small
    server.shutdown()
    thread.join()
    server.server_close()


def violations(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": RULES}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("path", ["/", "/record", "/nowhere"])
@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_never_wider_than_the_screen(
    page: Page, site: Any, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site.at + path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_small_screen_shows_no_label_without_a_value(page: Page, site: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(site.at + "/record")
    state = page.locator('td[data-label="State"]')
    expect(state).to_be_visible()
    assert "State" in state.evaluate("cell => getComputedStyle(cell, '::before').content")
    expect(page.locator('td[data-label="Note"]')).to_be_hidden()


def test_after_an_error_the_summary_has_focus_and_leads_to_the_wrong_box(page: Page, site: Any) -> None:
    page.goto(site.at)
    page.fill("#born_on-day", "31")
    page.fill("#born_on-month", "Feb")
    page.fill("#born_on-year", "1980")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused(timeout=20_000)
    page.get_by_role("link", name="Date of birth must be a real date").click()
    expect(page.locator("#born_on-day")).to_be_focused()
    assert violations(page) == []


def test_the_banner_never_covers_what_has_focus(page: Page, site: Any) -> None:
    page.goto(site.at + "/record")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        covered = page.evaluate(
            """() => { const b = document.querySelector('.app-banner').getBoundingClientRect();
            const a = document.activeElement, f = a.getBoundingClientRect();
            return a !== document.body && !a.closest('.app-banner, header') && a.tagName !== 'BODY'
              && f.top < b.bottom - 1 && f.bottom > b.top && f.height < 200; }"""
        )
        assert not covered, page.evaluate("document.activeElement.outerHTML")


def test_what_is_typed_is_kept_as_a_draft_on_leaving_the_field(page: Page, site: Any) -> None:
    page.goto(site.at)
    page.fill("#notes", "half a thought")
    page.focus("#first_name")
    page.get_by_text("Draft saved").wait_for()
    path, form = site.sent[0]
    assert (path, form["notes"], form["draft_path"]) == ("/drafts", "half a thought", "/")


def test_steady_typing_is_kept_ten_seconds_after_its_first_key(page: Page, site: Any) -> None:
    page.clock.install()
    page.goto(site.at)
    page.focus("#notes")
    for _ in range(24):
        page.keyboard.type("a")
        page.clock.run_for(500)
    page.get_by_text("Draft saved").wait_for()
    assert [(path, len(form["notes"])) for path, form in site.sent] == [("/drafts", 20)]


def test_what_is_typed_is_kept_on_leaving_the_page(page: Page, site: Any) -> None:
    page.goto(site.at)
    page.focus("#notes")
    page.keyboard.type("half")
    page.goto(site.at + "/record")
    assert [form["notes"] for path, form in site.sent if path == "/drafts"] == ["half"]


def test_the_note_beside_the_button_says_when_a_draft_was_saved(page: Page, site: Any) -> None:
    page.goto(site.at)
    page.fill("#notes", "half a thought")
    page.focus("#first_name")
    note = page.locator("form[data-draft] button[type=submit]:last-of-type + .app-saved")
    expect(note).to_have_text(re.compile(r"^Draft saved \d{1,2}\.\d\d[ap]m$"))
    button, box = page.get_by_role("button", name="Save").bounding_box(), note.bounding_box()
    assert button
    assert box
    assert button["x"] < box["x"]
    assert button["y"] <= box["y"] < button["y"] + button["height"]


def test_nothing_is_sent_when_nothing_was_typed(page: Page, site: Any) -> None:
    page.goto(site.at)
    page.focus("#notes")
    page.focus("#first_name")
    page.wait_for_timeout(100)
    assert site.sent == []


def test_two_minutes_before_the_end_a_worker_is_asked_and_can_stay(page: Page, site: Any) -> None:
    page.clock.install()
    page.goto(site.at)
    page.focus("#notes")
    page.clock.run_for(12 * 60 * 1000)
    assert page.locator("#idle").is_hidden()
    page.clock.run_for(70 * 1000)
    assert page.locator("#idle").is_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Stay signed in").click()
    page.locator("#idle").wait_for(state="hidden")
    assert [path for path, _ in site.sent] == ["/keep-alive"]
    assert page.evaluate("document.activeElement.id") == "notes"


def test_paper_shows_the_banner_and_the_figures_but_no_buttons(page: Page, site: Any) -> None:
    page.goto(site.at + "/record")
    page.emulate_media(media="print")
    assert page.locator(".app-banner").evaluate("e => getComputedStyle(e).position") == "static"
    assert page.locator(".app-banner").is_visible()
    assert page.locator(".nhsuk-header").is_hidden()
    assert page.locator("#doses table").is_visible()


def test_every_page_works_without_the_script(browser: Browser, site: Any) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site.at)
        page.fill("#first_name", "Ellen")
        page.get_by_label("Female", exact=True).check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Client <b>saved</b>.")).to_be_visible()
