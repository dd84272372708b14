"""The report as CSV, and the Table Schema beside it."""

import csv
import json
from collections.abc import Mapping
from io import StringIO
from typing import Any

from careplan.audit.report.labels import COUNTED
from careplan.audit.report.pages.outputs.printed import assumed
from careplan.audit.review.rules.rows import COLUMNS, rows, schema, text
from careplan.audit.review.rules.ruleset import Ruleset


def as_csv(data: Mapping[str, Any]) -> bytes:
    """One row for each measure, for spreadsheets and programs alike."""
    target = StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(data):
        writer.writerow([text(name, value) for name, value in row.items()])
    return target.getvalue().encode()


def as_schema(ruleset: Ruleset) -> bytes:
    """The Table Schema, as JSON; it says what the table is and which numbers behind it are assumed."""
    said = {
        "title": f"Clinical audit by {ruleset.name} {ruleset.edition}",
        "description": f"{ruleset.banner}. {COUNTED} Source: {ruleset.citation}.",
    }
    numbers = [{"what": what, "number": value, "source": source} for what, value, source in assumed(ruleset)]
    return (
        json.dumps(said | schema() | {"careplan:numbers": numbers}, indent=2, ensure_ascii=False) + "\n"
    ).encode()
