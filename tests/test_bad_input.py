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

PDF = b"%PDF-1.7\n%%EOF\n"
FILES = (
    (b"", b""), (b"", PDF), (b"a.pdf", b""), (b"a.pdf", PDF), (b"a.pdf", b"MZ\x90"), (b"a.exe", PDF), (b"a", PDF),
    (b"a.pdf", b"%PDF-" + b"x" * (6 * 1024 * 1024)), (b"a.docx", b"PK\x03\x04broken"), (b"a.txt", b"\x00\x01"),
    (b"a.txt", b"<script>alert(1)</script>"), (b"a\x00b.pdf", PDF), (b"\x00", PDF), (b"../../etc/passwd.pdf", PDF),
    (b"C:\\fakepath\\a.pdf", PDF), (b"/etc/passwd", PDF), (b"..", PDF), (b".pdf", PDF), (b"a.pdf/", PDF),
    (b"\xed\xa0\x80.pdf", PDF), (b"a\xff\xfe.pdf", PDF), (b"x" * 5000 + b".pdf", PDF), (b"a\r\nX: y.pdf", PDF),
    ("\u202efdp.exe".encode(), PDF), ("😀.pdf".encode(), PDF), (b"a\".pdf", PDF), (b"%00.pdf", PDF),
)  # fmt: skip
"""Names as bytes on the wire, and contents: empty, huge, of another type, and names that lead or read elsewhere."""
BOUNDARY = b"nonsense-boundary"
Parts = list[tuple[bytes, bytes, bytes | None]]


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


def in_parts(draw: Any, form: Form, sent: MultiDict[str, str]) -> Parts:
    """The same with spoiled files: none, one, two of one name, a text in a file's place, a file in a text's place."""
    files = form.names("file")
    fields: Parts = [
        (name.encode(), value.encode("utf-8", "replace"), None) for name, value in sent.items(multi=True)
    ]
    parts = [part for part in fields if part[0].decode() not in files]
    for name in files:
        act = draw(st.sampled_from(("file", "file", "file", "twice", "text", "none")))
        if act == "text":
            parts.append((name.encode(), b"no file", None))
        for _ in range({"file": 1, "twice": 2}.get(act, 0)):
            file_name, content = draw(st.sampled_from(FILES))
            parts.append((name.encode(), content, file_name))
    if parts and draw(st.integers(0, 9)) == 0:
        parts[0] = (parts[0][0], PDF, b"a.pdf")
    # Werkzeug leaves the temporary file of a large part to the interpreter when a later part cannot be read.
    return sorted(parts, key=lambda part: len(part[1]) > 500_000)


def multipart(parts: Parts) -> bytes:
    """The body of a form with files, written by hand: a client library would not send such names."""
    body = b""
    for name, content, file_name in parts:
        more = (
            b"" if file_name is None else b'; filename="' + file_name + b'"\r\nContent-Type: application/pdf'
        )
        head = b'--%s\r\nContent-Disposition: form-data; name="%s"' % (BOUNDARY, name)
        body += head + more + b"\r\n\r\n" + content + b"\r\n"
    return body + b"--" + BOUNDARY + b"--\r\n"


def spoiled(draw: Any, form: Form) -> dict[str, Any]:
    """What is posted: fields alone, or parts where the form takes a file."""
    sent = mutated(draw, form)
    if not form.names("file"):
        return {"data": sent}
    kind = f"multipart/form-data; boundary={BOUNDARY.decode()}"
    return {"data": multipart(in_parts(draw, form, sent)), "content_type": kind}


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
        sent = spoiled(data.draw, form)
        with undone(app):
            answer = who.post(form.action, **sent)
            assert answer.status_code < 500, f"answered {answer.status_code}"
            if answer.status_code >= 400:
                assert counted(app) == before, "wrote although it refused"

    one()


# The parser lets go of a file that came before the part at which it gives up; the collector closes it.
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
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


@pytest.mark.parametrize("file", FILES, ids=lambda file: repr(file[0][:20]) + repr(file[1][:6]))
def test_a_spoiled_file_is_refused_at_its_field_or_kept_under_a_plain_name(
    app: Flask, house, ids: SimpleNamespace, file: tuple[bytes, bytes]
) -> None:
    path = f"/evidence/service/{house.service}/6.4/give"
    who = browser(app, house.manager)
    form = next(form for form in on_page(who, path) if form.names("file"))
    fixed = {"kind": "document", "title": "Agreement"}
    fields = [
        (name.encode(), fixed.get(name, value[0]).encode(), None)
        for name, value in form.data().items()
        if name not in form.names("file")
    ]
    parts: Parts = [*fields, *((b"kind", b"document", None) for _ in range("kind" not in form.data()))]
    parts.append((form.names("file")[0].encode(), file[1], file[0]))
    before = counted(app)
    answer = who.post(
        form.action,
        data=multipart(parts),
        content_type=f"multipart/form-data; boundary={BOUNDARY.decode()}",
    )
    assert answer.status_code in ((303,) if file == (b"a.pdf", PDF) else (303, 422)), answer.status_code
    if answer.status_code == 422:
        assert "There is a problem" in answer.text
        assert counted(app) == before
        return
    with app.app_context():
        name = db.session.execute(text("SELECT file_name FROM evidence ORDER BY id DESC LIMIT 1")).scalar()
    assert name is not None
    assert name.isprintable()
    assert not set("/\\") & set(name)


@pytest.mark.parametrize("path", ["/clients/register"])
def test_a_megabyte_in_a_field_is_refused_at_the_field(as_keyworker: Browser, path: str) -> None:
    form = on_page(as_keyworker, path)[0]
    name = form.names("text")[0]
    answer = as_keyworker.post(path, data={**form.data(), name: "x" * 1_000_000})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
