"""Nonsense in every form: a sentence at the field, what was typed kept, nothing written, never a 500."""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count, cycle
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

import careplan.rooms  # noqa: F401
from careplan.ground.db import Base, analyse, db
from tests.conftest import DIALECT, Browser, browser
from tests.test_doors import ROLES, WHO
from tests.walk import Form, address, on_page, rules

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


@cache
def _count() -> str:
    tables = [name for name in sorted(Base.metadata.tables) if name not in UNCOUNTED]
    return "SELECT " + " + ".join(f"(SELECT count(*) FROM {name})" for name in tables)


def counted(app: Flask) -> int:
    """How many rows the record holds in all."""
    return int(db._app_engines[app][None].exec_driver_sql(_count()).scalar())


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


Sent = MultiDict[str, str]
Change = Callable[[str, list[str]], list[str]]


@dataclass
class Turns:
    """What comes next: each kind of field goes through all nonsense, and through all other ways, on its own."""

    nonsense: dict[str, Iterator[str]] = field(
        default_factory=lambda: defaultdict(lambda: map(encoded, cycle(NASTY)))
    )
    ways: dict[str, Iterator[int]] = field(default_factory=lambda: defaultdict(count))


def kind_of(form: Form, name: str) -> str:
    """What a person does with the field: choose, type a part of a date, type something else, give a file."""
    if form.options(name):
        return "choice"
    part = name.rpartition("-")[2]
    return (
        part
        if part in ("day", "month", "year")
        else next(kind for other, kind, _ in form.fields if other == name)
    )


def kinds(form: Form) -> dict[str, list[str]]:
    """The fields of the form by kind."""
    grouped: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for name, kind, _ in form.fields if kind != "button"):
        if name not in ("submission", "csrf_token"):
            grouped.setdefault(kind_of(form, name), []).append(name)
    return grouped


def filled(form: Form) -> Sent:
    """What a browser would send, without what makes every sending another."""
    sent: Sent = MultiDict()
    for name, values in form.data().items():
        if name not in ("submission", "csrf_token"):
            sent.setlist(name, values)
    return sent


def changed(form: Form, names: list[str], values: Change) -> Sent:
    sent = filled(form)
    for name in names:
        sent.setlist(name, values(name, sent.getlist(name)))
    return sent


def ways(form: Form, nonsense: Iterator[str]) -> tuple[Change, ...]:
    """Nothing sent, more sent than asked for, the last option alone, and all options (or what stands there, twice)."""
    return (
        lambda _name, _had: [],
        lambda _name, had: [*(had or ["1"]), next(nonsense)],
        lambda name, had: form.options(name)[-1:] or had,
        lambda name, had: form.options(name) or [*had, *had],
    )


def versions(form: Form, turns: Turns) -> Iterator[Sent]:
    """The form spoiled by nonsense: each kind of field, all its fields, and all but those that offer options.

    `turns` go on from form to form, so that each kind of field meets every nonsense somewhere.
    """
    of_kind = {kind: names for kind, names in kinds(form).items() if kind != "file"}
    every = [name for names in of_kind.values() for name in names]
    for kind, names in of_kind.items():
        nonsense = turns.nonsense[kind]
        yield changed(form, names, lambda _name, _had, nonsense=nonsense: [next(nonsense)])
    nonsense = turns.nonsense["every"]
    yield changed(form, every, lambda _name, _had: [next(nonsense)])
    yield changed(form, every, lambda name, _had: form.options(name)[:1] or [next(nonsense)])


def wrong_numbers(form: Form, turns: Turns) -> Iterator[Sent]:
    """The form with too few and too many values: each kind of field in one way, then all its fields in every way.

    A form judges how many there are before a database is asked, so this is sent on one database alone.
    """
    of_kind = {kind: names for kind, names in kinds(form).items() if kind != "file"}
    for kind, names in of_kind.items():
        possible = ways(form, turns.nonsense[kind])
        yield changed(form, names, possible[next(turns.ways[kind]) % len(possible)])
    every = [name for names in of_kind.values() for name in names]
    for way in ways(form, turns.nonsense["every"]):
        yield changed(form, every, way)


def with_files(form: Form, sent: Sent, turns: Turns, files: Iterator[tuple[bytes, bytes]]) -> Iterator[Parts]:
    """The same as parts, with spoiled files: one, two of one name, none, a text in a file's place and the reverse."""
    names = form.names("file")
    texts: Parts = [
        (name.encode(), value.encode("utf-8", "replace"), None) for name, value in sent.items(multi=True)
    ]
    texts = [part for part in texts if part[0].decode() not in names]
    for many in (1, 2, 0):
        given = [next(files) for _ in range(many)]
        yield [*texts, *((name.encode(), content, called) for name in names for called, content in given)]
    yield [
        *texts,
        *((name.encode(), next(turns.nonsense["file"]).encode("utf-8", "replace"), None) for name in names),
    ]
    if texts:
        yield [(texts[0][0], PDF, b"a.pdf"), *texts[1:]]


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


def posts(form: Form, turns: Turns, files: Iterator[tuple[bytes, bytes]]) -> Iterator[dict[str, Any]]:
    """What is posted: fields alone, or parts where the form takes a file."""
    kind = f"multipart/form-data; boundary={BOUNDARY.decode()}"
    numbers = wrong_numbers(form, turns) if DIALECT == "sqlite" else ()
    for sent in (*versions(form, turns), *numbers):
        if not form.names("file"):
            yield {"data": sent}
            continue
        for parts in with_files(form, sent, turns, files):
            # Werkzeug leaves the temporary file of a large part to the interpreter when a later part cannot be read.
            yield {
                "data": multipart(sorted(parts, key=lambda part: len(part[1]) > 500_000)),
                "content_type": kind,
            }


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


def attack(app: Flask, who: Browser, form: Form, sendings: Iterable[dict[str, Any]]) -> int:
    """Every spoiled version of one form: none breaks, and a refused one writes nothing; how many there were."""
    before, tried = counted(app), 0
    for tried, sent in enumerate(sendings, 1):  # noqa: B007 (counted)
        with undone(app):
            answer = who.post(form.action, **sent)
            assert answer.status_code < 500, f"answered {answer.status_code} to {str(sent)[:300]}"
            if answer.status_code >= 400:
                assert counted(app) == before, f"wrote although it refused {str(sent)[:300]}"
    return tried


# The parser lets go of a file that came before the part at which it gives up; the collector closes it.
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_no_form_breaks_on_nonsense_and_a_refusal_writes_nothing(
    app: Flask, house, ids: SimpleNamespace
) -> None:
    with app.app_context():
        if (
            DIALECT == "postgresql"
        ):  # SQLite would read its whole schema anew after each savepoint that is undone
            analyse(db.session.connection())
    tried, broken = 0, {}
    turns, files = Turns(), cycle(FILES)
    for path, who, shown in pages(app, house, ids):
        for form in {form.action: form for form in shown}.values():
            tried += 1
            try:
                assert attack(app, who, form, posts(form, turns, files)) > (4 if DIALECT == "sqlite" else 1)
            except Exception as fault:
                broken[f"{form.action} on {path}"] = repr(fault)[:500]
    assert broken == {}
    assert tried > 20, "too few forms found"


@pytest.mark.only_on("sqlite")
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


@pytest.mark.only_on("sqlite")  # the nonsense above gives every file on both
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
