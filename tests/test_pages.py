"""Every page: valid HTML, one h1 that begins the title, a label for every field, nothing inline."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import html5lib
import pytest
from flask import Flask

from careplan.ground.db import db
from careplan.staff.models import Worker
from careplan.staff.passwords import hashed
from tests.conftest import browser
from tests.furniture import furnish
from tests.test_doors import ROLES, WHO
from tests.walk import address, rules

pytestmark = pytest.mark.only_on("sqlite")
"""This is about HTML alone: test_tenancy.py opens every page on both."""
SELF_MADE = {"today.healthz", "today.readyz"}


@pytest.fixture
def ids(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    with app.app_context():
        found = furnish(house.service, house.keyworker, "Plain & <b>bold</b>", "9990000034")
        db.session.commit()
    found.service_id, found.role, found.from_on = house.service, "keyworker", "2010-01-01"
    return found


def faults(html: str) -> list[str]:
    """What is wrong with a page; empty for a good one."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(html)
    found = [f"{code} at {place}" for place, code, _ in parser.errors]
    found += [*_headings(tree), *_fields(tree), *_sent_twice(tree), *_references(tree), *_inline(tree)]
    if "<b>bold</b>" in html:
        found.append("what was typed is not escaped")
    if re.search(r"https?://(?!www\.w3\.org)", html):
        found.append("an address elsewhere")
    return found


def _elements(tree: Any) -> list[Any]:
    return [node for node in tree.iter() if isinstance(node.tag, str)]


def _headings(tree: Any) -> Iterator[str]:
    headings = [" ".join("".join(node.itertext()).split()) for node in tree.iter("h1")]
    title = " ".join("".join(next(tree.iter("title")).itertext()).split())
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    elif headings[0].endswith((":", ",")):
        yield f"h1 {headings[0]!r} names nothing"
    elif not title.startswith(headings[0]):
        yield f"title {title!r} does not begin with the h1 {headings[0]!r}"


def _fields(tree: Any) -> Iterator[str]:
    labelled = {node.get("for") for node in tree.iter("label")}
    for node in _elements(tree):
        if node.tag not in ("input", "select", "textarea") or node.get("type") in ("hidden", "submit"):
            continue
        if not (node.get("id") in labelled or node.get("aria-label") or node.get("aria-labelledby")):
            yield f"{node.get('name')} has no label"


def _sent_twice(tree: Any) -> Iterator[str]:
    """Hidden fields that a form sends more than once, which careplan refuses."""
    for form in tree.iter("form"):
        names = [node.get("name") for node in form.iter("input") if node.get("type") == "hidden"]
        yield from (f"{name} is sent twice" for name in {name for name in names if names.count(name) > 1})


def _references(tree: Any) -> Iterator[str]:
    ids = [node.get("id") for node in _elements(tree) if node.get("id")]
    yield from (f"id {name} twice" for name in {name for name in ids if ids.count(name) > 1})
    for node in tree.iter("a"):
        href = node.get("href", "")
        if href.startswith("#") and href != "#" and href[1:] not in ids:
            yield f"link to nothing: {href}"


def _inline(tree: Any) -> Iterator[str]:
    for node in _elements(tree):
        if node.get("style") or any(name.startswith("on") for name in node.attrib):
            yield f"inline style or script on {node.tag}"
        if node.tag == "script" and not node.get("src"):
            yield "inline script"


def test_every_page_is_sound(app: Flask, house: SimpleNamespace, ids: SimpleNamespace) -> None:
    browsers = {role: browser(app, getattr(house, role)) for role in WHO["public"]}
    wrong, seen = {}, 0
    for rule in rules(app, "GET"):
        if rule.endpoint in SELF_MADE:
            continue
        permission = str(app.view_functions[rule.endpoint].permission)
        role = next(role for role in ROLES if role in WHO[permission])
        answer = browsers[role].get(address(app, rule, ids))
        if answer.status_code == 200 and answer.mimetype == "text/html":
            seen += 1
            if found := faults(answer.text):
                wrong[f"{rule.rule} as {role}"] = found
    assert wrong == {}
    assert seen > 20, "the walk saw too few pages"


ROOT = "/within"
ADDRESS = re.compile(r'[\s"](?:href|src|action|formaction|data-[a-z-]+)="(/[^"]*)"')


def led_out(html: str) -> set[str]:
    """The addresses of a page that leave the path at which careplan is served; the root alone is the page's own."""
    return {one for one in ADDRESS.findall(html) if one != ROOT and not one.startswith(f"{ROOT}/")}


def test_where_careplan_shares_its_host_no_page_leads_out_of_its_own_path(
    app: Flask, house: SimpleNamespace, ids: SimpleNamespace
) -> None:
    below = {"environ_overrides": {"SCRIPT_NAME": ROOT}}
    browsers = {role: browser(app, getattr(house, role)) for role in WHO["public"]}
    wrong, seen = {}, 0
    for rule in rules(app, "GET"):
        permission = str(app.view_functions[rule.endpoint].permission)
        role = next(role for role in ROLES if role in WHO[permission])
        path = address(app, rule, ids)
        browsers[role].post(
            "/drafts", data={"draft_path": path, "submission": "key", "words": "half"}, **below
        )
        answer = browsers[role].get(path, **below)
        text = answer.text if answer.mimetype == "text/html" else ""
        found = led_out(text)
        found |= led_out(f' href="{answer.location}"') if answer.location else set()
        wrong |= {f"{rule.rule} as {role}": found} if found else {}
        seen += "Continue from your draft" in text
    assert wrong == {}
    assert seen > 20, "the walk saw few drafts"


def test_the_way_back_and_signing_in_stay_below_the_path_of_careplan(
    app: Flask, house: SimpleNamespace, anyone
) -> None:
    below = {"environ_overrides": {"SCRIPT_NAME": ROOT}}
    kay = browser(app, house.keyworker)
    record = f"/record/{house.episode}"
    book = f"{record}/appointments/new"
    shown = kay.get(f"{book}?back={record}/appointments", **below)
    assert shown.location == f"{ROOT}{book}"
    page = kay.get(book, **below).text
    assert f'href="{ROOT}{record}/appointments"' in page
    assert f'data-root="{ROOT}"' in page
    first = anyone.get(f"{record}?tab=1", **below).location
    assert first == f"{ROOT}/sign-in?next={quote(f'{record}?tab=1', safe='')}"
    with app.app_context():
        db.session.get_one(Worker, house.keyworker).password_hash = hashed("otter plum kite lamp")
        db.session().info["trailed"] = True
        db.session.commit()
    typed = {"username": "kay", "password": "otter plum kite lamp"}
    assert anyone.post(first.removeprefix(ROOT), data=typed, **below).location == f"{ROOT}{record}?tab=1"


def test_a_planted_fault_is_seen() -> None:
    head = "<!DOCTYPE html><html lang=en><head><title>Other</title></head>"
    html = f"{head}<body><h1>Page</h1><form><input name=x>"
    html += "<input type=hidden name=y><input type=hidden name=y></form></body></html>"
    assert len(faults(html)) == 3


@pytest.mark.parametrize("path", ["/no-such-page", "/record/no-such-episode", "/sign-in"])
def test_pages_outside_the_record_are_sound(as_keyworker, path: str) -> None:
    answer = as_keyworker.get(path)
    assert faults(answer.text) == []


def test_addresses_are_kebab_case(application: Flask) -> None:
    for rule in application.url_map.iter_rules():
        for part in rule.rule.split("/"):
            assert not part or part.startswith("<") or re.fullmatch(r"[a-z0-9-]+(<.*>)?", part), rule.rule
