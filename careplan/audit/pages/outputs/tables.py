"""The report as CSV, and the Table Schema beside it."""

import csv
import json
from collections.abc import Mapping
from io import StringIO
from typing import Any

from careplan.audit.rules.rows import COLUMNS, rows, schema, text


def as_csv(data: Mapping[str, Any]) -> bytes:
    """One row for each measure, for spreadsheets and programs alike."""
    target = StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(data):
        writer.writerow([text(name, value) for name, value in row.items()])
    return target.getvalue().encode()


def as_schema() -> bytes:
    """The Table Schema, as JSON."""
    return (json.dumps(schema(), indent=2, ensure_ascii=False) + "\n").encode()
