"""Files made of a report: the same figures in every format, and no cell that a spreadsheet would run."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from frictionless import Resource, Schema
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from careplan.audit.report.labels import FEWER
from careplan.audit.report.pages.beside import Notes
from careplan.audit.report.pages.outputs.workbook import as_csv, as_schema, as_workbook
from careplan.audit.report.pages.sheet import Sheet
from careplan.audit.review.rules.export import COLUMNS, FORMULA, safe
from careplan.audit.review.rules.ruleset import load
from careplan.governance.rules.proof import Claim
from careplan.ground.small import LEAST
from tests.audit import reports
from tests.test_house import HOUSE


def data(**unit: str) -> dict[str, Any]:
    """A report with a unit of our choice."""
    found = reports.data(reports.caseload())
    return {**found, "unit": {**found["unit"], **unit}}


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def test_the_csv_has_one_row_for_each_measure_with_the_columns_of_its_schema() -> None:
    report = data()
    rows = read(as_csv(report))
    measures = [m for c in report["criteria"] for q in c["questions"] for m in q["measures"]]
    assert (
        list(rows[0]) == list(COLUMNS) == [field["name"] for field in json.loads(as_schema(load()))["fields"]]
    )
    assert [row["measure"] for row in rows] == [measure["id"] for measure in measures]
    for row, measure in zip(rows, measures, strict=True):
        assert row["numerator"] == ("" if measure["numerator"] is None else str(measure["numerator"]))
        assert json.loads(row["excluded"]) == measure["excluded"]


def test_a_negative_number_stays_a_number_in_csv() -> None:
    report = data()
    report["criteria"][0]["questions"] = [
        {"id": "x", "band": None, "measures": [_measure(numerator="-3.5", value="-1.750000")]}
    ]
    assert read(as_csv(report))[0]["numerator"] == "-3.5"


def _measure(**values: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("status", "numerator", "denominator", "value", "unit", "band", "low_n", "origin"))
    return {"id": "x", **empty, "excluded": {}} | values


@given(st.sampled_from(FORMULA), st.text(max_size=8))
def test_words_that_a_spreadsheet_would_run_are_guarded(first: str, rest: str) -> None:
    assert safe(first + rest) == f"'{first}{rest}"
    assert safe(f"x{first}") == f"x{first}"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t"])
def test_no_format_for_spreadsheets_holds_a_formula(first: str) -> None:
    report = data(id=f"{first}cmd|'/c calc'!A0", name=f"{first}1+1")
    assert read(as_csv(report))[0]["unit_id"].startswith(f"'{first}")
    book = load_workbook(BytesIO(as_workbook(Sheet(data=report, ruleset=load()))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book["Measures"]["B2"].value.startswith("'")


def test_the_workbook_holds_numbers_as_numbers_and_the_same_bytes_each_time() -> None:
    report = data()
    content = as_workbook(Sheet(data=report, ruleset=load()))
    book = load_workbook(BytesIO(content))
    sheet = book["Measures"]
    for at, row in enumerate(read(as_csv(report)), 2):
        for column, name in enumerate(COLUMNS, 1):
            if COLUMNS[name][0] == "number" and row[name]:
                assert sheet.cell(at, column).value == pytest.approx(float(row[name]))
    assert content == as_workbook(Sheet(data=report, ruleset=load()))
    about = " ".join(str(cell.value) for row in book["About"].iter_rows() for cell in row)
    assert "not a current CQC or OHID rating" in about
    assert "never people" in about


def test_a_national_report_lists_the_band_of_each_criterion_by_partnership() -> None:
    bands = {"c01": "fair", "c02": None}
    overall = {"sum": 22, "rating": "fair", "criteria_known": 11, "provisional": False}
    report = {
        "format": "careplan-audit/1",
        "unit": {"level": "national", "id": "national"},
        "census": "2026-03-31",
        "period": {"from": "2025-04-01", "to": "2026-03-31"},
        "ruleset": {"name": "a", "edition": "b", "sha256": "c"},
        "partnerships": [{"id": "P1", "name": "One", "bands": bands, "overall": overall}],
        "completeness": {},
        "care_plan": {},
    }
    rows = read(as_csv(report))
    assert [(row["unit_id"], row["criterion"], row["band"]) for row in rows] == [
        ("P1", "c01", "fair"),
        ("P1", "c02", ""),
        ("P1", "overall", "fair"),
    ]
    assert load_workbook(BytesIO(as_workbook(Sheet(data=report, ruleset=load()))))["Measures"].max_row == 4


def test_the_workbook_marks_every_assumption_and_what_is_claimed() -> None:
    ruleset, said = load(), Notes({"1.1": "claimed: by a word"}, {}, {"c01": Claim(2, 1)})
    book = load_workbook(BytesIO(as_workbook(Sheet(data=data(), ruleset=ruleset, notes=said))))
    cuts = {row[0]: row[1:] for row in book["Cut-offs"].iter_rows(min_row=2, values_only=True)}
    assert {key: row[2] for key, row in cuts.items()} == {
        rule.id: rule.origin for _, rule in ruleset.measures()
    }
    assert [key for key, row in cuts.items() if row[4]] == ["1.1"]
    bands = {row[0]: row[3] for row in book["Bands"].iter_rows(min_row=2, values_only=True)}
    assert bands["c01"] == "1 of 2"
    heads = [cell.value for sheet in book for cell in sheet[1]]
    assert "Counted as met" in heads
    assert not [head for head in heads if "numerator" in head.lower()]
    numbers = [row[0] for row in book["Assumptions"].iter_rows(min_row=2, values_only=True)]
    assumed = [one for one in ruleset.numbers.rows.values() if one.origin == "A"]
    assert sum(what.startswith("[A] ") for what in numbers) == len(assumed) + 1
    assert "[A] Overall rating" in numbers


def test_the_table_schema_says_what_the_table_is_and_which_numbers_are_assumed() -> None:
    found = json.loads(as_schema(load()))
    assert "not a current CQC or OHID rating" in found["description"]
    assert any(one["what"].startswith("[A] ") for one in found["careplan:numbers"])
    resource = Resource(data=as_csv(data()), format="csv", schema=Schema.from_descriptor(found))
    assert resource.validate().valid


def test_the_words_for_small_numbers_follow_from_the_number() -> None:
    assert (LEAST, FEWER) == (5, "fewer than five")
    typed = [
        path for path in HOUSE.rglob("*.*") if path.suffix in (".py", ".html") and FEWER in path.read_text()
    ]
    assert typed == []
