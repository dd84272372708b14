"""Answers of one page that cannot both be: days of the last 28 beside each other, and beside when it was last used."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from careplan.checklists.rules.bank import Bank

RECENT = ("today", "yesterday", "in_last_7", "in_last_28")
"""When something was last used, within 28 days."""
LONGER = "longer_ago"


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers to these items that cannot both be; the sentence for the worker stands at the item `at`."""

    at: str
    items: frozenset[str]
    sentence: str


def clashes(bank: Bank, values: Mapping[str, Any]) -> Iterator[Clash]:
    """What cannot be among the answers of a page: item → value without what stands beside it."""
    rows = values.get("substances_used") or ()
    yield from (Clash("substances_used", frozenset({"substances_used"}), one) for one in _in_rows(bank, rows))
    yield from _of_alcohol(bank, rows, values)


def _in_rows(bank: Bank, rows: Any) -> Iterator[str]:
    labels, columns = bank.labels, bank.columns
    days, last, what = (columns[one].label for one in ("days_28", "last_used", "substance"))
    for code, times in Counter(row.get("substance") for row in rows).items():
        if code and times > 1:
            yield f"“{what}” says {labels.get(code, code)} in {times} rows. Put it in one"
    recent = {labels[code] for code in RECENT if code in labels}
    for number, row in enumerate(rows, 1):
        used, when = row.get("days_28"), row.get("last_used")
        if used == 0 and when in recent:
            yield f"Row {number} says 0 for “{days}” and “{when}” for “{last}”. Change one of them"
        if used and LONGER in labels and when == labels[LONGER]:
            yield f"Row {number} says {used} for “{days}” and “{when}” for “{last}”. Change one of them"


def _of_alcohol(bank: Bank, rows: Any, values: Mapping[str, Any]) -> Iterator[Clash]:
    row: Mapping[str, Any] = next((one for one in rows if one.get("substance") == "alcohol"), {})
    days, said, drinks = row.get("days_28"), values.get("alcohol_days_28"), values.get("alcohol_use")
    if not isinstance(days, int):
        return
    if drinks == "current" and said is not None and said != days:
        yield Clash(
            "alcohol_days_28",
            frozenset({"substances_used", "alcohol_days_28"}),
            f"The row of alcohol says {days} of the last 28 days, and this says {said}. Enter the same in both",
        )
    if days and drinks in ("never", "past"):
        words = bank.labels[drinks].lower()
        yield Clash(
            "alcohol_use",
            frozenset({"substances_used", "alcohol_use"}),
            f"The row of alcohol says {days} of the last 28 days, and this says {words}. Change one of them",
        )
