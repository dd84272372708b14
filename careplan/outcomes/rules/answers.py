"""What may stand in the boxes of a profile, each as the text that the record holds. Pure.

An empty box is not asked and stays so: it never becomes 0. Sentences are for the worker.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from careplan.outcomes.codes import NOT_ANSWERED
from careplan.outcomes.rules.standard import Bounds

WEEKS = ("week1", "week2", "week3", "week4")
TOTAL = "total"
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_UNITS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)


class Wrong(ValueError):
    """Why the boxes of an item hold no answer, and which of them to mend."""

    def __init__(self, sentence: str, *boxes: str) -> None:
        super().__init__(sentence)
        self.boxes = boxes or (*WEEKS, TOTAL)


def days(boxes: Mapping[str, str], called: str, bounds: Bounds) -> str | None:
    """Days, of the weeks or of their total; None where every box is empty."""
    total = _answer(boxes[TOTAL], f"{called}: the total", bounds.days, TOTAL)
    weeks = [_week(boxes, place, called, bounds) for place in range(len(WEEKS))]
    if not any(one is not None for one in weeks):
        return total
    if empty := [name for name, one in zip(WEEKS, weeks, strict=True) if one is None]:
        raise Wrong(f"{called}: enter each of the four weeks, 0 for none, or only the total", *empty)
    if total == NOT_ANSWERED:
        raise Wrong(f"{called}: enter the weeks or {NOT_ANSWERED}, not both", TOTAL)
    summed = sum(one or 0 for one in weeks)
    if total is not None and int(total) != summed:
        raise Wrong(f"{called}: the weeks add up to {summed}, not {total}", TOTAL)
    return str(summed)


def _week(boxes: Mapping[str, str], place: int, called: str, bounds: Bounds) -> int | None:
    name = WEEKS[place]
    text = boxes[name].strip()
    if not text:
        return None
    if not _WHOLE.fullmatch(text) or int(text) > bounds.week:
        raise Wrong(f"{called}: week {place + 1} must be a whole number from 0 to {bounds.week}", name)
    return int(text)


def _answer(text: str, called: str, most: int, box: str) -> str | None:
    text = text.strip()
    if not text:
        return None
    if text.upper() == NOT_ANSWERED:
        return NOT_ANSWERED
    if _WHOLE.fullmatch(text) and int(text) <= most:
        return str(int(text))
    raise Wrong(f"{called} must be a whole number from 0 to {most}, or {NOT_ANSWERED}", box)


def rating(text: str, called: str, bounds: Bounds) -> str | None:
    """A rating from 0, poor."""
    return _answer(text, called, bounds.rating, TOTAL)


def units(text: str, called: str, bounds: Bounds) -> str | None:
    """Units of alcohol, to one decimal place."""
    text = text.strip()
    if not text or text.upper() == NOT_ANSWERED:
        return NOT_ANSWERED if text else None
    if not _UNITS.fullmatch(text) or Decimal(text) > bounds.units:
        raise Wrong(f"{called} must be a number from 0 to {bounds.units:,}, or {NOT_ANSWERED}")
    amount = Decimal(text).normalize()
    if -int(amount.as_tuple().exponent) > bounds.places:
        raise Wrong(f"{called} must have no more than {bounds.places} decimal place")
    return f"{amount:f}"


def amount(text: str | None) -> Decimal | None:
    """The number that an answer holds; None where there is none."""
    return Decimal(text) if text is not None and _UNITS.fullmatch(text) else None


def problems(values: Mapping[str, Any], items: Mapping[str, Any]) -> dict[str, str]:
    """Sentences at the fields of answers that contradict each other, or where nothing is answered."""
    if not any(values[name] for name in items):
        return {next(iter(items)): "Answer at least one question"}
    return dict(_contradictions(values))


def _contradictions(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    drank, a_day = amount(values["alcuse"]), amount(values["consmp"])
    if drank == 0 and a_day:
        yield "consmp", "No day of drinking is recorded: leave the units empty, or enter the days"
    if drank and a_day == 0:
        yield "consmp", "Units on a drinking day must be more than 0, as there were drinking days"
    if amount(values["ivdrguse"]) == 0 and values["sharing"] == "Y":
        yield "sharing", "No day of injecting is recorded: select No, or enter the days"


def doubts(values: Mapping[str, Any]) -> list[str]:
    """What may be missing, which does not stop the profile from being kept."""
    drank = amount(values["alcuse"])
    return ["Units on a drinking day are not recorded"] if drank and values["consmp"] is None else []
