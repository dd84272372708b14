"""The report as CSV with its Table Schema, and as a workbook."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from careplan.audit.report.labels import (
    COUNTED,
    KINDS,
    ORIGINS,
    REASONS,
    STARS,
    indication_words,
    overall_name,
)
from careplan.audit.report.pages.beside import NOTHING, OVERALL, Notes
from careplan.audit.report.pages.outputs.printed import assumed
from careplan.audit.review.rules.engine import Status
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
        json.dumps(texts | schema() | {"careplan:numbers": numbers}, indent=2, ensure_ascii=False) + "\n"
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
STATUSES = {
    Status.SCORED.value: "has a band",
    Status.NO_DATA.value: "no data, or no national mid-point",
    Status.NOT_APPLICABLE.value: "does not apply here",
    Status.PARTNERSHIP_ONLY.value: "judged for a partnership only",
    Status.NOT_BENCHMARKED.value: "too few others to compare with",
}


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
        return "; ".join(f"{count} {REASONS.get(why, why)}" for why, count in json.loads(value).items())
    return value


def measures(data: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of the CSV, in words."""
    for row in rows(data):
        yield [cell(name, value) for name, value in row.items()]


def bands(data: Mapping[str, Any], words: Mapping[str, str], notes: Notes, name: str) -> Iterator[Row]:
    """The band of each criterion and question, with how many answers behind it are claimed."""
    for criterion in data.get("criteria", ()):
        yield [criterion["id"], words.get(criterion["id"]), criterion["band"], notes.share(criterion["id"])]
        for question in criterion["questions"]:
            yield [question["id"], words.get(question["id"]), question["band"], None]
    for key, value in data.get("overall", {}).items():
        yield [name, key.replace("_", " "), value, notes.share(OVERALL) if key == "rating" else None]


def plans(data: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[Row]:
    """The care plan indicators."""
    for key, one in data["care_plan"].items():
        yield [key, words.get(key), number(one["numerator"]), number(one["denominator"])]


def items(data: Mapping[str, Any]) -> Iterator[Row]:
    """Record completeness: the whole of each kind, then its items."""
    for kind, one in data["completeness"].items():
        yield [KINDS.get(kind, kind), "all items", one["asked"], one["expected"]]
        for row in one["items"]:
            yield [KINDS.get(kind, kind), row["item"], row["asked"], row["expected"]]


def about(data: Mapping[str, Any], ruleset: Ruleset, outside: bool) -> Iterator[Row]:
    """What a reader must know before using the figures."""
    yield ["Unit", f"{data['unit'].get('name', '')} ({data['unit']['level']} {data['unit']['id']})"]
    yield ["Census", data["census"]]
    yield ["Period", f"{data['period']['from']} to {data['period']['to']}"]
    yield ["Framework", ruleset.banner]
    yield ["Source", ruleset.citation]
    yield ["Ruleset", " ".join(data["ruleset"].values())]
    yield ["Counted", COUNTED]
    yield from (["Origin " + letter, words] for letter, words in ORIGINS.items())
    if indication := indication_words(ruleset, data["unit"]["level"]):
        yield ["Overall", indication]
    yield ["Claimed", "An answer without evidence; it counts as any other answer does"]
    if outside:
        yield ["*", STARS]


def cut_offs(ruleset: Ruleset, notes: Notes) -> Iterator[Row]:
    """Where each band begins, who says so, and what stands beside each figure."""
    for _, rule in ruleset.measures():
        source = f"{ruleset.sources[rule.source]}: {rule.where}"
        yield [rule.id, rule.words, rule.cut_words, rule.origin, source, notes.beside(rule.id)]


def worded(ruleset: Ruleset) -> dict[str, str]:
    """Words of criteria, questions and indicators by id."""
    values = {one.id: one.words for one in ruleset.indicators}
    for criterion in ruleset.criteria:
        values[criterion.id] = criterion.words
        values |= {question.id: question.words for question in criterion.questions}
    return values


def as_workbook(
    data: Mapping[str, Any], ruleset: Ruleset, outside: bool = False, notes: Notes = NOTHING
) -> bytes:
    """The workbook; the same report gives the same bytes. `said`: what stands beside its figures."""
    target, words = BytesIO(), worded(ruleset)
    name = overall_name(ruleset, data["unit"]["level"])
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        book.set_properties({"title": "Clinical audit", "created": datetime.fromisoformat(data["census"])})
        bold = book.add_format({"bold": True})
        for sheet in (
            _sheet("About", ("What", "Meaning"), about(data, ruleset, outside)),
            _sheet("Measures", [HEADS[column] for column in COLUMNS], measures(data)),
            _sheet("Bands", ("Id", "Words", "Band", "Answers claimed"), bands(data, words, notes, name)),
            _sheet("Cut-offs", CUT_OFFS, cut_offs(ruleset, notes)),
            _sheet("Assumptions", ("What ([A]: assumed here)", "Number", "Source"), assumed(ruleset)),
            _sheet("Care plans", ("Id", "Words", "Counted as met", "All counted"), plans(data, words)),
            _sheet("Completeness", ("Assessment", "Item", "Asked", "Expected"), items(data)),
        ):
            fill(book.add_worksheet(sheet.caption), sheet, bold)
    return target.getvalue()


def _sheet(title: str, labels: Sequence[str], rows: Iterable[Row]) -> Table:
    return Table(title, columns(*labels), list(rows))
