"""The files that a page offers; a PDF where WeasyPrint is installed, an extra since it needs Pango from the system."""

import re
from dataclasses import dataclass

from flask import render_template

from careplan.audit.release.pages import veil
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.beside import notes
from careplan.audit.report.pages.outputs.printed import Paper
from careplan.audit.report.pages.outputs.workbook import as_csv, as_schema, as_workbook
from careplan.audit.review.queries.reports import audited
from careplan.audit.review.rules.export import as_data
from careplan.ui import pdf


def as_pdf(paper: Paper) -> bytes:
    """The report as PDF. Raises Missing."""
    return pdf.as_pdf(render_template("audit/paper.html", paper=paper), "paper.css")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file."""

    words: str
    ending: str
    mimetype: str


KINDS = {
    "csv": Kind("Table (CSV)", "csv", "text/csv"),
    "schema": Kind("What the table’s columns mean (Table Schema)", "schema.json", "application/json"),
    "xlsx": Kind(
        "Workbook (XLSX)", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
}


def stem(request: Selection) -> str:
    """The beginning of a file's name: codes and a day."""
    return f"audit-{re.sub(r'[^A-Za-z0-9._-]', '-', request.unit.id)}-{request.census.on.isoformat()}"


def name_of(request: Selection, kind: str) -> str:
    """The name under which a browser keeps the file."""
    return f"{stem(request)}.{KINDS[kind].ending if kind in KINDS else kind}"


def paper(request: Selection) -> Paper:
    """The report as this reader may have it."""
    report = audited(request.request, request.services)
    data, outside = as_data(report), not request.records
    if outside:
        data = veil(request.request, request.services, request.inside).over(data)
    return Paper(data=data, ruleset=request.request.ruleset, notes=notes(report), outside=outside)


def content(request: Selection, kind: str) -> bytes:
    """The bytes of a file."""
    if kind == "schema":
        return as_schema(request.request.ruleset)
    sheet = paper(request)
    return as_csv(sheet.data) if kind == "csv" else as_workbook(sheet)
