"""Two records of one person become one: what is chosen, what asks for a reason, how long it can be undone. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from careplan.clients.codes import BirthKnown, Sex
from careplan.clients.rules.births import Birth
from careplan.clients.rules.likeness import Person
from careplan.ground.standards import Edition, Positive, Series
from careplan.ui.words import day

Values = Mapping[str, Any]
"""A client's details by the names of their columns."""

CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("first_name", "last_name"),
    "birth": ("date_of_birth", "birth_known"),
    "sex": ("sex",),
    "ethnicity": ("ethnicity",),
    "nhs_number": ("nhs_number",),
    "postcode": ("postcode",),
    "death": ("deceased_on", "deceased_at", "deceased_by"),
}
"""What is chosen as one thing, and the columns that it fills."""
COLUMNS = tuple(column for columns in CHOICES.values() for column in columns)
NOTHING = frozenset({None, Sex.NOT_KNOWN, Sex.NOT_SPECIFIED})


class Side(StrEnum):
    """Whose detail is kept."""

    SURVIVOR = "survivor"
    OTHER = "other"


class Doubt(StrEnum):
    """What is unusual in two records of one person, and asks for a reason."""

    NUMBERS = "numbers"
    DEATH = "death"


class Merging(Edition, frozen=True, kw_only=True):
    """Days for which a joining can be taken back."""

    undo_days: Positive


MERGING = Series(Path(__file__).parents[1] / "standards", "merging", Merging)


def undone_until(merged_on: date) -> date:
    """The last day on which the joining can be taken back."""
    return merged_on + timedelta(days=MERGING.on(merged_on).undo_days)


def why_not_undo(merged_on: date, on: date, *, kept: bool, later: bool) -> str:
    """Why a joining cannot be taken back, in a sentence; empty where it can.

    `kept`: what it takes is at hand (not after an import); `later`: another record was joined since.
    """
    if not kept:
        return "These records were joined before they were imported. What it takes to put them apart did not come along"
    if on > undone_until(merged_on):
        passed = f"{MERGING.on(merged_on).undo_days} days have passed since {day(merged_on)}"
        return f"{passed}. What was written since cannot be told apart any more"
    return "Another record was joined to this one since. Take that back first" if later else ""


def differing(survivor: Values, other: Values) -> dict[str, Side | None]:
    """What differs, with the side that alone holds something; None where somebody must choose."""
    return {
        choice: _fuller(choice, survivor, other)
        for choice, columns in CHOICES.items()
        if any(survivor[one] != other[one] for one in (columns[:1] if choice == "death" else columns))
    }


def _fuller(choice: str, survivor: Values, other: Values) -> Side | None:
    empty = (_empty(choice, survivor), _empty(choice, other))
    return {(False, True): Side.SURVIVOR, (True, False): Side.OTHER}.get(empty)


def _empty(choice: str, values: Values) -> bool:
    if choice == "birth":
        return bool(values["birth_known"] == BirthKnown.UNKNOWN)
    return values[CHOICES[choice][0]] in NOTHING


def doubts(survivor: Values, other: Values) -> frozenset[Doubt]:
    """What asks for a reason: two NHS numbers, one of the two alive."""
    numbers = {survivor["nhs_number"], other["nhs_number"]} - {None}
    alive = [values["deceased_on"] is None for values in (survivor, other)]
    doubtful = {Doubt.NUMBERS: len(numbers) > 1, Doubt.DEATH: alive[0] != alive[1]}
    return frozenset(doubt for doubt, stands in doubtful.items() if stands)


def merged(survivor: Values, other: Values, taken: Iterable[str]) -> dict[str, Any]:
    """The details after joining; `taken`: the choices that come from the other record."""
    return {**survivor} | {column: other[column] for choice in taken for column in CHOICES[choice]}


def misfits(after: Values, referred: Iterable[date]) -> list[str]:
    """Why the chosen birth and death do not fit the days of referral of both records, in sentences."""
    days, died = sorted(referred), after["deceased_on"]
    born = Birth(after["date_of_birth"], after["birth_known"]).counted_from
    texts = []
    if born and days and born > days[0]:
        texts.append(
            f"The date of birth must be on or before {day(days[0])}, the first referral of the two records"
        )
    if died and days and died < days[-1]:
        texts.append(
            f"The date of death must be on or after {day(days[-1])}, the last referral of the two records"
        )
    return texts


def person(values: Values) -> Person:
    """What tells the client apart from others."""
    names = ("first_name", "last_name", "date_of_birth", "sex", "nhs_number", "birth_known")
    return Person(*(values[name] for name in names))
