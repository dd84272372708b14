"""A report as a table: one row for each measure, and the Table Schema that describes it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run, or split a cell at (spec 01 §2)."""

STAR = "*"
"""Stands in place of what readers outside the service may not see."""

COLUMNS: Mapping[str, tuple[str, str]] = {
    "unit_level": ("string", "service, partnership or national"),
    "unit_id": ("string", "The unit's id"),
    "census": ("date", "The day the report speaks about"),
    "criterion": ("string", "c01 to c11"),
    "question": ("string", "The question's number"),
    "measure": ("string", "The measure's id"),
    "status": (
        "string",
        "scored, or why there is no band: no_data, not_applicable, partnership_only, not_benchmarked",
    ),
    "numerator": ("number", "For a mean, the sum"),
    "denominator": ("number", "For a mean, the count"),
    "value": ("number", "Six decimal places, half up; a percentage times 100"),
    "unit": ("string", "%, mg, days, count or per_100_person_years"),
    "band": ("string", "weak, fair, good or excellent"),
    "low_n": ("boolean", "Rests on fewer than ten records"),
    "origin": ("string", "S: cut-off stated in the source; A: assumed, wholly or in part"),
    "excluded": ("string", "JSON object: records left out, by reason"),
}
"""Column → type and meaning."""


def safe(text: str) -> str:
    """Text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def of_measure(base: Mapping[str, Any], measure: Mapping[str, Any]) -> dict[str, Any]:
    """The row of one measure."""
    excluded = measure["excluded"]
    row = {**base, "measure": measure["id"]} | {name: measure[name] for name in COLUMNS if name in measure}
    if isinstance(excluded, Mapping):
        row["excluded"] = json.dumps(excluded, sort_keys=True)
    return {name: row[name] for name in COLUMNS}


def of_partnerships(base: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A national report: one row for each partnership and criterion, and one for its overall rating."""
    empty = dict.fromkeys(COLUMNS)
    for one in data["partnerships"]:
        bands = {**one["bands"], "overall": one["overall"]["rating"]}
        for criterion, band in bands.items():
            place = {"unit_level": "partnership", "unit_id": one["id"], "criterion": criterion}
            yield {**empty, **base, **place, "band": band}


def rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a report in the format careplan-audit/1, columns in order."""
    base = {"unit_level": data["unit"]["level"], "unit_id": data["unit"]["id"], "census": data["census"]}
    if "criteria" not in data:
        yield from of_partnerships(base, data)
        return
    for criterion in data["criteria"]:
        for question in criterion["questions"]:
            place = {**base, "criterion": criterion["id"], "question": question["id"]}
            for measure in question["measures"]:
                yield of_measure(place, measure)


def text(name: str, value: Any) -> str:
    """A cell as a CSV file holds it: nothing is empty, and only words are guarded against formulas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if COLUMNS[name][0] == "number" else safe(str(value))


def schema() -> dict[str, Any]:
    """The Table Schema of the CSV."""
    fields = [
        {"name": name, "type": kind, "description": meaning} for name, (kind, meaning) in COLUMNS.items()
    ]
    return {"fields": fields, "missingValues": ["", STAR]}
