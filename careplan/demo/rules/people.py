"""The invented people, and the rows of the package as they come together."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from careplan.ground.standards import words_of
from careplan.ground.types import canonical
from careplan.package.rules.profile import File, Profile

ETHNICITIES = "AAABAMHCADJZ"
SOURCES = ("self", "gp", "self", "criminal_justice", "other_drug_service", "self", "hospital", "social_care")
TEST_NUMBERS = 999_000_001


@dataclass(frozen=True)
class Person:
    """One client and one stay in treatment; numbers are days before today."""

    number: int
    name: str
    born: date
    sex: str
    service: str = "north"
    stage: str = "treatment"
    referred: int = 0
    start: int = 0
    wait: int = 12
    kind: str = ""
    source: str = ""
    priority: str = "none"
    traits: tuple[str, ...] = ()
    says: Mapping[str, Any] = field(default_factory=dict)
    course: Mapping[str, Any] | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    risk: Mapping[str, Any] = field(default_factory=dict)
    exit: Mapping[str, Any] | None = None
    pause: Mapping[str, Any] | None = None

    def id(self, letter: str, *parts: object) -> str:
        """An id of this person's own: E012, A012-triage, D012-2026-03-01."""
        return "-".join((f"{letter}{self.number:03d}", *map(str, parts)))

    @property
    def keyworker(self) -> str:
        """Who sees the client."""
        return "amira" if self.service == "north" else "ben"

    @property
    def until(self) -> int:
        """The last day on which anything happens: the day of leaving, else today."""
        return int(self.exit["ago"]) if self.exit else 0

    @property
    def quiet_from(self) -> int:
        """From this day on the client is away: leaving or a pause; -1 when here."""
        away = [int(item["ago"]) for item in (self.exit, self.pause) if item]
        return max(away, default=-1)

    @property
    def referred_ago(self) -> int:
        """The day of the referral."""
        return self.start + 3 + self.wait if self.stage == "treatment" else self.referred

    @property
    def triaged_ago(self) -> int:
        """The day of triage."""
        if self.stage == "treatment":
            return self.start + 4 + (self.wait - 1) // 2
        return max(self.referred - 6, 1)

    def of(self, items: tuple[Any, ...] | list[Any] | str, shift: int = 0) -> Any:
        """This person's turn in a list of variants."""
        return items[(self.number + shift) % len(items)]


@cache
def read() -> dict[str, Any]:
    """The whole of people.toml."""
    return words_of(Path(__file__).parents[1] / "people.toml")


def people() -> list[Person]:
    """Everybody, numbered in their order."""
    return [_person(number, dict(given)) for number, given in enumerate(read()["person"], 1)]


def _person(number: int, given: dict[str, Any]) -> Person:
    given["traits"] = tuple(given.get("traits", ()))
    given.setdefault("source", SOURCES[number % len(SOURCES)])
    return Person(number, **given)


def nhs_numbers(count: int) -> list[str]:
    """The first valid numbers of the range that is never given to anybody: 999 000 0018, 999 000 0026, …"""
    numbers: list[str] = []
    base = TEST_NUMBERS
    while len(numbers) < count:
        weighed = sum(int(digit) * (10 - place) for place, digit in enumerate(str(base)))
        check = (11 - weighed % 11) % 11
        if check != 10:
            numbers.append(f"{base}{check}")
        base += 1
    return numbers


class Book:
    """Rows by file; days are counted back from `today`, and what was recorded before today says when."""

    def __init__(self, profile: Profile, today: date) -> None:
        self.profile, self.today = profile, today
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def day(self, ago: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=ago)

    def add(self, file: str, *, ago: int | None = None, by: str | None = None, **cells: Any) -> None:
        """One row; `ago` and `by` are when and by whom it was recorded."""
        if ago and by and self.profile.files[file].facts:
            cells["recorded_at"] = f"{self.day(ago).isoformat()}T10:{(len(self.rows[file]) * 7) % 60:02d}:00Z"
            cells["recorded_by"] = by
        self.rows[file].append(cells)

    def cells(self, file: File) -> list[list[str]]:
        """The rows of a file as text, in the order of its columns."""
        return [[text(row.get(column.name)) for column in file.columns] for row in self.rows[file.name]]


def text(value: Any) -> str:
    """A cell as the package spells it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def json_text(value: Any) -> str:
    """The cell of an answer's value."""
    return canonical(value)
