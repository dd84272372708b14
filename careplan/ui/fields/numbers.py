"""Numbers: amounts with two places, whole numbers, NHS numbers."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from stdnum.gb import nhs as _nhs

from careplan.ui.fields.base import Check, Field
from careplan.ui.fields.texts import Text

_AMOUNT = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
_WHOLE = re.compile(r"[0-9]+", re.ASCII)
_INSURANCE = re.compile(r"[A-Z]{2}[0-9]{6}[A-Z]?", re.ASCII | re.IGNORECASE)
_GAPS = re.compile(r"[ \u00a0\u2009\u202f.\-\u2010-\u2015]")


def read_amount(text: str, called: str) -> Decimal:
    """An amount such as 7.5, exactly; ValueError carries the sentence."""
    text = text.replace(" ", "")
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f"{called} must be a number, like 40 or 7.5")
    whole, _, places = text.partition(".")
    if len(places.rstrip("0")) > 2:
        raise ValueError(f"{called} must have no more than 2 decimal places")
    return Decimal(f"{whole}.{places.rstrip('0') or '0'}").normalize() + 0


def read_whole(text: str, called: str, like: str = "3") -> int:
    """A whole number; ValueError carries the sentence, with one that it might be `like`."""
    text = text.replace(" ", "")
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{called} must be a whole number, like {like}")
    return int(text)


def within(
    number: Any,
    called: str,
    least: Decimal | int | None,
    most: Decimal | int,
    words: Callable[[Any], str] = "{:,}".format,
) -> Any:
    """The number; ValueError with the limit that it passes."""
    if least is not None and number < least:
        raise ValueError(f"{called} must be {words(least)} or more")
    if number > most:
        raise ValueError(f"{called} must be {words(most)} or less")
    return number


class _Number(Field):
    """What amounts and whole numbers share: a suffix for the unit, the least and the most allowed."""

    top: ClassVar[Decimal | int] = 0
    inputmode, autocomplete = "decimal", "off"

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Check] = (),
        *,
        least: Decimal | int | None = None,
        most: Decimal | int | None = None,
        unit: str = "",
        width: int = 5,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least = least
        self.most = self.top if most is None else most
        self.unit = unit
        self.width = width

    def _within(self, value: Any) -> Any:
        return within(value, self.called, self.least, self.most, self._amount)

    def _amount(self, number: Decimal | int) -> str:
        return f"{number:,} {self.unit}".strip()


class Decimal2(_Number):
    """An amount such as 7.5: at most 7 digits and 2 places, never a sign; data is a Decimal or None."""

    top: ClassVar[Decimal | int] = Decimal("9999999.99")

    def read(self, text: str) -> Decimal:
        """The amount, exactly."""
        return Decimal(self._within(read_amount(text, self.called)))

    def write(self, value: Any) -> str:
        """No trailing zero: 60, 7.5."""
        text = f"{Decimal(value):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


class Whole(_Number):
    """A whole number from 0 to 999,999,999; data is an int or None."""

    top: ClassVar[Decimal | int] = 999_999_999
    like: ClassVar[str] = "3"
    inputmode = "numeric"

    def read(self, text: str) -> int:
        """The number."""
        return int(self._within(read_whole(text, self.called, self.like)))


class Year(Whole):
    """A year of four digits, told as it is written: 1900, never 1,900."""

    like = "1985"

    def _amount(self, number: Decimal | int) -> str:
        return str(number)


class NhsNumber(Text):
    """An NHS number: 10 digits as text, or None; spaces and dashes may be typed.

    Check digit by modulus 11 (NHS Data Dictionary, NHS NUMBER); repeated digits pass it, hence the refusal.
    """

    width, inputmode = 10, "numeric"

    def read(self, text: str) -> str:
        """The ten digits."""
        digits = _GAPS.sub("", text)
        if _INSURANCE.fullmatch(digits):
            raise ValueError("This looks like a National Insurance number. Enter the NHS number, 10 digits")
        if not _WHOLE.fullmatch(digits):
            raise ValueError(f"{self.called} must only include numbers, like 999 123 4567")
        if len(digits) != 10:
            raise ValueError(f"{self.called} must have 10 digits. You entered {len(digits)}")
        if len(set(digits)) == 1 or not _nhs.is_valid(digits):
            raise ValueError(f"{self.called} is not a real NHS number. Check each digit")
        return digits

    def write(self, value: Any) -> str:
        """In groups of 3, 3 and 4."""
        text = str(value)
        return f"{text[:3]} {text[3:6]} {text[6:]}" if len(text) == 10 else text
