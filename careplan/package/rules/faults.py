"""What is wrong with a package: where, what was found, what was expected."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO

LIMIT = 1000
SHOWN = 120
RUNS_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Fault:
    """One fault or warning; a fault of a whole file has no line, a fault of a whole row no column."""

    file: str
    line: int | None
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """One line for a terminal, without characters that a terminal could obey."""
        line = f"line {self.line}" if self.line else ""
        place = ", ".join(part for part in (self.file, line, self.column) if part)
        return visible(f"{place}: found {self.value or 'nothing'}, expected {self.expected}")


def visible(words: str) -> str:
    """The words with every unprintable character escaped."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in words)


def shown(cell: str | None) -> str:
    """A cell as a report shows it: not longer than a line."""
    words = cell or ""
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}… ({len(words):,} characters)"


@dataclass
class Findings:
    """Faults and warnings found so far, at most 1,000 of each."""

    faults: dict[Fault, None] = field(default_factory=dict)
    warnings: dict[Fault, None] = field(default_factory=dict)
    more_warnings: int = 0

    @property
    def full(self) -> bool:
        """Whether no further fault can be reported."""
        return len(self.faults) >= LIMIT

    def fault(self, file: str, line: int | None, column: str, text: str, expected: str) -> None:
        """Add a fault, unless the list is full or holds it."""
        if not self.full:
            self.faults[Fault(file, line, column, shown(text), expected)] = None

    def warn(self, file: str, line: int | None, column: str, text: str, expected: str) -> None:
        """Add a warning; those beyond the limit are only counted."""
        if len(self.warnings) < LIMIT:
            self.warnings[Fault(file, line, column, shown(text), expected)] = None
        else:
            self.more_warnings += 1


def ordered(faults: Iterable[Fault], names: Iterable[str]) -> list[Fault]:
    """By file in the order of the profile (others last), then by line."""
    place = {name: number for number, name in enumerate(names)}
    return sorted(faults, key=lambda fault: (place.get(fault.file, len(place)), fault.file, fault.line or 0))


def spreadsheet_safe(cell: str) -> str:
    """The cell, with a leading apostrophe where a spreadsheet could run it."""
    return f"'{cell}" if cell.startswith(RUNS_IN_A_SPREADSHEET) else cell


def write_faults(faults: Iterable[Fault], target: TextIO) -> None:
    """The faults as a report CSV: file, line, column, found, expected."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("file", "line", "column", "found", "expected"))
    for fault in faults:
        line = "" if fault.line is None else str(fault.line)
        cells = (fault.file, line, fault.column, fault.value, fault.expected)
        writer.writerow([spreadsheet_safe(cell) for cell in cells])
