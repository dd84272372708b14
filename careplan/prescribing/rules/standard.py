"""The numbers of opioid substitution treatment, read from `standards/`, each with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from careplan.prescribing.codes import Formulation

STANDARDS = Path(__file__).parent.parent / "standards"

MARKS: Mapping[str, str] = {
    "S": "stated in the 2006 joint review",
    "F": "found in the source",
    "R": "remembered, to be checked before release",
    "L": "local practice",
    "D": "decided here",
}

TABLE_DAILY: Mapping[str, tuple[Formulation, ...]] = {
    "lyophilisate": (Formulation.LYOPHILISATE,),
    "sublingual": (Formulation.SUBLINGUAL, Formulation.SUBLINGUAL_WITH_NALOXONE),
}
TABLE_SIZES: Mapping[str, Formulation] = {
    "weekly": Formulation.DEPOT_WEEKLY,
    "monthly": Formulation.DEPOT_MONTHLY,
}

NAMES = frozenset(
    {
        "methadone_start_min",
        "methadone_start_max",
        "methadone_start_specialist_max",
        "methadone_start_risk_max",
        "methadone_start_risk_age",
        "continuing_max",
        "confirmed_max",
        "confirmed_compared",
        "methadone_step_max",
        "methadone_rise_7d_max",
        "methadone_days_between",
        "methadone_maintenance_low",
        "methadone_maintenance_high",
        "buprenorphine_start_max",
        "buprenorphine_day2_max",
        "buprenorphine_day3_max",
        "buprenorphine_sublingual_max",
        "buprenorphine_naloxone_max",
        "buprenorphine_lyophilisate_max",
        "missed_notify",
        "missed_reassess",
        "missed_reinduct",
        "missed_look_back",
        "intoxicated_withheld",
        "missed_rise_days",
        "order_ahead",
        "order_ahead_shown",
        "prescription_longest",
        "supervision_floor",
        "supervision_days",
        "take_home_days_early",
        "take_home_days",
        "depot_weekly_days",
        "depot_monthly_days",
        "depot_test_dose",
        "depot_observe",
        "depot_week1_start",
        "depot_week1_max",
        "depot_top_up",
        "depot_weekly_window",
        "depot_monthly_window",
        "depot_weekly_first",
        "depot_table",
        "depot_never_home",
        "depot_beside",
        "fp10mda_days",
        "good_practice_days",
        "validity_days",
        "serial_digits_min",
        "serial_digits_max",
        "methadone_reduce_inform",
        "methadone_reduce_warn",
        "buprenorphine_reduce_max",
        "adult_age",
        "buprenorphine_age",
        "lyophilisate_age",
        "methadone_mixture",
        "lyophilisate_more",
        "lyophilisate_start_max",
        "buprenorphine_start_usual",
        "slip_near",
        "methadone_step",
        "buprenorphine_tablet",
        "tenfold",
        "reason_length",
    }
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number: its value, unit, where it stands, and how far that was seen (S, F, R, L, D)."""

    value: Decimal
    unit: str
    source: str
    mark: str

    @property
    def whole(self) -> int:
        """The value as a count of days, months or characters."""
        return int(self.value)

    @property
    def words(self) -> str:
        """The source as a page prints it."""
        return f"{self.source} ({MARKS[self.mark]})"


class Daily(Protocol):
    """An order of a daily dose."""

    @property
    def daily_mg(self) -> Decimal: ...
    @property
    def formulation(self) -> Formulation: ...


@dataclass(frozen=True, slots=True)
class Equivalent:
    """One row of the depot table: daily amounts from and to, and the injections that stand for them, in mg (B13)."""

    daily: Mapping[Formulation, tuple[Decimal, Decimal]]
    sizes: Mapping[Formulation, Decimal]

    def stands_for(self, order: Daily) -> bool:
        """Whether a daily order lies in this row."""
        low, high = self.daily.get(order.formulation, (Decimal(1), Decimal(0)))
        return low <= order.daily_mg <= high

    def size(self, formulation: Formulation) -> Decimal | None:
        """The weekly or monthly injection of this row; None where the table has none."""
        return self.sizes.get(formulation)


@dataclass(frozen=True, slots=True)
class Standard:
    """One edition of the numbers; a finding stores its `name`, so that it can be explained years later."""

    id: str
    edition: str
    title: str
    thresholds: Mapping[str, Threshold]
    depots: tuple[Equivalent, ...] = ()

    def __getitem__(self, name: str) -> Threshold:
        return self.thresholds[name]

    @property
    def name(self) -> str:
        """Id and edition, as stored with a finding."""
        return f"{self.id}/{self.edition}"


def threshold(name: str, table: dict[str, Any]) -> Threshold:
    """One table of the file; ValueError when value, unit, source or mark is missing or unknown."""
    value = table.get("value")
    if type(value) is not int or value < 1:
        raise ValueError(f"{name}: value must be a whole number above 0")
    if not table.get("unit") or not table.get("source") or table.get("mark") not in MARKS:
        raise ValueError(f"{name}: unit, source and a mark of {', '.join(MARKS)} are required")
    return Threshold(Decimal(value), table["unit"], table["source"], table["mark"])


def equivalent(row: dict[str, Any]) -> Equivalent:
    """One row of the depot table; ValueError when it names no daily amount or no injection."""
    daily = {
        formulation: (Decimal(row[name][0]), Decimal(row[name][1]))
        for name, formulations in TABLE_DAILY.items()
        for formulation in formulations
        if name in row
    }
    sizes = {formulation: Decimal(row[name]) for name, formulation in TABLE_SIZES.items() if name in row}
    if not daily or not sizes or set(row) - {*TABLE_DAILY, *TABLE_SIZES}:
        raise ValueError(f"depot_equivalence: a row needs daily amounts and injections, not {row}")
    return Equivalent(daily, sizes)


def read_standard(text: str) -> Standard:
    """The standard in a TOML text; ValueError when a number is missing, unknown or without a source."""
    data = tomllib.loads(text)
    thresholds = {name: threshold(name, table) for name, table in data.items() if isinstance(table, dict)}
    if set(thresholds) != NAMES:
        raise ValueError(f"missing or unknown numbers: {', '.join(sorted(NAMES ^ set(thresholds)))}")
    depots = tuple(equivalent(row) for row in data.get("depot_equivalence", []))
    return Standard(data["id"], data["edition"], data["title"], thresholds, depots)


@cache
def standard(name: str = "uk-2017") -> Standard:
    """The standard of that name, read once."""
    return read_standard((STANDARDS / f"{name}.toml").read_text(encoding="utf-8"))
