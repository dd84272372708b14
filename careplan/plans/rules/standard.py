"""The numbers of the review schedule, read from `standards/`, with where each came from."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

STANDARDS = Path(__file__).parent.parent / "standards"
PROVENANCE = frozenset({"stated", "assumed"})


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a standard: its value, source, and whether the source states it."""

    value: int
    source: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """Limits and settings of the review clock, in calendar months or days as each name says."""

    edition: str
    first_limit_months: int
    later_limit_months: int
    interval_months: int
    interval_least: int
    interval_most: int
    due_soon_days: int
    plan_missing_days: int
    risk_months: int
    sources: tuple[tuple[str, Number], ...] = ()


def number(name: str, table: dict[str, Any]) -> Number:
    """One table of the file as a number; a missing source or an unknown provenance is a ValueError."""
    value = table.get("months", table.get("days"))
    if type(value) is not int or value < 1:
        raise ValueError(f"{name}: months or days must be a whole number above 0")
    if not table.get("source") or table.get("provenance") not in PROVENANCE:
        raise ValueError(f"{name}: source and provenance (stated or assumed) are required")
    return Number(value, table["source"], table["provenance"] == "stated")


def read_schedule(text: str) -> Schedule:
    """The schedule in a TOML text; raises ValueError when a number is missing or has no source."""
    data = tomllib.loads(text)
    tables = {name: number(name, table) for name, table in data.items() if isinstance(table, dict)}
    interval = data["review_interval"]
    if not 1 <= interval["at_least"] <= interval["months"] <= interval["at_most"]:
        raise ValueError("review_interval: months must lie between at_least and at_most")
    return Schedule(
        edition=data["edition"],
        first_limit_months=tables["first_limit"].value,
        later_limit_months=tables["later_limit"].value,
        interval_months=tables["review_interval"].value,
        interval_least=interval["at_least"],
        interval_most=interval["at_most"],
        due_soon_days=tables["due_soon"].value,
        plan_missing_days=tables["plan_missing"].value,
        risk_months=tables["risk_link"].value,
        sources=tuple(tables.items()),
    )


@cache
def schedule(edition: str = "1") -> Schedule:
    """The schedule of an edition, read once."""
    return read_schedule((STANDARDS / f"review-schedule-{edition}.toml").read_text(encoding="utf-8"))
