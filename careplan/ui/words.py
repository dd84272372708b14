"""Dates, times, doses and numbers in words, for templates. Pure. After the NHS content guide and NHS CUI."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from careplan.ground.clock import LONDON, london
from careplan.ground.documents import DocumentFault
from careplan.ground.images import MOST_PIXELS

_NAMES = "January February March April May June July August September October November December"
MONTHS = tuple(_NAMES.split())
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPACE = "\u00a0"
YES_NO = {"yes": "Yes", "no": "No"}
"""An answer as forms store it, in words."""
NO_CASES = "no cases"


def _civil(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _local(value: datetime) -> datetime:
    return london(value if value.tzinfo else value.replace(tzinfo=UTC))


def yes_no(value: bool | None, missing: str = "") -> str:
    """Yes, no, or what stands for neither."""
    return missing if value is None else YES_NO["yes" if value else "no"]


def day(value: date | datetime | None, missing: str = "not recorded") -> str:
    """6 August 2018."""
    if value is None:
        return missing
    on = _civil(value)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def day_near(value: date, on: date) -> str:
    """6 August of the year of `on`; the year as well of any other."""
    return f"{value.day} {MONTHS[value.month - 1]}" if value.year == on.year else day(value)


def day_long(value: date | datetime | None, missing: str = "not recorded") -> str:
    """Monday 6 August 2018."""
    return missing if value is None else f"{WEEKDAYS[_civil(value).weekday()]} {day(value)}"


@lru_cache(maxsize=4096)
def day_short(value: date | datetime | None, missing: str = "not recorded") -> str:
    """06-Aug-2018: fixed width, for banners and dense clinical tables (NHS CUI)."""
    if value is None:
        return missing
    on = _civil(value)
    return f"{on.day:02}-{MONTHS[on.month - 1][:3]}-{on.year:04}"


def clock(value: datetime | None, missing: str = "not recorded") -> str:
    """10.42am, midday, midnight; London time. 1.30am BST, 1.30am GMT in the hour that an autumn night has twice."""
    if value is None:
        return missing
    at = _local(value)
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    twice = at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()
    return (
        f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}{f' {at.tzname()}' if twice else ''}"
    )


def time_words(on: date, began: str | None) -> str:
    """10.42am of 10:42, a time of London on the day; empty for none."""
    return clock(datetime.combine(on, time.fromisoformat(began), LONDON)) if began else ""


def moment(value: datetime | None, missing: str = "not recorded") -> str:
    """6 August 2018 at 10.42am."""
    return missing if value is None else f"{day(value)} at {clock(value)}"


def plain_number(value: Decimal | int | float | str) -> str:
    """1,000 and 7.5: comma from 1,000, no trailing zero, a leading zero before the point."""
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def mg(value: Decimal | int | None, missing: str = "not recorded") -> str:
    """60 mg, with a space that does not break (NHS CUI: never a trailing zero)."""
    return missing if value is None else f"{plain_number(value)}{SPACE}mg"


def ml(value: Decimal | int | None, missing: str = "not recorded") -> str:
    """60 ml, with a space that does not break."""
    return missing if value is None else f"{plain_number(value)}{SPACE}ml"


def nhs_number(value: str | None, missing: str = "not recorded") -> str:
    """999 000 0018, in groups of 3, 3 and 4 that stay on one line."""
    if not value:
        return missing
    digits = value.replace(" ", "")
    return f"{digits[:3]}{SPACE}{digits[3:6]}{SPACE}{digits[6:]}" if len(digits) == 10 else value


def percent(part: int, whole: int) -> str:
    """70.6%: one decimal place, half up, from exact counts."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def share(value: Any, of: int | None = None) -> str:
    """12 of 17 (70.6%); "no cases" when there are none. A pair, or what has numerator and denominator."""
    part, whole = (value, of) if of is not None else _pair(value)
    if part is None or not whole:
        return NO_CASES
    return f"{part:,} of {whole:,} ({percent(part, whole)})"


def _pair(value: Any) -> tuple[int | None, int | None]:
    if value is None:
        return None, None
    for part, whole in (("numerator", "denominator"), ("n", "of"), ("part", "whole")):
        if hasattr(value, part) and hasattr(value, whole):
            return getattr(value, part), getattr(value, whole)
    part, whole = value
    return part, whole


def age(born: date | None, on: date, missing: str = "not known") -> str:
    """Age in whole years on a day: 40y (NHS CUI)."""
    return missing if born is None else f"{years(born, on)}y"


def years(born: date, on: date) -> int:
    """Whole years from a birth date to a day; someone born on 29 February ages on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 client, 34 clients."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """The text with a capital first letter; names within it keep theirs."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """The text as it stands after a colon or within a sentence; GP and NHS stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


FILTERS = {
    "sentence": sentence,
    "day": day,
    "day_long": day_long,
    "day_short": day_short,
    "clock": clock,
    "moment": moment,
    "number": plain_number,
    "mg": mg,
    "ml": ml,
    "nhs_number": nhs_number,
    "share": share,
    "age": age,
    "counted": counted,
}


def document_faults(types: str, most_bytes: int) -> dict[DocumentFault, str]:
    """The sentences that refuse a document of a field that takes these types, up to so many bytes."""
    return {
        DocumentFault.EMPTY: "The document is empty",
        DocumentFault.TOO_LARGE: f"The document must be {most_bytes // 1024**2} MB or smaller",
        DocumentFault.OTHER_TYPE: f"The document must be one of these: {types}",
        DocumentFault.NOT_WHAT_IT_SAYS: "The document is not what its name says. Save it again in its own program, "
        "without a password",
        DocumentFault.DAMAGED: "The image is damaged. Save it again in its own program, or scan it again",
        DocumentFault.TOO_MANY_PIXELS: f"The image has more than {MOST_PIXELS // 10**6} million pixels. Scan it at a "
        "lower resolution, or make it smaller",
        DocumentFault.MACROS: "The document contains macros. Save it without them",
    }
