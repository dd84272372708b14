"""Exact numbers and how they are printed: one decimal on pages, six in files, always half up."""

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction, places: int = 0) -> str:
    """The number as text with so many decimals, halves away from zero."""
    scale: int = 10**places
    size = abs(value) * scale + Fraction(1, 2)
    whole = size.numerator // size.denominator
    sign = "-" if value < 0 and whole else ""
    if not places:
        return f"{sign}{whole}"
    return f"{sign}{whole // scale}.{whole % scale:0{places}d}"


def number(value: Fraction) -> int | str:
    """A whole number as it is, any other as exact decimal text (sums of milligrams end after two places)."""
    if value.denominator == 1:
        return value.numerator
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")
