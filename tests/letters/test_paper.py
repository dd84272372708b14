"""Letters as PDF and in large print, and the sheet for those who speak another language."""

import sys
from datetime import date

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.letters.rules import LANGUAGES
from careplan.staff.models import Service
from careplan.ui import pdf
from tests.factories.letters import DocumentFactory

NONE = dict.fromkeys(("file_name", "media_type", "sha256", "size", "content"))


@pytest.fixture
def letter(app, house) -> str:
    with app.app_context():
        row = DocumentFactory(
            episode=db.session.get_one(Episode, house.episode),
            kind="letter_out",
            title="Start of treatment, to the GP",
            happened_on=date(2026, 2, 3),
            words="Dear Doctor\n\nWe have begun.",
            **NONE,
        )
        db.session.commit()
        return f"/record/{house.episode}/documents/{row.id}"


@pytest.mark.skipif(not pdf.installed(), reason="WeasyPrint is not installed")
def test_a_letter_is_saved_as_pdf(as_keyworker, letter) -> None:
    assert f'href="{letter}/pdf"' in as_keyworker.get(f"{letter}/print").text
    answer = as_keyworker.get(f"{letter}/pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    name = answer.headers["Content-Disposition"]
    assert name == 'attachment; filename="Start of treatment, to the GP 2026-02-03.pdf"'
    assert len(as_keyworker.get(f"{letter}/pdf?large=1").data) > 1000


def test_without_weasyprint_the_browser_prints(as_keyworker, letter, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    page = as_keyworker.get(f"{letter}/print").text
    assert "/pdf" not in page
    assert "Use the browser’s Print to put it on paper or into a PDF" in page
    answer = as_keyworker.get(f"{letter}/pdf")
    assert answer.status_code == 503
    assert "use the browser’s Print" in answer.text


def test_a_page_for_paper_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="loads nothing"):
        pdf.nothing("https://elsewhere.example/pixel.png")


def test_a_letter_in_large_print(as_keyworker, letter) -> None:
    assert "app-paper--large" not in as_keyworker.get(f"{letter}/print").text
    large = as_keyworker.get(f"{letter}/print?large=1").text
    assert "app-paper--large" in large
    assert "Normal print" in large


def test_the_sheet_has_the_fourteen_languages_and_the_number_of_the_service(app, house, as_keyworker) -> None:
    sheet = LANGUAGES.on(today())
    assert len({one.tag for one in sheet.languages}) == 14
    assert all(one.words.count("{telephone}") == 1 for one in sheet.languages)
    address = f"/record/{house.episode}/languages"
    assert "No telephone number of" in as_keyworker.get(address).text
    with app.app_context():
        db.session.get_one(Service, house.service).telephone = "01632 960 123"
        db.session.commit()
    page = as_keyworker.get(address).text
    assert page.count("01632 960 123") == 15
    assert page.count('dir="rtl"') == 2
    assert 'lang="zh-Hans"' in page
    assert "To be read by native readers" in page
    assert "0845" not in page
