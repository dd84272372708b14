"""What the record holds of a client's health that a dose depends on. Nothing is guessed: empty is not told.

Assessments tell of illnesses and pregnancy, registers of medicines, tests and reviews, scores of how the client was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from careplan.medicines.rules import Answered, Medicine, taken
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.standard import Standard

WOMAN = "female"
"""The code of the sex on the record."""
HEART, LIVER = "heart", "liver"
MEDICATION = "current_medication"
LOCKED = ("locked_given", "locked_own")
FOUND = "positive"
OPIOIDS = ("opiates", "methadone", "buprenorphine")


@dataclass(frozen=True, slots=True)
class Ecg:
    """An electrocardiogram: its day, QTc in ms where somebody has read it."""

    day: date
    qtc: int | None = None


@dataclass(frozen=True, slots=True)
class LiverTest:
    """A test of the liver: its day, and how many times the upper limit the highest enzyme is."""

    day: date
    times: Decimal | None = None
    severe: bool | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The latest answer to an item of an assessment, `value` as it is stored, and the day it was told."""

    item: str
    value: Any
    day: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Signs of withdrawal by COWS: the day, the total, hours since the last opioid and the last dose."""

    day: date
    total: int
    since_opioid: int | None = None
    since_dose: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The client was seen face to face for a prescribing review."""

    day: date


@dataclass(frozen=True, slots=True)
class DrugTest:
    """A drug test: the day of the sample, and what it says by analyte."""

    day: date
    results: Mapping[str, str]

    @property
    def opioid(self) -> bool:
        """Whether it found an opioid."""
        return any(self.results.get(one) == FOUND for one in OPIOIDS)


@dataclass(frozen=True, slots=True)
class Naloxone:
    """Naloxone taken home, and the day it expires."""

    day: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Virus:
    """Something offered or done about hepatitis or HIV."""

    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class LastDose:
    """The last dose of a drug that was taken or collected in this episode."""

    drug: Drug
    day: date
    mg: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """All of it, each kind with the latest first; `told`: by item."""

    sex: str = ""
    ecgs: tuple[Ecg, ...] = ()
    livers: tuple[LiverTest, ...] = ()
    told: Mapping[str, Told] | None = None
    withdrawal: tuple[Withdrawal, ...] = ()
    reviews: tuple[Review, ...] = ()
    tests: tuple[DrugTest, ...] = ()
    naloxone: tuple[Naloxone, ...] = ()
    viruses: tuple[Virus, ...] = ()
    doses: tuple[LastDose, ...] = ()
    medicines: tuple[Medicine, ...] = ()

    def answer(self, item: str) -> Any:
        """The latest answer without what stands beside it; None where the item was not asked."""
        one = (self.told or {}).get(item)
        value = one.value if one else None
        return value["value"] if isinstance(value, Mapping) and "value" in value else value

    def taken(self, on: date, days_after: int = 0) -> list[str] | None:
        """The names of the medicines the client takes, or took in the days before; None where nobody knows."""
        rows, one = self.answer(MEDICATION), (self.told or {}).get(MEDICATION)
        if one is None or not isinstance(rows, list):
            return taken(self.medicines, None, on, days_after)
        names = tuple(str(row.get("name") or "") for row in rows if isinstance(row, Mapping))
        return taken(self.medicines, Answered(names, one.day), on, days_after)

    @property
    def illnesses(self) -> frozenset[str] | None:
        """Codes of long-term illnesses; None where nobody asked."""
        codes = self.answer("physical_conditions")
        return None if codes is None else frozenset(codes if isinstance(codes, list) else [codes])

    @property
    def children_at_home(self) -> bool | None:
        """Whether a child lives with the client; None where nobody asked."""
        rows = self.answer("children_under_18")
        if not isinstance(rows, list):
            return None
        return any(isinstance(row, Mapping) and row.get("lives_with") is True for row in rows)

    @property
    def locked(self) -> bool:
        """Whether medicines are kept in a lockable box."""
        return self.answer("safe_storage") in LOCKED

    def pregnant(self, on: date, standard: Standard) -> bool | None:
        """Whether the client is pregnant on the day; None where it is not known."""
        one = (self.told or {}).get("pregnancy_status")
        if one is None or (on - one.day).days > standard["pregnancy_asked_days"].whole:
            return False if self.answer("pregnancy_possible") is False else None
        return {"yes": True, "no": False}.get(str(self.answer("pregnancy_status")))

    def weeks(self, on: date, standard: Standard) -> int | None:
        """How many weeks of the pregnancy are over on the day, by the day the child is due; None where not told."""
        one = (self.told or {}).get("pregnancy_status")
        text = one.value.get("date") if one and isinstance(one.value, Mapping) else None
        try:
            due = date.fromisoformat(str(text))
        except ValueError:
            return None
        begun = due - timedelta(weeks=standard["pregnancy_weeks"].whole)
        return (on - begun).days // 7 if begun <= on else None

    def last_dose(self, drug: Drug, before: date) -> LastDose | None:
        """The last dose of the drug on the day or before."""
        return next((one for one in self.doses if one.drug is drug and one.day <= before), None)
