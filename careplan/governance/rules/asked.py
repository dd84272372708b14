"""Returns: which answers a person gives for a service or a partnership, and what each may be."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from careplan.governance.codes import Level
from careplan.ground.standards import Edition, Series

STANDARDS = Path(__file__).parent.parent / "standards"
NONE = "none"
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """One key of a question, who answers it, and what the answer may be; `of` names the whole of a count."""

    level: Level
    question: str
    key: str
    type: Literal["count", "months", "days", "date", "word", "words"]
    words: tuple[str, ...] = ()
    of: str | None = None

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        listed = " | ".join(self.words)
        return {
            "count": "a whole number",
            "months": "a whole number of months",
            "days": "a decimal without sign, at most 9 digits and 2 places",
            "date": "a date, YYYY-MM-DD",
            "word": listed,
            "words": f"words of {listed}, once each with one space between, or {NONE}",
        }[self.type]

    def fits(self, value: str) -> bool:
        """Whether the text is an answer."""
        if self.type in ("count", "months"):
            return _WHOLE.fullmatch(value) is not None
        if self.type == "days":
            return _DECIMAL.fullmatch(value) is not None
        if self.type == "date":
            return _is_date(value)
        if self.type == "word":
            return value in self.words
        given = value.split(" ")
        return value == NONE or (set(given) <= set(self.words) and len(set(given)) == len(given))


def _is_date(value: str) -> bool:
    try:
        return _DATE.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


class Returns(Edition, frozen=True, kw_only=True):
    """All keys, in the order of the review."""

    keys: tuple[Asked, ...]


RETURNS = Series(STANDARDS, "returns", Returns, {"keys": ("question", "key")})


@cache
def returns_asked() -> dict[tuple[str, str], Asked]:
    """All keys of the last edition by question and key, in the order of the review."""
    return {(one.question, one.key): one for one in RETURNS.latest.keys}


def misfit(level: str, question: str, key: str, value: str) -> tuple[str, str] | None:
    """None for an answer that is asked for, else the column that is wrong and what was expected in it."""
    request = returns_asked()
    questions = list(dict.fromkeys(question for question, _ in request))
    if question not in questions:
        return "question", " | ".join(questions)
    if (question, key) not in request:
        return "key", " | ".join(text for of, text in request if of == question)
    wanted = request[question, key]
    if level != wanted.level:
        return "level", wanted.level
    return None if wanted.fits(value) else ("value", wanted.expected)


@dataclass(frozen=True, slots=True)
class Half:
    """One recorded half of a pair: its day, its count, whether it is the part; `row` is the caller's own."""

    day: str
    count: int
    part: bool
    row: int


def above_the_whole(halves: Iterable[Half]) -> Iterator[tuple[Half, int]]:
    """The half of each day on which the part stood above its whole, with the count of the other half.

    A pair is judged on each day that one half was recorded, by the latest of each; both on one day: the part is named.
    """
    latest: dict[bool, Half] = {}
    days: dict[str, list[Half]] = {}
    for half in halves:
        days.setdefault(half.day, []).append(half)
    for day in sorted(days):
        latest |= {half.part: half for half in days[day]}
        if len(latest) == 2 and latest[True].count > latest[False].count:
            named = max(days[day], key=lambda half: half.part)
            yield named, latest[not named.part].count
