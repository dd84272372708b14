"""The report as CSV, and the Table Schema beside it."""

import json
from collections.abc import Mapping
from typing import Any

from careplan.audit.report.labels import COUNTED
from careplan.audit.report.pages.outputs.printed import assumed
from careplan.audit.review.rules.rows import COLUMNS, rows, schema, text
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.ui.tables import Column, Table, csv_of


def as_csv(data: Mapping[str, Any]) -> bytes:
    """One row for each measure, for spreadsheets and programs alike."""
    return csv_of(Table("Measures", [_column(name) for name in COLUMNS], list(rows(data))))


def _column(name: str) -> Column:
    return Column(name, lambda row: text(name, row[name]))


def as_schema(ruleset: Ruleset) -> bytes:
    """The Table Schema, as JSON; it says what the table is and which numbers behind it are assumed."""
    texts = {
        "title": f"Clinical audit by {ruleset.name} {ruleset.edition}",
        "description": f"{ruleset.banner}. {COUNTED} Source: {ruleset.citation}.",
    }
    numbers = [{"what": what, "number": value, "source": source} for what, value, source in assumed(ruleset)]
    return (
        json.dumps(texts | schema() | {"careplan:numbers": numbers}, indent=2, ensure_ascii=False) + "\n"
    ).encode()
