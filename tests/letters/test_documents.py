"""Keeping, listing, opening and striking out documents of a record."""

import hashlib
import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.ground.documents import DocumentFault
from careplan.letters.codes import MOST_BYTES, READ_SENSITIVE
from careplan.letters.models import Document
from careplan.letters.rules import clean_name, judged
from careplan.staff.rules import Actor
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.contacts.test_notes import correct, parts
from tests.factories.letters import DocumentFactory
from tests.ground.test_images import head_of_a_bomb, picture

PDF = b"%PDF-1.7 fictitious"
PNG, JPEG = picture("PNG"), picture("JPEG")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("scan.pdf", PDF, "scan.pdf"),
        ("scan.exe", PDF, "scan.pdf"),
        ("holiday.pdf", PNG, "holiday.png"),
        ("..hidden", JPEG, "document.jpeg"),
        ('a<b>:"c|.txt', b"words", "a-b-c.txt"),
        ("Brief für Jo.TXT", "Grüße".encode(), "Brief für Jo.txt"),
    ],
)
def test_the_bytes_decide_the_type_and_the_name_is_cleaned(name, content, expected):
    kept = judged(name, content)
    assert not isinstance(kept, DocumentFault)
    assert (kept.name, kept.sha256) == (expected, hashlib.sha256(content).hexdigest())


def test_a_name_of_nothing_but_odd_marks_gets_another():
    assert clean_name("///.pdf", "pdf") == "document.pdf"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", DocumentFault.EMPTY),
        (PDF + b"x" * MOST_BYTES, DocumentFault.TOO_LARGE),
        (b"MZ\x90\x00", DocumentFault.OTHER_TYPE),
        (b"<!doctype html><script>", DocumentFault.OTHER_TYPE),
        (b"PK\x03\x04 zip\x00", DocumentFault.OTHER_TYPE),
        (b"\x89PNG\r\n\x1a\n....", DocumentFault.DAMAGED),
        (JPEG[:40], DocumentFault.DAMAGED),
        (head_of_a_bomb(60_000, 60_000), DocumentFault.TOO_MANY_PIXELS),
    ],
)
def test_what_is_no_document_is_refused_whatever_it_is_called(content, fault):
    assert judged("letter.pdf", content) is fault


@pytest.fixture
def there(house) -> str:
    return f"/record/{house.episode}/documents"


def send(browser: Browser, path: str, content: bytes = PDF, name: str = "letter.pdf", **more: Any):
    answers = {
        "kind": "letter_in",
        "title": "Letter of the ward",
        "party": "Ward 4",
        "sensitive": "no",
        "document": (io.BytesIO(content), name),
    }
    data = parts("happened_on", today()) | answers | more
    return browser.post(f"{path}/new", data=data, content_type="multipart/form-data")


def stored(app) -> list[Document]:
    with app.app_context():
        rows = select(Document).options(undefer(Document.content)).order_by(Document.recorded_at, Document.id)
        return list(db.session.scalars(rows))


def test_a_file_is_kept_listed_and_comes_back_as_it_was(app, house, as_keyworker, there):
    assert send(as_keyworker, there, name="scans/ward.exe").location == there
    (row,) = stored(app)
    assert (row.file_name, row.media_type, row.size, row.content) == (
        "ward.pdf",
        "application/pdf",
        len(PDF),
        PDF,
    )
    assert row.recorded_by == house.keyworker
    page = as_keyworker.get(there).text
    assert "Letter of the ward" in page
    assert "1 document," in page
    whole = as_keyworker.get(f"{there}/{row.id}").text
    assert hashlib.sha256(PDF).hexdigest() in whole
    answer = as_keyworker.get(f"{there}/{row.id}/file")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=ward.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with app.app_context():
        acts = db.session.scalars(select(TrailEntry.action).where(TrailEntry.action.like("document.%")))
        assert sorted(acts) == ["document.opened", "document.recorded"]
    assert "Letter of the ward" in as_keyworker.get(f"/record/{house.episode}/history?part=documents").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"content": b"MZ\x90\x00"}, "must be one of these: PDF, PNG, JPEG or plain text"),
        ({"content": b""}, "The document is empty"),
        ({"document": (io.BytesIO(b""), "")}, "Choose the document"),
        ({"title": ""}, "Choose the document again"),
        ({"kind": ""}, "Select what it is"),
        ({"sensitive": ""}, "Select whether it is sensitive"),
        (parts("happened_on", today() + timedelta(1)), "must be today or in the past"),
        (parts("happened_on", date(1985, 7, 13)), "is before this client’s birth"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    app, as_keyworker, there, values, sentence
):
    answer = send(as_keyworker, there, **values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Ward 4" in answer.text
    assert stored(app) == []


def test_an_image_is_shown_encoded_anew_and_the_file_itself_is_only_saved(app, as_keyworker, there):
    hidden = PNG + b"<script>alert(1)</script>"
    send(as_keyworker, there, hidden, "scan.png", title="Scan of the card")
    (row,) = stored(app)
    assert row.content == hidden
    page = as_keyworker.get(f"{there}/{row.id}").text
    assert f'src="{there}/{row.id}/image"' in page
    assert 'alt="Scan of the card, as scanned.' in page
    shown = as_keyworker.get(f"{there}/{row.id}/image")
    assert shown.mimetype == "image/jpeg"
    assert b"script" not in shown.data
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "Content-Disposition" not in shown.headers
    saved = as_keyworker.get(f"{there}/{row.id}/file")
    assert saved.data == hidden
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_what_is_no_whole_image_is_not_shown(app, house, as_keyworker, there):
    send(as_keyworker, there)
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        bomb = head_of_a_bomb(60_000, 60_000)
        kept = {"media_type": "image/png", "file_name": "scan.png"}
        DocumentFactory(episode=episode, content=bomb, **kept)
        DocumentFactory(episode=episode, content=PNG[:-30], **kept)
        db.session.commit()
    for row in stored(app):
        assert as_keyworker.get(f"{there}/{row.id}").status_code == 200
        assert as_keyworker.get(f"{there}/{row.id}/image").status_code == 404


def test_a_bomb_is_refused_at_its_field(app, as_keyworker, there):
    answer = send(as_keyworker, there, head_of_a_bomb(60_000, 60_000), "scan.png")
    assert answer.status_code == 422
    assert "The image has more than 40 million pixels. Scan it at a lower resolution" in answer.text
    assert "Ward 4" in answer.text
    assert stored(app) == []


def test_a_file_that_is_too_large_is_refused_at_its_field(app, as_keyworker, there, monkeypatch):
    monkeypatch.setattr("careplan.letters.rules.MOST_BYTES", len(PDF) - 1)
    answer = send(as_keyworker, there)
    assert answer.status_code == 422
    assert "The document must be 10 MB or smaller" in answer.text
    assert "Ward 4" in answer.text
    assert stored(app) == []


def test_a_scan_of_20_mb_without_script_loses_nothing_typed(app, as_keyworker, there):
    answer = send(as_keyworker, there, PDF + b"x" * (20 * 1024 * 1024))
    assert answer.status_code == 422
    assert "The document must be 10 MB or smaller" in answer.text
    assert "Ward 4" in answer.text
    assert stored(app) == []


def test_a_sensitive_document_is_listed_by_that_word_alone(app, house, as_keyworker, there, monkeypatch):
    send(as_keyworker, there, sensitive="yes")
    (row,) = stored(app)
    history = f"/record/{house.episode}/history?part=documents"
    for page in (as_keyworker.get(there).text, as_keyworker.get(history).text):
        assert "Sensitive" in page
        assert "Letter of the ward" not in page
        assert "Ward 4" not in page
    assert "Letter of the ward" in as_keyworker.get(f"{there}/{row.id}").text
    assert as_keyworker.get(f"{there}/{row.id}/file").data == PDF
    real = Actor.services
    monkeypatch.setattr(
        Actor, "services", lambda self, of: frozenset() if of is READ_SENSITIVE else real(self, of)
    )
    page = as_keyworker.get(f"{there}/{row.id}")
    assert page.status_code == 200
    assert "Letter of the ward" not in page.text
    assert as_keyworker.get(f"{there}/{row.id}/file").status_code == 403


def test_the_list_is_narrowed_and_paged(app, house, as_keyworker, there, statements):
    as_keyworker.get(there)
    statements.clear()
    as_keyworker.get(there)
    few = len(statements)
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        for number in range(25):
            kind = "result" if number % 5 == 0 else "report"
            DocumentFactory(episode=episode, kind=kind, title=f"Sheet {number:02}")
        db.session.commit()
    statements.clear()
    assert "25 documents," in as_keyworker.get(there).text
    assert len(statements) == few
    assert "5 documents," in as_keyworker.get(f"{there}?kind=result").text
    assert "25 documents," in as_keyworker.get(f"{there}?kind=nonsense&page=99").text


def test_a_document_that_was_a_mistake_is_listed_and_opened_nowhere(app, house, as_keyworker, there):
    send(as_keyworker, there)
    (row,) = stored(app)
    here = f"/record/{house.episode}/mistake/document/{row.id}"
    assert "Letter of the ward" in as_keyworker.get(here).text
    assert correct(as_keyworker, here, why="The page of another letter").status_code == 303
    assert "No document is kept yet" in as_keyworker.get(there).text
    assert as_keyworker.get(f"{there}/{row.id}/file").status_code in (303, 404)


def test_a_file_that_did_not_come_with_its_package_says_so(app, house, as_keyworker, there):
    with app.app_context():
        row = DocumentFactory(episode=db.session.get_one(Episode, house.episode), content=None)
        db.session.commit()
        address = f"{there}/{row.id}"
    assert "The file was missing when the record came in" in as_keyworker.get(address).text
    assert as_keyworker.get(f"{address}/file").status_code == 404
