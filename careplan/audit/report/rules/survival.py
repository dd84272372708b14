"""How long people stay: the product-limit curve over times that are known to end, or known only so far.

After Kaplan and Meier (1958). Somebody whose time is cut off (still there on the census) stands among those at
risk up to and including that day, and never counts as having left.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    """Days from the start until leaving, or until the census for those who have not left."""

    days: int
    left: bool


@dataclass(frozen=True, slots=True)
class Fall:
    """A day on which somebody left: how many had stayed until then, how many left, and the share that stays on."""

    days: int
    at_risk: int
    left: int
    staying: Fraction


def falls(stays: Iterable[Stay]) -> tuple[Fall, ...]:
    """The falls of the curve in order of days; none where nobody left."""
    every = sorted(stays)
    leavers = Counter(stay.days for stay in every if stay.left)
    falls, share = [], Fraction(1)
    for days, left in sorted(leavers.items()):
        at_risk = sum(stay.days >= days for stay in every)
        share *= 1 - Fraction(left, at_risk)
        falls.append(Fall(days, at_risk, left, share))
    return tuple(falls)


def staying(curve: Sequence[Fall], days: int) -> Fraction:
    """The share that stays longer than so many days."""
    return next((fall.staying for fall in reversed(curve) if fall.days <= days), Fraction(1))


def kept(curve: Sequence[Fall], days: int) -> Fraction:
    """The share that stays for so many days at least: who leaves on that very day was kept."""
    return staying(curve, days - 1)
