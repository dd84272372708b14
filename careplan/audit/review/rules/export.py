"""A report as plain data (the format careplan-audit/1) and as a table with its Table Schema."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from careplan.audit.review.rules.bands import Overall, half_up, number, spelled
from careplan.audit.review.rules.engine import (
    Completeness,
    CriterionResult,
    National,
    QuestionResult,
    Report,
    Request,
    Result,
)
from careplan.audit.review.rules.ruleset import CriterionRule, QuestionRule, Ruleset
from careplan.audit.review.rules.verdict import Line, Tally

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run, or split a cell at (spec 01 §2)."""

STAR = "*"
"""Stands in place of what readers outside the service may not see."""

Data = Mapping[str, Any]

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
    "low_n": ("boolean", "Rests on fewer than {few} records"),
    "origin": ("string", "S: cut-off stated in the source; A: assumed, wholly or in part"),
    "excluded": ("string", "JSON object: records left out, by reason"),
}
"""Column → type and meaning; `few` is the ruleset's."""


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


def measures_of(data: Data) -> Iterator[Data]:
    """The measures of a report, in order."""
    for criterion in data["criteria"]:
        for question in criterion["questions"]:
            yield from question["measures"]


def text(name: str, value: Any) -> str:
    """A cell as a CSV file holds it: nothing is empty, and only words are guarded against formulas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if COLUMNS[name][0] == "number" else safe(str(value))


def schema(ruleset: Ruleset) -> dict[str, Any]:
    """The Table Schema of the CSV."""
    few = spelled(ruleset.numbers.whole("few"))
    fields = [
        {"name": name, "type": kind, "description": meaning.format(few=few)}
        for name, (kind, meaning) in COLUMNS.items()
    ]
    return {"fields": fields, "missingValues": ["", STAR]}


FORMAT = "careplan-audit/1"
PLACES = 6


def ids(lines: Iterable[Line]) -> list[str]:
    """The ids of these lines, sorted."""
    return sorted(line.id for line in lines)


def records(tally: Tally) -> dict[str, Any]:
    """The ids behind a figure."""
    return {
        "numerator": ids(tally.hits),
        "denominator": ids(tally.members),
        "excluded": {reason: ids(lines) for reason, lines in tally.excluded().items()},
    }


def measure(result: Result, with_records: bool) -> dict[str, Any]:
    """One measure; without a figure numerator, denominator and value are null."""
    figure, value = result.figure, result.value
    data: dict[str, Any] = {
        "id": result.rule.id,
        "status": result.status.value,
        "numerator": None if figure is None else number(figure.part),
        "denominator": None if figure is None else number(figure.whole),
        "value": None if value is None else half_up(value, PLACES),
        "unit": result.rule.unit,
        "band": result.band,
        "low_n": result.low_n,
        "origin": result.rule.origin,
        "excluded": result.tally.counts(),
    }
    if result.services is not None:
        data["services"] = dict(zip(("known", "weak"), result.services, strict=True))
    if with_records and result.figure is not None:
        data["records"] = records(result.tally)
    return data


def question(result: QuestionResult, with_records: bool) -> dict[str, Any]:
    """One question with its measures."""
    return {
        "id": result.rule.id,
        "band": result.band,
        "measures": [measure(one, with_records) for one in result.results.values()],
    }


def criterion(result: CriterionResult, with_records: bool) -> dict[str, Any]:
    """One criterion with its questions."""
    return {
        "id": result.rule.id,
        "band": result.band,
        "cap": result.rule.cap,
        "questions": [question(one, with_records) for one in result.questions],
    }


def indicator(tally: Tally, with_records: bool) -> dict[str, Any]:
    """A care plan indicator."""
    data: dict[str, Any] = {
        "numerator": number(Fraction(len(tally.hits))),
        "denominator": number(Fraction(len(tally.members))),
    }
    if with_records:
        data["records"] = records(tally)
    return data


def completeness_of(completeness: Completeness) -> dict[str, Any]:
    """Record completeness of one kind of assessment."""
    return {
        "asked": completeness.asked,
        "expected": completeness.expected,
        "items": [
            {"item": row.item, "asked": row.asked, "expected": row.expected} for row in completeness.items
        ],
    }


def head(request: Request) -> dict[str, Any]:
    """Unit, dates and ruleset."""
    ruleset = request.ruleset
    return {
        "format": FORMAT,
        "unit": {"level": request.unit.level, "id": request.unit.id, "name": request.unit.name},
        "census": request.census.on.isoformat(),
        "period": {"from": request.census.first.isoformat(), "to": request.census.on.isoformat()},
        "ruleset": {"name": ruleset.name, "edition": ruleset.edition, "sha256": ruleset.sha256},
    }


def rating(final: Overall) -> dict[str, Any]:
    """The overall rating."""
    return {
        "sum": final.sum,
        "rating": final.rating,
        "criteria_known": final.criteria_known,
        "provisional": final.provisional,
    }


def as_data(report: Report, with_records: bool = False) -> Mapping[str, Any]:
    """The whole report, ready for JSON; codes are text, numbers are whole or decimal text."""
    return {
        **head(report.request),
        "criteria": [criterion(one, with_records) for one in report.criteria],
        "completeness": {kind: completeness_of(one) for kind, one in report.completeness.items()},
        "care_plan": {cp: indicator(one, with_records) for cp, one in report.indicators.items()},
        "overall": rating(report.overall),
    }


def as_national_data(report: National) -> Mapping[str, Any]:
    """The national report, ready for JSON; it names no records."""
    return {
        **head(report.request),
        "distribution": report.distribution(),
        "partnerships": [
            {"id": one.unit.id, "name": one.unit.name, "bands": one.bands, "overall": rating(one.overall)}
            for one in report.partnerships
        ],
        "completeness": {kind: completeness_of(one) for kind, one in report.completeness.items()},
        "care_plan": {cp: indicator(one, False) for cp, one in report.indicators.items()},
    }


@dataclass(frozen=True, slots=True)
class Told:
    """A criterion, question or measure of a ruleset, what the data of a report say of it, and what stands below it."""

    rule: Any
    data: Data
    below: tuple["Told", ...] = ()

    @property
    def band(self) -> str | None:
        """Its band, none where it has none, or a star."""
        band: str | None = self.data["band"]
        return band


def told(ruleset: Ruleset, data: Data) -> tuple[Told, ...]:
    """The criteria of a report in the order of the ruleset, whose words the data leave out."""
    return _told(ruleset.criteria, data["criteria"])


def _told(rules: Iterable[Any], rows: Iterable[Data]) -> tuple[Told, ...]:
    names: dict[type, str] = {CriterionRule: "questions", QuestionRule: "measures"}

    def one(rule: Any, row: Data) -> Told:
        name = names.get(type(rule))
        return Told(rule, row, _told(getattr(rule, name), row[name]) if name else ())

    return tuple(one(rule, row) for rule, row in zip(rules, rows, strict=True))
