"""Answers that cannot both be: recent days beside each other, when something was last used, and how it is taken."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from careplan.checklists.rules.bank import Bank
from careplan.checklists.rules.bounds import NUMBER

RECENT = ("today", "yesterday", "in_last_7", "in_last_28")
"""When something was last used, where that is recent."""
LONGER = "longer_ago"
ROWS = "substances_used"
"""The table of substances, beside which other answers are read."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers to these items that cannot both be; the sentence for the worker stands at the item `at`.

    `cell`: the place in its table that is at fault, "0-days_28".
    """

    at: str
    items: frozenset[str]
    sentence: str
    cell: str = ""


def clashes(bank: Bank, values: Mapping[str, Any]) -> Iterator[Clash]:
    """What cannot be among the answers of an assessment: item → value without what stands beside it."""
    rows = values.get(ROWS) or ()
    yield from _in_rows(bank, rows)
    yield from _of_alcohol(bank, rows, values)
    yield from _of_tobacco(rows, values)
    yield from _of_injecting(bank, rows, values)


def told_by_rows(bank: Bank, rows: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """The only answer that can stand beside the table of substances, of each item to which it leaves but one."""
    if days := _days_of(rows, "alcohol"):
        yield "alcohol_use", "current"
        yield "alcohol_days_28", days
        row = next(one for one in rows if one.get("substance") == "alcohol")
        if row.get("unit") == bank.labels.get("units") and NUMBER.fullmatch(str(row.get("amount", ""))):
            units = Decimal(str(row["amount"]))
            yield "alcohol_units_day", int(units) if units == units.to_integral_value() else units
    if any(row.get("days_28") for row in rows if row.get("route") == bank.labels.get("injected", "injected")):
        yield "injecting_status", "current"


def _in_rows(bank: Bank, rows: Sequence[Any]) -> Iterator[Clash]:
    labels, columns = bank.labels, bank.columns
    days, last, what = (columns[one].label for one in ("days_28", "last_used", "substance"))
    codes = [row.get("substance") for row in rows]
    for code, times in Counter(codes).items():
        if code and times > 1:
            second = len(codes) - 1 - codes[::-1].index(code)
            sentence = f"“{what}” says {labels.get(code, code)} in {times} rows. Put it in one"
            yield _in_row(sentence, second, "substance")
    recent = {labels[code] for code in RECENT if code in labels}
    for number, row in enumerate(rows):
        used, when = row.get("days_28"), row.get("last_used")
        sentence = f"Row {number + 1} says {used} for “{days}” and “{when}” for “{last}”. Change one of them"
        if used == 0 and when in recent:
            yield _in_row(sentence, number, "days_28")
        if used and LONGER in labels and when == labels[LONGER]:
            yield _in_row(sentence, number, "last_used")


def _in_row(sentence: str, number: int, column: str) -> Clash:
    return Clash(ROWS, frozenset({ROWS}), sentence, f"{number}-{column}")


def _days_of(rows: Sequence[Any], substance: str) -> int | None:
    """The recent days in the row of a substance; None without the row or the number."""
    row: Mapping[str, Any] = next((one for one in rows if one.get("substance") == substance), {})
    days = row.get("days_28")
    return days if isinstance(days, int) else None


def _of_alcohol(bank: Bank, rows: Sequence[Any], values: Mapping[str, Any]) -> Iterator[Clash]:
    days, said, drinks = _days_of(rows, "alcohol"), values.get("alcohol_days_28"), values.get("alcohol_use")
    if days is None:
        return
    if drinks == "current" and said is not None and said != days:
        yield Clash(
            "alcohol_days_28",
            frozenset({ROWS, "alcohol_days_28"}),
            f"The row of alcohol says {days} of the last 28 days, and this says {said}. Enter the same in both",
        )
    if days and drinks in ("never", "past"):
        words = bank.labels[drinks].lower()
        yield Clash(
            "alcohol_use",
            frozenset({ROWS, "alcohol_use"}),
            f"The row of alcohol says {days} of the last 28 days, and this says {words}. Change one of them",
        )


def _of_tobacco(rows: Sequence[Any], values: Mapping[str, Any]) -> Iterator[Clash]:
    days = _days_of(rows, "tobacco")
    for number, row in enumerate(values.get("tobacco_use") or ()):
        said = row.get("days_28")
        if days is not None and said is not None and said != days:
            yield Clash(
                "tobacco_use",
                frozenset({ROWS, "tobacco_use"}),
                f"The row of tobacco says {days} of the last 28 days, and this says {said}. "
                "Enter the same in both",
                f"{number}-days_28",
            )


def _of_injecting(bank: Bank, rows: Sequence[Any], values: Mapping[str, Any]) -> Iterator[Clash]:
    """A substance that is injected, beside whether they ever did, and on how many recent days."""
    injected = [row for row in rows if row.get("route") == bank.labels.get("injected", "injected")]
    used = [row for row in injected if row.get("days_28")]
    status, days = values.get("injecting_status"), values.get("injecting_days_28")
    if (injected and status == "never") or (used and status == "previous"):
        yield _not_injected(bank, used or injected, "injecting_status", bank.labels[status].lower())
    if used and status == "current" and days == 0:
        yield _not_injected(bank, used, "injecting_days_28", "0 days")


def _not_injected(bank: Bank, rows: Sequence[Any], item: str, says: str) -> Clash:
    name = bank.labels.get(rows[0].get("substance"), "a substance").lower()
    words = f"The row of {name} says injected, and “{bank.items[item].question}” says {says}"
    return Clash(item, frozenset({ROWS, item}), f"{words}. Change one of them")
