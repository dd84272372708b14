"""A report as plain data: the format careplan-audit/1."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from careplan.audit.review.rules.engine import (
    Completeness,
    CriterionResult,
    National,
    QuestionResult,
    Report,
    Request,
    Result,
)
from careplan.audit.review.rules.overall import Overall
from careplan.audit.review.rules.share import half_up, number
from careplan.audit.review.rules.tally import Line, Tally

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
