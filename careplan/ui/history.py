"""Words that lines of a history share."""

from collections.abc import Callable, Mapping

from careplan.ground.offers import Entry
from careplan.ui.words import day


def joined(*parts: str | None) -> str:
    """What there is, with commas between."""
    return ", ".join(part for part in parts if part)


def plain(code: str | None) -> str:
    """A code as words."""
    return (code or "").replace("_", " ")


def on_day(entry: Entry) -> str:
    """The day of the entry; empty without one."""
    return day(entry.on) if entry.on else ""


def coded(codes: Mapping[str, str]) -> Callable[[Entry], str]:
    """Words of the code and the day."""
    return lambda entry: joined(codes.get(entry.first or "", entry.first), on_day(entry))


def words_of(entry: Entry) -> str:
    """The entry’s own words, then its code."""
    return joined(entry.first, plain(entry.second))
