"""What is signed: a report taken apart into rows, put together again, and its hash."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from careplan.audit.plans.rules import Planned
from careplan.audit.review.rules.engine import Report
from careplan.audit.review.rules.export import Data, measures_of
from careplan.audit.review.rules.verdict import Tally
from careplan.ground.types import canonical

NUMBERS = ("numerator", "denominator")


class Kind(StrEnum):
    """What a figure is."""

    MEASURE = "measure"
    INDICATOR = "indicator"


class Part(StrEnum):
    """Where a record stands behind a figure."""

    BOTH = "both"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record behind one figure, with the reason for its part."""

    key: str
    record_id: str
    part: str
    reason: str
    episode_id: str | None = None


def entries_of(key: str, tally: Tally) -> Iterator[Entry]:
    """The records behind a figure, in the order of their ids; a mean's members stand in both parts."""
    hits, members = set(tally.hits), set(tally.members)
    for line in sorted(tally.lines, key=lambda one: (one.id, one.verdict.reason)):
        hit, member = line in hits, line in members
        part = Part.BOTH if hit and member else Part.NUMERATOR if hit else Part.DENOMINATOR
        part = part if line.verdict.counts else Part.EXCLUDED
        yield Entry(key, line.id, part, line.verdict.reason, line.episode_id)


def entries(report: Report) -> tuple[Entry, ...]:
    """The records behind every figure of a report that has one; completeness has none."""
    tallies = {key: one.tally for key, one in report.results.items() if one.figure is not None}
    every = (tallies | dict(report.indicators)).items()
    return tuple(entry for key, tally in every for entry in entries_of(key, tally))


def as_text(value: int | str | None) -> str | None:
    """A number of a report as text."""
    return None if value is None else str(value)


def as_number(text: str | None) -> int | str | None:
    """The number again: whole ones are integers, others decimal text."""
    whole = text is not None and re.fullmatch(r"-?[0-9]+", text, re.ASCII)
    return int(text) if text is not None and whole else text


def figures(data: Data) -> list[dict[str, Any]]:
    """One row for each measure and each care plan indicator, without its records."""
    values = [
        {"key": row["id"], "kind": Kind.MEASURE.value, "services": None} | _bare(row)
        for row in measures_of(data)
    ]
    values += [
        {"key": key, "kind": Kind.INDICATOR.value} | _bare(row) for key, row in data["care_plan"].items()
    ]
    return [row | {"place": place} for place, row in enumerate(values)]


def _bare(row: Data) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in ("id", "records")}
    return kept | {name: as_text(row[name]) for name in NUMBERS}


def frame(data: Data) -> dict[str, Any]:
    """The report with the ids of its measures in place of their figures."""
    criteria = _measured(data, lambda row: row["id"])
    return dict(data) | {"criteria": criteria, "care_plan": list(data["care_plan"])}


def assemble(frame: Data, rows: Iterable[Data], entries: Iterable[Entry]) -> dict[str, Any]:
    """The whole report with its records, from what was taken apart."""
    behind = by_figure(entries)
    values = {row["key"]: _figure(row, behind.get(row["key"], [])) for row in rows}
    care_plan = {key: values[key] for key in frame["care_plan"]}
    return dict(frame) | {"criteria": _measured(frame, values.__getitem__), "care_plan": care_plan}


def _measured(data: Data, measure: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """The criteria of a report with something else in place of each measure."""

    def of(question: Data) -> dict[str, Any]:
        return {**question, "measures": [measure(one) for one in question["measures"]]}

    return [{**one, "questions": [of(question) for question in one["questions"]]} for one in data["criteria"]]


def by_figure(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Records by figure."""
    result: dict[str, list[Entry]] = {}
    for entry in entries:
        result.setdefault(entry.key, []).append(entry)
    return result


def _figure(row: Data, behind: Sequence[Entry]) -> dict[str, Any]:
    indicator = row["kind"] == Kind.INDICATOR
    names: tuple[str, ...] = NUMBERS
    if not indicator:
        names = ("status", *NUMBERS, "value", "unit", "band", "low_n", "origin", "excluded")
    figure = {} if indicator else {"id": row["key"]}
    figure |= {name: as_number(row[name]) if name in NUMBERS else row[name] for name in names}
    if not indicator and row["services"] is not None:
        figure["services"] = row["services"]
    if row["numerator"] is not None:
        figure["records"] = listed(behind)
    return figure


def listed(behind: Iterable[Entry]) -> dict[str, Any]:
    """The records behind a figure as lists of ids, as a report prints them."""
    rows = sorted(behind, key=lambda entry: entry.record_id)
    excluded: dict[str, list[str]] = {}
    for entry in sorted(rows, key=lambda one: one.reason):
        if entry.part == Part.EXCLUDED:
            excluded.setdefault(entry.reason, []).append(entry.record_id)
    return {
        "numerator": [e.record_id for e in rows if e.part in (Part.BOTH, Part.NUMERATOR)],
        "denominator": [e.record_id for e in rows if e.part in (Part.BOTH, Part.DENOMINATOR)],
        "excluded": excluded,
    }


def content(report: Data, signed: Data) -> dict[str, Any]:
    """All that is signed: the report with its records, and who says what about it."""
    return {**report, "signed": dict(signed)}


def sha256_of(content: Data) -> str:
    """The hash over the content in its one spelling: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding; `question` is none where it belongs to none."""

    question: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs what about a report, as what, and when; mid-points in percent as decimal text."""

    title: str
    statement: str
    by: str
    name: str
    role: str
    at: datetime
    midpoints: Mapping[str, str]
    findings: tuple[FindingWords, ...]
    actions: tuple[Planned, ...]
    no_action_reason: str | None = None

    @property
    def counts(self) -> bool:
        """Whether it is an audit with findings and actions, which alone counts for question 4.5."""
        return bool(self.findings and self.actions)

    def as_data(self) -> dict[str, Any]:
        """The signature as it stands in the signed content; actions in an order of their own."""
        days = ("due_on", "start_on")
        rows = [
            {name: value.isoformat() if name in days else value for name, value in asdict(one).items()}
            for one in self.actions
        ]
        return {
            "title": self.title,
            "statement": self.statement,
            "by": {"id": self.by, "name": self.name, "role": self.role},
            "at": self.at.astimezone(UTC).isoformat(),
            "midpoints": dict(self.midpoints),
            "findings": [{"question": one.question, "words": one.words} for one in self.findings],
            "actions": sorted(rows, key=canonical),
            "no_action_reason": self.no_action_reason,
        }
