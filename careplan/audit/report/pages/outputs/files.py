"""The files that a page offers: their names, kinds and content for this reader."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from careplan.audit.release.pages import for_outside
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.beside import notes
from careplan.audit.report.pages.outputs.printed import Paper, paper
from careplan.audit.report.pages.outputs.tables import as_csv, as_schema
from careplan.audit.report.pages.outputs.workbook import as_workbook
from careplan.audit.review.queries.reports import audited
from careplan.audit.review.rules.engine import Report
from careplan.audit.review.rules.export import as_data


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


def seen_by(request: Selection, report: Report) -> Mapping[str, Any]:
    """The report's data as this reader may have it."""
    data = as_data(report)
    return data if request.records else for_outside(request.request, request.services, data, request.inside)


def sheet(request: Selection) -> Paper:
    """The report for paper."""
    report = audited(request.request, request.services)
    return paper(seen_by(request, report), request.request.ruleset, not request.records, notes(report))


def content(request: Selection, kind: str) -> bytes:
    """The bytes of a file."""
    if kind == "schema":
        return as_schema(request.request.ruleset)
    report = audited(request.request, request.services)
    data = seen_by(request, report)
    if kind == "csv":
        return as_csv(data)
    return as_workbook(data, request.request.ruleset, not request.records, notes(report))
