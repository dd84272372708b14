"""What a cell of each type may hold, and an answer's value. Nothing is trimmed or guessed."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.values import UNSTORABLE, expected_words, read_value, refusal
from careplan.ground.dates import ISO_DAY, is_day
from careplan.ground.persons import name_fault
from careplan.ground.types import canonical
from careplan.outcomes.codes import Finding
from careplan.package.rules.profile import Column

LONGEST_CELL = 1_048_576
LONGEST_AUTHOR = 64

_MOMENT = re.compile(
    ISO_DAY.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
# BS 7666; ZZ99, for people without a fixed address, breaks the letter rule of the second half.
_POSTCODE = re.compile(
    r"GIR 0AA"
    r"|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]?|[0-9][A-HJKPS-UW]) [0-9][ABD-HJLNP-UW-Z]{2}"
    r"|ZZ99( [0-9][A-Z]{2})?"
)
PATTERNS = {
    "id": r"[A-Za-z0-9._-]{1,64}",
    "agency": r"[A-Z][0-9]{4}",
    "week": r"[01]{7}",
    "sha256": r"[0-9a-f]{64}",
    "time": r"([01][0-9]|2[0-3]):[0-5][0-9]",
    "whole": r"0|[1-9][0-9]{0,8}",
    # Treatment Outcomes Profile: NA is asked, but not answered.
    "top_days": r"NA|1?[0-9]|2[0-8]",
    "top_rating": r"NA|1?[0-9]|20",
    "top_units": r"NA|0|[1-9][0-9]{0,2}|1000",
    "top_tenths": r"NA|(0|[1-9][0-9]{0,2})(\.[0-9])?|1000(\.0)?",
    "top_yes_no": r"NA|Y|N",
}
WORDS = {
    "id": "1 to 64 of A-Z a-z 0-9 . _ -",
    "agency": "a capital letter and 4 digits",
    "sha256": "64 digits of 0-9 a-f",
    "time": "a time of London, HH:MM",
    "week": "seven characters of 0 and 1, Monday first",
    "whole": "a whole number",
    "author": f"at most {LONGEST_AUTHOR} characters",
    "top_days": "a whole number from 0 to 28, or NA",
    "top_rating": "a whole number from 0 to 20, or NA",
    "top_units": "a whole number from 0 to 1000, or NA",
    "top_tenths": "a number from 0 to 1000 with at most one decimal place, or NA",
    "top_yes_no": "Y | N | NA",
    "data": "JSON",
    "findings": "a JSON object: analyte to positive | negative | not_tested",
    "date": "a date, YYYY-MM-DD",
    "moment": "a moment with its offset, YYYY-MM-DDTHH:MM[:SS] and Z or ±HH:MM",
    "bool": "true | false",
    "decimal": "a decimal without sign, at most 9 digits and 2 places",
    "positive": "a decimal above 0, at most 9 digits and 2 places",
    "percent": "a decimal from 0 to 100, at most 2 places",
    "nhs_number": "ten digits, not all the same, the last by modulus 11",
    "name": "1 to 100 characters that can be seen, on one line, without a space at either end",
    "postcode": "a postcode in capitals with one space",
}


def moment(cell: str) -> datetime:
    """The moment in UTC; ValueError when the cell is none."""
    if not _MOMENT.fullmatch(cell):
        raise ValueError(cell)
    try:
        return datetime.fromisoformat(cell).astimezone(UTC)
    except OverflowError as far:
        raise ValueError(cell) from far


def _is_moment(cell: str) -> bool:
    try:
        moment(cell)
    except ValueError:
        return False
    return True


def is_nhs_number(cell: str) -> bool:
    """Ten digits, not all the same, whose last follows from the others by modulus 11."""
    if len(cell) != 10 or len(set(cell)) == 1 or not (cell.isascii() and cell.isdigit()):
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(cell[:9])) % 11
    return check != 10 and check % 11 == int(cell[9])


def _is_decimal(cell: str) -> bool:
    return _DECIMAL.fullmatch(cell) is not None


def _are_findings(cell: str) -> bool:
    """JSON that names analytes, each with what was found."""
    try:
        given = read_value(cell)
    except ValueError:
        return False
    return isinstance(given, dict) and all(
        name and not UNSTORABLE.search(name) and isinstance(result, str) and result in frozenset(Finding)
        for name, result in given.items()
    )


def _is_data(cell: str) -> bool:
    """JSON that can be written again as text."""
    try:
        given = read_value(cell)
        return _storable(given, MOST_DIGITS_OF_DATA) and bool(canonical(given).encode())
    except ValueError:
        return False


_CHECKS: dict[str, Callable[[str], bool]] = {
    "date": is_day,
    "moment": _is_moment,
    "bool": frozenset(("true", "false")).__contains__,
    "decimal": _is_decimal,
    "positive": lambda cell: _is_decimal(cell) and Decimal(cell) > 0,
    "percent": lambda cell: _is_decimal(cell) and Decimal(cell) <= 100,
    "author": lambda cell: len(cell) <= LONGEST_AUTHOR,
    "data": _is_data,
    "findings": _are_findings,
    "nhs_number": is_nhs_number,
    "name": lambda cell: not name_fault(cell),
    "postcode": lambda cell: _POSTCODE.fullmatch(cell) is not None,
}


def _matcher(pattern: str) -> Callable[[str], bool]:
    match = re.compile(pattern).fullmatch
    return lambda cell: match(cell) is not None


_CHECKS |= {name: _matcher(pattern) for name, pattern in PATTERNS.items()}


_VALUES: dict[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "moment": moment,
    "whole": int,
    "bool": "true".__eq__,
    "decimal": Decimal,
    "positive": Decimal,
    "percent": Decimal,
    "json": read_value,
    "data": read_value,
    "findings": read_value,
}


def _each_once(cell: str, codes: frozenset[str]) -> bool:
    """Whether the cell holds only these codes, none twice, one space between."""
    given = cell.split(" ")
    return codes.issuperset(given) and len(given) == len(set(given))


def check(column: Column) -> Callable[[str], bool] | None:
    """The test of a filled cell of this column; None where any text will do (or another rule judges it)."""
    if column.codes:
        codes = frozenset(column.codes)
        return codes.__contains__ if column.type != "codes" else lambda cell: _each_once(cell, codes)
    return _CHECKS.get(column.type)


def expected(column: Column) -> str:
    """What a report says should have stood there."""
    if column.type == "codes":
        return f"each once, a space between: {' '.join(column.codes)}"
    return " | ".join(column.codes) if column.codes else WORDS.get(column.type, "text")


def value(column: Column) -> Callable[[str], Any] | None:
    """Turns a checked cell into what the table's column takes; None where the text itself is it."""
    return _VALUES.get(column.type)


MOST_DIGITS = 15
MOST_DIGITS_OF_DATA = 20
"""A binary fraction is written with up to 17 digits."""


def misfit(item: Item, cell: str) -> str | None:
    """None when the cell is JSON that fits the item, else what was expected."""
    try:
        value = read_value(cell)
    except ValueError:
        return f"JSON: {expected_words(item.answer)}"
    if not _storable(value):
        return f"numbers of at most {MOST_DIGITS} digits"
    refused = refusal(item, value)
    return refused.expected if refused else None


def _storable(value: Any, most: int = MOST_DIGITS) -> bool:
    """Whether every number in it has at most so many digits: with 15 it keeps its value as a JSON number anywhere."""
    if isinstance(value, dict):
        return all(_storable(one, most) for one in value.values())
    if isinstance(value, list):
        return all(_storable(one, most) for one in value)
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits) <= most and abs(value.adjusted()) < most
    return not isinstance(value, int) or abs(value) < 10**most
