"""The report as CSV with its Table Schema, and as a workbook."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from careplan.audit.report.labels import COUNTED, KINDS, ORIGINS, STATUSES, left_out
from careplan.audit.report.pages.beside import OVERALL
from careplan.audit.report.pages.outputs.printed import assumed
from careplan.audit.report.pages.sheet import Sheet
from careplan.audit.review.rules.export import COLUMNS, STAR, rows, safe, schema, text
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.ui.tables import Column, Table, columns, csv_of


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
        json.dumps(texts | schema(ruleset) | {"careplan:numbers": numbers}, indent=2, ensure_ascii=False)
        + "\n"
    ).encode()


OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NUMBERS = frozenset(name for name, (kind, _) in COLUMNS.items() if kind == "number")
Row = Sequence[Any]
CUT_OFFS = ("Measure", "Words", "Cut-off", "Origin", "Source", "Beside the figure")
HEADS = {
    "unit_level": "Level",
    "unit_id": "Service, partnership or country",
    "census": "Census",
    "criterion": "Criterion",
    "question": "Question",
    "measure": "Measure",
    "status": "Standing",
    "numerator": "Counted as met (of a mean, the sum)",
    "denominator": "All counted",
    "value": "Figure",
    "unit": "In",
    "band": "Band",
    "low_n": "Few records",
    "origin": "Origin",
    "excluded": "Left out",
}
"""The columns of the CSV as people read them."""


def number(value: Any) -> Any:
    """Decimal text as a number; a star and an empty cell stay what they are."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def fill(sheet: Worksheet, table: Table, bold: Any) -> None:
    """A heading that stays in sight, then the lines; words can never become formulas."""
    widths = [0] * len(table.columns)
    for at, line in enumerate(table.lines()):
        for column, value in enumerate(line):
            if isinstance(value, bool):
                sheet.write_boolean(at, column, value)
            elif isinstance(value, int | float):
                sheet.write_number(at, column, value)
            elif value is not None:
                sheet.write_string(at, column, safe(str(value)), bold if at == 0 else None)
            widths[column] = max(widths[column], len(str(value or "")))
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, 60) + 2)


def cell(name: str, value: Any) -> Any:
    """What a reader sees of a cell of the CSV: numbers as numbers, codes in words."""
    if name in NUMBERS:
        return number(value)
    if name == "status":
        return STATUSES.get(value, value)
    if name == "excluded" and value not in (None, STAR):
        return left_out({name: json.loads(value)})
    return value


def measures(data: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of the CSV, in words."""
    for row in rows(data):
        yield [cell(name, value) for name, value in row.items()]


def bands(sheet: Sheet) -> Iterator[Row]:
    """The band of each criterion and question, with how many answers behind it are claimed."""
    if "criteria" not in sheet.data:
        return
    for criterion in sheet.criteria:
        rule = criterion.rule
        yield [rule.id, rule.words, criterion.band, sheet.notes.share(rule.id)]
        yield from ([one.rule.id, one.rule.words, one.band, None] for one in criterion.below)
    for key, value in sheet.data["overall"].items():
        share = sheet.notes.share(OVERALL) if key == "rating" else None
        yield [sheet.rating_name, key.replace("_", " "), value, share]


def plans(sheet: Sheet) -> Iterator[Row]:
    """The care plan indicators."""
    words = sheet.ruleset.words
    for key, one in sheet.data["care_plan"].items():
        yield [key, words.get(key), number(one["numerator"]), number(one["denominator"])]


def items(sheet: Sheet) -> Iterator[Row]:
    """Record completeness: the whole of each kind, then its items."""
    for kind, one in sheet.data["completeness"].items():
        for row in ({"item": "all items"} | one, *one["items"]):
            yield [KINDS.get(kind, kind), row["item"], row["asked"], row["expected"]]


def about(sheet: Sheet) -> Iterator[Row]:
    """What a reader must know before using the figures."""
    data, ruleset = sheet.data, sheet.ruleset
    yield ["Unit", f"{data['unit'].get('name', '')} ({data['unit']['level']} {data['unit']['id']})"]
    yield ["Census", data["census"]]
    yield ["Period", f"{data['period']['from']} to {data['period']['to']}"]
    yield ["Framework", ruleset.banner]
    yield ["Source", ruleset.citation]
    yield ["Ruleset", " ".join(data["ruleset"].values())]
    yield ["Counted", COUNTED]
    yield from (["Origin " + letter, words] for letter, words in ORIGINS.items())
    if sheet.indication:
        yield ["Overall", sheet.indication]
    yield ["Claimed", "An answer without evidence; it counts as any other answer does"]
    if sheet.outside:
        yield ["*", sheet.stars]


def cut_offs(sheet: Sheet) -> Iterator[Row]:
    """Where each band begins, who says so, and what stands beside each figure."""
    for _, rule in sheet.ruleset.measures():
        source = f"{sheet.ruleset.sources[rule.source]}: {rule.where}"
        yield [rule.id, rule.words, rule.cut_words, rule.origin, source, sheet.notes.beside(rule.id)]


def as_workbook(sheet: Sheet) -> bytes:
    """The workbook; the same report gives the same bytes."""
    target, created = BytesIO(), datetime.fromisoformat(sheet.data["census"])
    pages = (
        ("About", ("What", "Meaning"), about(sheet)),
        ("Measures", [HEADS[column] for column in COLUMNS], measures(sheet.data)),
        ("Bands", ("Id", "Words", "Band", "Answers claimed"), bands(sheet)),
        ("Cut-offs", CUT_OFFS, cut_offs(sheet)),
        ("Assumptions", ("What ([A]: assumed here)", "Number", "Source"), assumed(sheet.ruleset)),
        ("Care plans", ("Id", "Words", "Counted as met", "All counted"), plans(sheet)),
        ("Completeness", ("Assessment", "Item", "Asked", "Expected"), items(sheet)),
    )
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        book.set_properties({"title": "Clinical audit", "created": created})
        bold = book.add_format({"bold": True})
        for title, labels, rows in pages:
            fill(book.add_worksheet(title), Table(title, columns(*labels), list(rows)), bold)
    return target.getvalue()
