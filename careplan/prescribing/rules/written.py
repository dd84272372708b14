"""What stands on a prescription: totals in figures and words, tablets, instalments, until when it is good (P6, P7)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from careplan.ground.standards import Amount, Edition, Series, Sourced
from careplan.prescribing.codes import Formulation
from careplan.prescribing.rules.amounts import MG_PER_ML, formulation_words, millilitres
from careplan.prescribing.rules.facts import ONE_DAY, Facts, day_words, plain
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.week import comes_on

ONES = (
    *("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


class Strengths(Sourced, frozen=True, kw_only=True):
    """The strengths of one product, in mg."""

    mg: tuple[Amount, ...]


class Tablets(Edition, frozen=True, kw_only=True):
    """The strengths of every product that is counted."""

    tablet: Strengths
    sublingual: Strengths
    sublingual_with_naloxone: Strengths
    lyophilisate: Strengths


TABLETS = Series(Path(__file__).parents[1] / "standards", "tablets", Tablets)


@dataclass(frozen=True, slots=True)
class Line:
    """A total on a prescription: how much, of what unit."""

    amount: Decimal
    unit: str

    @property
    def words(self) -> str:
        """595 ml (five hundred and ninety-five)."""
        return f"{plain(self.amount)} {self.unit} ({in_words(self.amount)})"


@dataclass(frozen=True, slots=True)
class Instalment:
    """What one visit to the pharmacy supplies: its day, the days that it covers, and mg."""

    on: date
    days: tuple[date, ...]
    mg: Decimal


def in_words(amount: Decimal) -> str:
    """A number as it is written out in Britain: one thousand one hundred and twenty, forty-two point five."""
    whole, _, places = plain(amount).partition(".")
    words = _whole(int(whole))
    return f"{words} point {' '.join(ONES[int(one)] for one in places)}" if places else words


def _whole(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    many, rest = divmod(number, size)
    joined = f"{_whole(many)} {name}"
    if not rest:
        return joined
    return f"{joined} and {_whole(rest)}" if rest < 100 else f"{joined} {_whole(rest)}"


def tablets(mg: Decimal, strengths: Iterable[Decimal]) -> Counter[Decimal] | None:
    """How many of each strength make a daily dose, the strongest first; None where they do not make it."""
    counted: Counter[Decimal] = Counter()
    rest = mg
    for strength in sorted(strengths, reverse=True):
        many = int(rest / strength)
        counted[strength] = many
        rest -= many * strength
    return None if rest else Counter({one: many for one, many in counted.items() if many})


def totals(doses: Iterable[Decimal], formulation: Formulation, on: date) -> list[Line] | None:
    """The lines of the total of these daily doses: millilitres, or tablets by strength; None where none make a dose."""
    if formulation in MG_PER_ML:
        volumes = [volume for mg in doses if (volume := millilitres(mg, formulation)) is not None]
        return [Line(sum(volumes, Decimal(0)), "ml")]
    strengths: Strengths | None = getattr(TABLETS.on(on), formulation.value, None)
    if strengths is None:
        return [Line(sum(doses, Decimal(0)), "mg")]
    counted: Counter[Decimal] = Counter()
    for mg in doses:
        one = tablets(mg, strengths.mg)
        if one is None:
            return None
        counted += one
    return [
        Line(Decimal(counted[one]), f"tablets of {plain(one)} mg") for one in sorted(counted, reverse=True)
    ]


def cannot_be_made(mg: Decimal, formulation: Formulation, on: date) -> str:
    """P6: why a daily dose cannot be counted out; empty where it can."""
    strengths: Strengths | None = getattr(TABLETS.on(on), formulation.value, None)
    if strengths is None or tablets(mg, strengths.mg) is not None:
        return ""
    sizes = [plain(one) for one in sorted(strengths.mg, reverse=True)]
    listed = f"{', '.join(sizes[:-1])} and {sizes[-1]}" if len(sizes) > 1 else sizes[0]
    return f"P6: {plain(mg)} mg a day cannot be made of {formulation_words(formulation)} of {listed} mg"


def instalments(facts: Facts, doses: Mapping[date, Decimal]) -> tuple[Instalment, ...]:
    """What each visit supplies of these daily doses: from its day to the day before the next.

    Days before the first visit are in no instalment.
    """
    visits = [day for day in sorted(doses) if comes_on(facts.week_on(day), day, facts.first_dose_on)]
    made = []
    for place, visit in enumerate(visits):
        until = visits[place + 1] if place + 1 < len(visits) else max(doses) + ONE_DAY
        days = tuple(day for day in sorted(doses) if visit <= day < until)
        made.append(Instalment(visit, days, sum((doses[day] for day in days), Decimal(0))))
    return tuple(made)


def sum_problem(instalments: Iterable[Instalment], total: Decimal) -> str:
    """P6: that the instalments are not the total; empty where they are."""
    summed = sum((one.mg for one in instalments), Decimal(0))
    if summed == total:
        return ""
    return f"P6: the instalments are {plain(summed)} mg together, the total is {plain(total)} mg"


def first_supply_until(signed_on: date, starts_on: date, standard: Standard) -> date:
    """P7: the last day of a first supply, counted from the later of signing and start."""
    return max(signed_on, starts_on) + timedelta(days=standard["validity_days"].whole)


def remaining(starts_on: date, ends_on: date, dispensed_until: date | None) -> tuple[date, date] | None:
    """P14: the days that a replacement covers: those after what was dispensed; None where none are left."""
    first = starts_on if dispensed_until is None else max(starts_on, dispensed_until + ONE_DAY)
    return (first, ends_on) if first <= ends_on else None


def remaining_problem(covered: tuple[date, date], left: tuple[date, date] | None) -> str:
    """P14: why these days are not those that a replacement may cover; empty where they are."""
    if left is None:
        return "P14: nothing is left of the lost prescription: all of its days were dispensed"
    if covered[0] < left[0] or covered[1] > left[1]:
        return (
            f"P14: a replacement covers the days that are left, {day_words(left[0])} to {day_words(left[1])}"
        )
    return ""


def uncollected(instalments: Iterable[Instalment], doses: Mapping[date, Decimal]) -> Iterator[date]:
    """The days that no instalment covers."""
    covered = {day for one in instalments for day in one.days}
    return (day for day in sorted(doses) if day not in covered)
