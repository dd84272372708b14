"""A day in three boxes (NHS date input): month names are understood, only the wrong box is marked."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from careplan.ground.clock import today
from careplan.ui.fields.base import Check, Field
from careplan.ui.fields.clean import refusal, shown, tidy

PARTS = ("day", "month", "year")
_BOXES = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september")
MONTHS = (*_MONTHS, "october", "november", "december")
FIRST_YEAR, LAST_YEAR = 1900, 2199
AHEAD = timedelta(days=5 * 365 + 1)
"""How far a day to come may lie, where a form sets no other end: further is a slip of the year. Our own choice."""


def month_number(text: str) -> int | None:
    """1 to 12 for a number, a month's name or its first three letters or more; None for anything else."""
    if _DIGITS.fullmatch(text):
        return int(text)
    word = text.lower().rstrip(".")
    months = [place for place, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)]
    return 9 if word == "sept" else months[0] if months else None


def _number(part: str, text: str) -> int | None:
    if part == "month":
        return month_number(text)
    return int(text) if _DIGITS.fullmatch(text) else None


class NoDay(ValueError):
    """Why three boxes hold no day, and the boxes to mend."""

    def __init__(self, sentence: str, *parts: str) -> None:
        super().__init__(sentence)
        self.parts = parts or PARTS


def read_day(texts: Mapping[str, str], called: str) -> date | None:
    """The day in the texts of day, month and year, None when all are empty; NoDay carries the sentence."""
    missing = [part for part in PARTS if not texts[part]]
    if len(missing) == 3:
        return None
    if missing:
        raise NoDay(f"{called} must include a {' and '.join(missing)}", *missing)
    day, month, year = (_number(part, texts[part]) for part in PARTS)
    wrong = [
        part
        for part, number, top in (("day", day, 31), ("month", month, 12))
        if not 1 <= (number or 0) <= top
    ]
    if day is None or month is None or year is None or wrong:
        raise NoDay(f"{called} must be a real date", *wrong, *(["year"] if year is None else []))
    if len(texts["year"]) != 4:
        raise NoDay(f"{called} must include a year of 4 numbers", "year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoDay(f"{called} must be between {FIRST_YEAR} and {LAST_YEAR}", "year")
    try:
        return date(year, month, day)
    except ValueError:
        raise NoDay(f"{called} must be a real date", "day") from None


class Day(Field):
    """A civil date, or None. Boxes are named `<name>-day`, `<name>-month`, `<name>-year`.

    `earliest` and `latest` are functions that give a limit, such as the clock's `today`; where only the earliest
    is given, the day lies within five years of it. `too_early` and `too_late` replace the sentences about them.
    """

    component = "date_input"
    longest: ClassVar[int] = 40

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Check] = (),
        *,
        earliest: Callable[[], date] | None = None,
        latest: Callable[[], date] | None = None,
        too_early: str | None = None,
        too_late: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.earliest, self.latest = earliest, latest
        self.too_early, self.too_late = too_early, too_late
        self.parts = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Read the three boxes instead of one key."""
        self.wrong = ()
        super().process(None, *args, **kwargs)
        if formdata is None:
            return
        sent = {part: formdata.getlist(f"{self.name}-{part}") for part in PARTS}
        self.raw_data = [value for values in sent.values() for value in values]
        self.parts = {part: shown(tidy(str(values[0]))) if values else "" for part, values in sent.items()}
        self.data = None
        try:
            self.data = self._read_parts(sent)
        except NoDay as refused:
            self.wrong = refused.parts
            self.process_errors.append(str(refused))

    def process_data(self, value: date | None) -> None:
        """Take a date of the program."""
        self.data = value
        if value is not None:
            self.parts = {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        else:
            self.parts = dict.fromkeys(PARTS, "")

    def _read_parts(self, sent: Mapping[str, Sequence[Any]]) -> date | None:
        for part, values in sent.items():
            if len(values) > 1:
                raise NoDay(f"{self.called} was sent more than once. Enter it once", part)
            text = tidy(str(values[0])) if values else ""
            if sentence := refusal(text, f"{self.called}: the {part}", self.max):
                raise NoDay(sentence, part)
        return read_day(self.parts, self.called)

    def check(self) -> str | None:
        """The limits, which need the clock."""
        if self.data is None:
            return None
        if self.latest is not None and self.data > self.latest():
            self.wrong = PARTS
            return self.too_late or f"{self.called} must be today or in the past"
        return self._ahead(self.data, self.earliest()) if self.earliest is not None else None

    def _ahead(self, on: date, first: date) -> str | None:
        last = max(first, today()) + AHEAD
        if on < first:
            self.wrong = PARTS
            return self.too_early or f"{self.called} must be on or after {first.day} {first:%B %Y}"
        if self.latest is None and on > last:
            self.wrong = PARTS
            return f"{self.called} must be on or before {last.day} {last:%B %Y}"
        return None

    @property
    def focus(self) -> str:
        """The first wrong box."""
        return f"{self.id}-{self.wrong[0] if self.wrong else 'day'}"

    @property
    def boxes(self) -> Iterator[tuple[str, str, int, str, str, bool]]:
        """The three boxes: part, words, width, text, keyboard, whether it is marked as wrong."""
        marked = (self.wrong or PARTS) if self.errors else ()
        for part, words, width in _BOXES:
            text = self.parts[part]
            yield part, words, width, text, "text" if text.isalpha() else "numeric", part in marked
