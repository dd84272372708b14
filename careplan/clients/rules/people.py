"""How a person is found, and when two records may be one person. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from careplan.ground.dates import age_on

ADULT = 18
"""An adult service refuses nobody by age; under this age it is told so (record package §4.1)."""

_POSTCODE = re.compile(r"(GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})", re.ASCII)
_APART = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The words of a name without case, accents and apostrophes: "Zoë O’Brien-Lee" becomes "zoe obrien lee"."""
    plain = unicodedata.normalize("NFKD", re.sub("['’`ʼ]", "", text))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_APART.sub(" ", letters.casefold()).split())


def name_parts(text: str) -> tuple[str, ...]:
    """The parts of a typed name, each of which must be found in a client's name, in any order."""
    return tuple(dict.fromkeys(folded(text).split()))


def postcode(text: str) -> str | None:
    """A postcode as BS 7666 writes it, in capitals with one space; None when it is none. ZZ99 3VZ: no fixed abode."""
    compact = re.sub(r"\s", "", text).upper()
    written = f"{compact[:-3]} {compact[-3:]}"
    return written if _POSTCODE.fullmatch(written) else None


def under_age(born: date, on: date) -> bool:
    """Whether the person is under 18 on the day."""
    return age_on(born, on) < ADULT


class Likeness(StrEnum):
    """Why two records may be one person; shown, never merged by itself (record package §4.11)."""

    NHS_NUMBER = "nhs_number"
    NAME_AND_BIRTH = "name_and_birth"
    INITIALS_BIRTH_AND_SEX = "initials_birth_and_sex"


@dataclass(frozen=True, slots=True)
class Person:
    """What tells people apart."""

    first_name: str
    last_name: str
    date_of_birth: date
    sex: str
    nhs_number: str | None = None

    @property
    def initials(self) -> str:
        """The first letters of the given and the family name, without case and accents."""
        return folded(self.first_name)[:1] + folded(self.last_name)[:1]


def likeness(one: Person, other: Person) -> tuple[Likeness, ...]:
    """Every reason why the two may be one person, the strongest first."""
    found = []
    if one.nhs_number and one.nhs_number == other.nhs_number:
        found.append(Likeness.NHS_NUMBER)
    if one.date_of_birth == other.date_of_birth:
        if _names(one) == _names(other):
            found.append(Likeness.NAME_AND_BIRTH)
        elif one.initials == other.initials and one.sex == other.sex:
            found.append(Likeness.INITIALS_BIRTH_AND_SEX)
    return tuple(found)


def _names(person: Person) -> frozenset[str]:
    return frozenset(name_parts(f"{person.first_name} {person.last_name}"))


def answered(shown: Iterable[str], alike: Iterable[str]) -> bool:
    """Whether the worker has seen every record that is alike, by id, and said it is somebody else."""
    return set(alike) <= set(shown)
