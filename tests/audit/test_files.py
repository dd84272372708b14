"""What is taken away from the audit's pages: who gets what, and nothing that a small number comes back from."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from careplan.audit.release.packs.verify import verified
from careplan.audit.release.rules.cells import starred
from careplan.audit.report.pages.beside import Notes
from careplan.audit.report.pages.outputs.printed import Paper
from careplan.audit.review.rules.ruleset import load
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from careplan.ui import pdf
from tests.audit import reports
from tests.audit.test_views import ON, audited, path
from tests.conftest import Browser
from tests.test_pages import faults

__all__ = ["audited"]
COUNTS = ("numerator", "denominator", "value", "band")


def rows(answer: Any) -> dict[str, dict[str, str]]:
    return {row["measure"]: row for row in csv.DictReader(StringIO(answer.text))}


def test_a_manager_takes_exact_figures_away_as_a_table(as_manager: Browser, audited: SimpleNamespace) -> None:
    answer = as_manager.get(path(audited, "file", "csv"))
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="audit-{audited.service}-{ON}.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    row = rows(answer)["4.3a"]
    assert (row["numerator"], row["denominator"], row["excluded"]) == ("5", "7", '{"no_regimen": 1}')


def test_an_auditor_gets_stars_instead(as_auditor: Browser, audited: SimpleNamespace) -> None:
    found = rows(as_auditor.get(path(audited, "file", "csv")))
    assert [found["4.3a"][name] for name in COUNTS] == ["*"] * 4
    assert found["4.1a"]["denominator"] == "8"
    assert {row["excluded"] for row in found.values()} <= {"{}", "*"}
    book = load_workbook(BytesIO(as_auditor.get(path(audited, "file", "xlsx")).data))
    cells = {row[5].value: row for row in book["Measures"].iter_rows()}
    assert cells["4.3a"][7].value == "*"
    totals = [
        row for row in book["Completeness"].iter_rows(values_only=True) if row[1] == "all items" and row[3]
    ]
    assert {row[2] for row in totals} == {"*"}


def test_what_the_page_hides_every_file_hides(as_auditor: Browser, audited: SimpleNamespace) -> None:
    page = as_auditor.get(path(audited)).text
    sheet = as_auditor.get(path(audited, "print")).text
    for measure, row in rows(as_auditor.get(path(audited, "file", "csv"))).items():
        section = page.split(f'aria-labelledby="m-{measure}"')[1].split("</section>")[0]
        assert ("hidden:" in section) is (row["denominator"] == "*"), measure
    assert "5 of 7" not in sheet
    assert "Overall indication: *" in sheet


def test_the_table_schema_is_offered_beside_the_table(as_manager: Browser, audited: SimpleNamespace) -> None:
    answer = as_manager.get(path(audited, "file", "schema"))
    assert json.loads(answer.text)["missingValues"] == ["", "*"]
    assert as_manager.get(path(audited, "file", "exe")).status_code == 404


def test_the_printed_report_names_every_figure_cut_off_and_assumption(
    as_manager: Browser, audited: SimpleNamespace
) -> None:
    page = as_manager.get(path(audited, "print")).text
    assert faults(page) == []
    for rule in load().measures():
        assert rule[1].words in page.replace("&#39;", "'").replace("&amp;", "&"), rule[1].id
    for words in (
        "econstructed 2005/06 framework; not a current CQC or OHID rating", "never people", "5 of 7 (71.4%)",
        "[A] under 70 % weak, under 85 % fair, from 85 % good", "left out: 1 no weekly regimen in force",
        "[A] Overall rating",
    ):  # fmt: skip
        assert words in page


def test_the_report_offers_what_can_be_taken_away(as_manager: Browser, as_auditor: Browser, audited) -> None:
    for who, packs in ((as_manager, True), (as_auditor, False)):
        page = who.get(path(audited)).text
        assert path(audited, "print") in page
        assert path(audited, "file", "xlsx") in page
        assert ("Make an audit pack" in page) is packs
        assert faults(page) == []


def test_a_manager_makes_a_pack_and_the_trail_knows(app: Flask, as_manager: Browser, audited) -> None:
    answer = as_manager.post(path(audited, "pack"))
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    found = verified(answer.data)
    assert found.faults == ()
    with app.app_context():
        (entry,) = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "audit.pack_built")).all()
    assert (entry.actor, entry.detail["manifest"]) == (audited.manager, found.manifest)


def test_nobody_else_makes_a_pack(
    as_auditor: Browser, as_keyworker: Browser, charlie: Browser, audited
) -> None:
    assert as_auditor.post(path(audited, "pack")).status_code == 403
    assert as_keyworker.post(path(audited, "pack")).status_code == 403
    for more in (("print",), ("pdf",), ("file", "csv")):
        assert charlie.get(path(audited, *more)).status_code == 404
    assert charlie.post(path(audited, "pack")).status_code == 404


@pytest.mark.parametrize("more", [("print",), ("file", "csv"), ("pdf",)])
def test_a_day_ahead_and_a_day_between_quarters_go_back_to_the_form(
    as_manager: Browser, as_auditor: Browser, house, more: tuple[str, ...]
) -> None:
    assert as_manager.get(path(house, *more, on=date(2150, 12, 31))).status_code == 303
    assert as_auditor.get(path(house, *more, on=date(2026, 3, 30))).status_code == 303


def test_without_weasyprint_there_is_no_way_to_a_pdf(as_manager: Browser, audited, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    assert "PDF" not in as_manager.get(path(audited, "print")).text
    assert as_manager.get(path(audited, "pdf")).status_code == 404


@pytest.mark.skipif(not pdf.installed(), reason="WeasyPrint is not installed")
def test_with_weasyprint_the_report_is_a_pdf(as_manager: Browser, audited) -> None:
    assert "Download as PDF" in as_manager.get(path(audited, "print")).text
    answer = as_manager.get(path(audited, "pdf"))
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def lines(sheet: Paper) -> dict[str, tuple[str, ...]]:
    """The lines of all questions by the id of the measure."""
    rows = [row for one in sheet.criteria for question in one.below for row in sheet.figures(question).rows]
    return {row[0].split()[0]: row for row in rows}


def test_an_answer_without_evidence_is_printed_as_claimed() -> None:
    said = "claimed: there is no evidence for this answer"
    sheet = Paper(data=reports.data(reports.caseload()), ruleset=load(), notes=Notes({"10.3": said}))
    figures = lines(sheet)
    assert figures["10.3"][1].endswith(said)
    assert "claimed" not in figures["10.2"][1]


@pytest.mark.parametrize("services", [1, 2])
def test_a_hidden_figure_shows_no_number_on_paper(services: int) -> None:
    each = [reports.caseload(f"S{number}", 30) for number in range(services)]
    data, hidden = reports.data(*each), {"4.1a", "cp3"}
    sheet = Paper(data=starred(data, hidden, {"risk": {"pain"}}), ruleset=load(), outside=True)
    _, figure, band, *_ = lines(sheet)["4.1a"]
    assert (figure.partition(";")[0], band) == ("*", "*")
    assert sheet.criteria[3].band == "*"
    assert sheet.overall == "*"
    assert {key: figure for key, _, figure in sheet.plans.rows}["CP3"] == "*"
    assert dict(sheet.completeness.rows)["Risk assessment"] == "*"
