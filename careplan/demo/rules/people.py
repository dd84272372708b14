"""The invented people as people.toml describes them, and how the package spells what is told of them."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from careplan.clients.rules.invented import Person
from careplan.ground.standards import words_of
from careplan.ground.types import canonical

ETHNICITIES = "AAABAMHCADJZ"
SOURCES = ("self", "gp", "self", "criminal_justice", "other_drug_service", "self", "hospital", "social_care")
TEST_NUMBERS = 999_000_001


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
