"""Nonsense in every form: a sentence at the field, what was typed kept, nothing written, never a 500."""

import contextlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

import careplan.tables  # noqa: F401
from careplan.ground.db import Base, db
from tests.conftest import Browser, browser
from tests.furniture import furnish
from tests.test_doors import ROLES, WHO
from tests.walk import Form, address, on_page, rules

EXAMPLES = 100
UNCOUNTED = {"sign_in_failures", "drafts"}
NASTY = (
    "", " ", "0", "-1", "31", "13", "99999999999999999999", "1e309", "NaN", "Infinity", "-0", "٣", "0x1F",
    "1,5", "1.005", "\x00", "a\x00b", "\ud800", "a\udfffb", "\u202eabc\u202c", "עברית", "\x07", "\r\n", "\t",
    "x" * 300, "x" * 1_000_000, "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "2026-02-31",
    "31/02/2026", "February", "0001", "9999", "10000", "true", "none", "null", "[]", "{}", "__class__", "%00",
    "😀" * 50,
)  # fmt: skip


@pytest.fixture
def ids(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    with app.app_context():
        found = furnish(house.service, house.keyworker, "Furniture", "9990000034")
        db.session.commit()
    found.service_id, found.role, found.from_on = house.service, "keyworker", "2010-01-01"
    return found


def counted(app: Flask) -> int:
    """How many rows the record holds in all."""
    tables = [name for name in sorted(Base.metadata.tables) if name not in UNCOUNTED]
    total = " + ".join(f"(SELECT count(*) FROM {name})" for name in tables)
    with app.app_context():
        return int(db.session.execute(text(f"SELECT {total}")).scalar() or 0)


@contextlib.contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Whatever happens inside is gone afterwards."""
    nested = db._app_engines[app][None].begin_nested()
    try:
        yield
    finally:
        nested.rollback()


def encoded(value: str) -> str:
    """What a client can put on the wire for a lone surrogate: its bytes, as far as Python sends them."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def mutated(draw: Any, form: Form) -> MultiDict[str, str]:
    """The form with some fields spoiled, dropped, or sent twice."""
    sent: MultiDict[str, str] = MultiDict()
    for name in dict.fromkeys(name for name, kind, _ in form.fields if kind != "button"):
        if name in ("submission", "csrf_token"):
            continue
        act = draw(st.sampled_from(("keep", "spoil", "spoil", "choose", "drop", "twice")))
        values = form.data().get(name, [])
        options = form.options(name)
        if act == "spoil" or (act == "choose" and not options):
            values = [encoded(draw(st.sampled_from(NASTY) | st.text(max_size=40)))]
        elif act == "choose":
            values = [draw(st.sampled_from(options))]
        elif act == "twice":
            values = [*(values or ["1"]), encoded(draw(st.sampled_from(NASTY)))]
        if act != "drop":
            sent.setlist(name, values)
    return sent


def pages(app: Flask, house: SimpleNamespace, ids: SimpleNamespace) -> list[tuple[str, Browser, list[Form]]]:
    """Every page with a form, who may open it, and its forms."""
    browsers = {role: browser(app, getattr(house, role)) for role in WHO["public"]}
    browsers["visitor"] = app.test_client()
    found = []
    for rule in rules(app, "GET"):
        permission = str(app.view_functions[rule.endpoint].permission)
        role = (
            "visitor" if permission == "public" else next(name for name in ROLES if name in WHO[permission])
        )
        path = address(app, rule, ids)
        if shown := on_page(browsers[role], path):
            found.append((path, browsers[role], shown))
    return found


def attack(app: Flask, who: Browser, form: Form) -> None:
    """At least 100 spoiled versions of one form: none breaks, and a refused one writes nothing."""
    before = counted(app)

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, print_blob=False,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(st.data())
    def one(data: Any) -> None:
        sent = mutated(data.draw, form)
        with undone(app):
            answer = who.post(form.action, data=sent)
            assert answer.status_code < 500, f"answered {answer.status_code}"
            if answer.status_code >= 400:
                assert counted(app) == before, "wrote although it refused"

    one()


def test_no_form_breaks_on_nonsense_and_a_refusal_writes_nothing(
    app: Flask, house, ids: SimpleNamespace
) -> None:
    tried, broken = 0, {}
    for path, who, shown in pages(app, house, ids):
        for form in {form.action: form for form in shown}.values():
            tried += 1
            try:
                attack(app, who, form)
            except Exception as fault:
                broken[f"{form.action} on {path}"] = repr(fault)[:500]
    assert broken == {}
    assert tried > 20, "too few forms found"


def test_what_was_typed_stays_when_a_form_is_refused(app: Flask, house, ids: SimpleNamespace) -> None:
    lost, refused = [], 0
    for path, who, shown in pages(app, house, ids):
        for form in shown:
            sent: MultiDict[str, str] = MultiDict(form.data())
            typed = {}
            for number, name in enumerate(form.names("textarea", "text", "search")):
                word = "\u202e" if number == 0 else ""
                typed[name] = f"Typed {name} {word}here"
                sent.setlist(name, [typed[name]])
            if not typed or "password" in form.names("password"):
                continue
            with undone(app):
                answer = who.post(form.action, data=sent)
            if answer.status_code == 422:
                refused += 1
                assert "There is a problem" in answer.text, form.action
                lost += [f"{path}: {name}" for name in typed if f"Typed {name} " not in answer.text]
            else:
                assert answer.status_code in (200, 303, 409), f"{form.action}: {answer.status_code}"
    assert lost == []
    assert refused > 10, "too few refusals seen"


@pytest.mark.parametrize("path", ["/clients/register"])
def test_a_megabyte_in_a_field_is_refused_at_the_field(as_keyworker: Browser, path: str) -> None:
    form = on_page(as_keyworker, path)[0]
    name = form.names("text")[0]
    answer = as_keyworker.post(path, data={**form.data(), name: "x" * 1_000_000})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
