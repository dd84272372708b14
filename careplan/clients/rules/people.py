"""Who is under age. Pure."""

from datetime import date
from pathlib import Path

from careplan.clients.rules.births import Birth
from careplan.ground.dates import age_on
from careplan.ground.standards import Edition, Positive, Series, Sourced


class Years(Sourced, frozen=True, kw_only=True):
    """An age, or a number of years."""

    years: Positive


class People(Edition, frozen=True, kw_only=True):
    """Ages that are asked about, never refused, and how far an estimated birth may lie from the true one."""

    adult: Years
    oldest: Years
    estimated_within: Years


PEOPLE = Series(Path(__file__).parents[1] / "standards", "people", People)


def over_age(born: Birth, on: date) -> bool:
    """Whether the person is older on the day than anybody alive, where the birth is known for certain."""
    return born.earliest is not None and age_on(born.earliest, on) >= PEOPLE.on(on).oldest.years


def under_age(born: Birth, on: date) -> bool:
    """Whether the person is no adult on the day, as far as the birth is known."""
    age = born.age(on)
    return age is not None and age < PEOPLE.on(on).adult.years
