"""The frozen facts that prescribing rules look at, and the questions that need no number from guidance."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from careplan.clients.rules.births import Birth
from careplan.ground.dates import running
from careplan.ground.offers import CameOut
from careplan.prescribing.codes import (
    DEPOTS,
    Cause,
    DoseStatus,
    Drug,
    Formulation,
    Mode,
    Phase,
    PrescriptionStatus,
    Source,
)
from careplan.prescribing.rules.week import WEEKDAYS, Week

ONE_DAY = timedelta(days=1)
COVERS = frozenset({DoseStatus.TAKEN, DoseStatus.COLLECTED})
"""A dose taken, or handed out for that day, covers the day; vomited or part taken does not (rule D5)."""

SPOILT = frozenset({DoseStatus.VOMITED, DoseStatus.PART_TAKEN})
"""Had in hand, and not taken whole."""


class Tolerance(StrEnum):
    """What the prescriber is satisfied of about the client's tolerance to opioids."""

    ASSURED = "assured"
    LOW = "low"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Order:
    """So many milligrams a day from a day on, all parts of a split dose together.

    `written_on` is the day the order was made; None where it is not known, or is only about to be made.
    """

    effective_on: date
    daily_mg: Decimal
    formulation: Formulation
    phase: Phase
    written_on: date | None = None

    def planned_before(self, day: date) -> bool:
        """Whether the order was made before the day: planned, whatever happened since."""
        return self.written_on is not None and self.written_on < day


@dataclass(frozen=True, slots=True)
class Dose:
    """What became of the dose of one day; a visit or a depot injection covers several.

    `home`: said of the take-home dose of a day without a visit, not of a visit. `imported`: it came with a package
    that does not say who recorded it.
    """

    on: date
    status: DoseStatus
    cause: Cause | None = None
    covers: int = 1
    home: bool = False
    mg: Decimal | None = None
    imported: bool = False

    @property
    def last_on(self) -> date:
        """The last day that the dose covers, when it was given."""
        return self.on + timedelta(days=self.covers - 1)

    @property
    def given(self) -> bool:
        """Whether it was taken or handed out; zero milligrams are no dose, whatever an import calls them."""
        return self.status in COVERS and self.mg != 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged(Dose):
    """One dose as logged, with who logged it; `until` is the last day that the worker says it covers."""

    id: str
    course_id: str
    slot: int
    mode: Mode
    source: Source | None
    note: str | None
    at: datetime
    by: str
    corrects: str | None = None
    correction_reason: str | None = None
    superseded: bool = False
    until: date | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """A dose that the previous prescriber or pharmacy confirmed: who, where, on which day, on which number."""

    mg: Decimal
    last_dose_on: date
    by: str = ""
    organisation: str = ""
    telephone: str = ""
    on: date | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What of the confirmation was not recorded, in words."""
        parts = {
            "who confirmed it": self.by,
            "their organisation": self.organisation,
            "their telephone": self.telephone,
            "the day they confirmed it": self.on,
        }
        return tuple(words for words, text in parts.items() if not text)


@dataclass(frozen=True, slots=True)
class Seen:
    """A reassessment: the day, the tolerance found, and whether the client was intoxicated."""

    on: date
    tolerance: Tolerance
    intoxicated: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """Days in prison, hospital or residential treatment; `until_on` is the first day back, None while away."""

    where: str
    from_on: date
    until_on: date | None = None

    def on(self, day: date) -> bool:
        """Whether the client is away on the day."""
        return running(self.from_on, self.until_on, day)


@dataclass(frozen=True, slots=True)
class Prescription:
    """A prescription with its latest status."""

    id: str
    signed_on: date
    formulation: Formulation
    status: PrescriptionStatus


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekly regimen, with the day it begins."""

    effective_on: date
    week: Week


@dataclass(frozen=True, slots=True)
class Uncancelled:
    """A prescription that a pharmacy may still dispense."""

    drug: Drug
    ends_on: date
    serial: str | None


Weeks = tuple[Weekly, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One drug from its first dose; `ended_on` is the first day no longer covered, None while open."""

    drug: Drug
    first_dose_on: date
    ended_on: date | None = None
    orders: tuple[Order, ...] = ()
    weeks: Weeks = ()
    prescriptions: tuple[Prescription, ...] = ()
    id: str = ""
    root_id: str = ""

    def open_on(self, day: date) -> bool:
        """From the first dose to the day before its end; ended on its first day, it never was open."""
        return running(self.first_dose_on, self.ended_on, day)

    def order_on(self, day: date) -> Order | None:
        """The order in force on the day, whether or not the course has ended."""
        return order_on(self.orders, day)

    def week_on(self, day: date) -> Week | None:
        """The weekly regimen in force on the day."""
        return week_on(self.weeks, day)

    def take_home(self, day: date) -> bool:
        """Open, not on a depot, and supervised on fewer days than a week has."""
        week = self.week_on(day)
        if week is None or not self.open_on(day) or on_depot(self.orders, day):
            return False
        return week.supervised_days < len(WEEKDAYS)


@dataclass(frozen=True)
class Facts(Course):
    """A course with its doses and what was said of the client, as known on a day.

    Orders, doses and reassessments ascend; corrected rows are not among them.
    """

    doses: tuple[Dose, ...] = ()
    seen: tuple[Seen, ...] = ()
    tolerance: Tolerance | None = None
    sedatives_or_alcohol: bool | None = None
    verified: Verified | None = None
    born: Birth | None = None
    away: tuple[Away, ...] = ()
    beside: tuple[Course, ...] = ()
    out: tuple[CameOut, ...] = ()

    @cached_property
    def covered(self) -> frozenset[date]:
        """The days with a dose in hand. What is logged of a day's dose goes before what an earlier visit provided.

        A visit that was missed says nothing of the dose: what another visit handed out for that day stays.
        """
        visits = [dose for dose in self.doses if dose.given]
        days = {dose.on for dose in visits}
        days.update(dose.on + timedelta(days=more) for dose in visits for more in range(1, dose.covers))
        lost = {dose.on for dose in self.doses if dose.status in SPOILT or (dose.home and not dose.given)}
        return frozenset(days - (lost - {dose.on for dose in visits}))

    @cached_property
    def covered_in_order(self) -> tuple[date, ...]:
        """The days with a dose in hand, the earliest first."""
        return tuple(sorted(self.covered))

    @cached_property
    def injected_on(self) -> tuple[date, ...]:
        """The days of all injections that were logged under a depot order, the earliest first."""
        if not any(order.formulation in DEPOTS for order in self.orders):
            return ()
        return tuple(sorted(dose.on for dose in self.doses if dose.given and on_depot(self.orders, dose.on)))

    def last_covered_on(self, before: date) -> date | None:
        """The last day before a day that had a dose in hand."""
        place = bisect_left(self.covered_in_order, before)
        return self.covered_in_order[place - 1] if place else None

    def away_on(self, day: date) -> Away | None:
        """Where the client is on the day, when not in the care of the service."""
        return next((one for one in self.away if one.on(day)), None)


def order_on(orders: tuple[Order, ...], day: date) -> Order | None:
    """The order in force on a day: the latest that had begun."""
    latest: Order | None = None
    for order in orders:
        if order.effective_on <= day and (latest is None or order.effective_on > latest.effective_on):
            latest = order
    return latest


def week_on(weeks: Weeks, day: date) -> Week | None:
    """The weekly regimen in force on a day: the latest that had begun."""
    begun = [one for one in weeks if one.effective_on <= day]
    return max(begun, key=lambda one: one.effective_on).week if begun else None


def dose_on(orders: tuple[Order, ...], day: date) -> Decimal | None:
    """Milligrams a day in force on a day."""
    order = order_on(orders, day)
    return order.daily_mg if order else None


def on_depot(orders: tuple[Order, ...], day: date) -> bool:
    """Whether a depot order is current; daily rules then say nothing (rule S12)."""
    order = order_on(orders, day)
    return order is not None and order.formulation in DEPOTS


def day_words(day: date) -> str:
    """2 March 2026."""
    return f"{day.day} {day:%B %Y}"


def plain(number: Decimal) -> str:
    """A decimal with no trailing zero and no exponent: 60, 42.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
