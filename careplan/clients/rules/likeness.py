"""When two records may be one person: one rule for search, registration and import. Pure.

Two people who are alike share an NHS number, a known day of birth or a `name_key`, so that whoever compares looks only
at records with one of the three.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from careplan.clients.codes import BirthKnown, Sex
from careplan.clients.rules.births import Birth
from careplan.clients.rules.names import folded, name_key, name_parts
from careplan.clients.rules.people import PEOPLE

_TOLD = {Sex.MALE, Sex.FEMALE}


class Likeness(StrEnum):
    """Why two records may be one person; shown, never merged by itself (record package §4.11)."""

    NHS_NUMBER = "nhs_number"
    NAME_AND_BIRTH = "name_and_birth"
    NAME_AND_NEAR_BIRTH = "name_and_near_birth"
    NAME_AND_UNSURE_BIRTH = "name_and_unsure_birth"
    ONE_NAME_AND_BIRTH = "one_name_and_birth"
    INITIALS_BIRTH_AND_SEX = "initials_birth_and_sex"


@dataclass(frozen=True, slots=True)
class Person:
    """What tells people apart."""

    first_name: str
    last_name: str
    date_of_birth: date
    sex: str
    nhs_number: str | None = None
    birth_known: str = BirthKnown.KNOWN

    @property
    def initials(self) -> str:
        """The first letters of the given and the family name, without case and accents."""
        return folded(self.first_name)[:1] + folded(self.last_name)[:1]

    @property
    def key(self) -> str:
        """The same for two spellings of one name."""
        return name_key(self.first_name, self.last_name)

    @property
    def certain(self) -> bool:
        """Whether the day of birth is known."""
        return self.birth_known == BirthKnown.KNOWN


def likeness(one: Person, other: Person) -> tuple[Likeness, ...]:
    """Every reason why the two may be one person, the strongest first."""
    likenesses = [Likeness.NHS_NUMBER] if one.nhs_number and one.nhs_number == other.nhs_number else []
    why = _by_name(one, other)
    if why is Likeness.NAME_AND_BIRTH or (why and not {one.sex, other.sex} >= _TOLD):
        likenesses.append(why)
    return tuple(likenesses)


def _by_name(one: Person, other: Person) -> Likeness | None:
    """The strongest reason that names and births give."""
    whole = one.key != "" and one.key == other.key
    if not (one.certain and other.certain):
        return Likeness.NAME_AND_UNSURE_BIRTH if whole and _may_be_born(one, other) else None
    if not _same_birth(one, other):
        near = other.date_of_birth in near_births(one.date_of_birth)
        return Likeness.NAME_AND_NEAR_BIRTH if whole and near else None
    if whole:
        return Likeness.NAME_AND_BIRTH
    if set(one.key.split()) & set(other.key.split()):
        return Likeness.ONE_NAME_AND_BIRTH
    return Likeness.INITIALS_BIRTH_AND_SEX if one.initials and one.initials == other.initials else None


def _same_birth(one: Person, other: Person) -> bool:
    return one.certain and other.certain and one.date_of_birth == other.date_of_birth


def _may_be_born(one: Person, other: Person) -> bool:
    """Whether an estimated year comes near the other's; nothing known of a birth fits every one."""
    if BirthKnown.UNKNOWN in (one.birth_known, other.birth_known):
        return True
    return abs(one.date_of_birth.year - other.date_of_birth.year) <= PEOPLE.latest.estimated_within.years


def near_births(on: date) -> tuple[date, ...]:
    """Days that a slip of the pen makes of this one: day and month swapped, the year off by one."""
    days = []
    for year, month, day in (
        (on.year, on.day, on.month),
        (on.year - 1, on.month, on.day),
        (on.year + 1, on.month, on.day),
    ):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return tuple(near for near in dict.fromkeys(days) if near != on)


def sought(name: tuple[str, ...], birth: Birth, nhs_number: str | None, other: Person) -> Person:
    """Who is looked for, as a person to compare with `other`: parts that all fit stand for the whole name."""
    theirs = name_parts(f"{other.first_name} {other.last_name}")
    fitting = [next((part for part in theirs if typed in part), "") for typed in name]
    whole = theirs if all(fitting) else tuple(fit or typed for fit, typed in zip(fitting, name, strict=True))
    return Person(" ".join(whole), "", birth.on, Sex.NOT_KNOWN, nhs_number, birth.known)


def answered(shown: Iterable[str], alike: Iterable[str]) -> bool:
    """Whether the worker has seen every record that is alike, by id, and said it is somebody else."""
    return set(alike) <= set(shown)
