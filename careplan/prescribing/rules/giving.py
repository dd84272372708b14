"""What is asked about a dose before it is logged: is it so, and why? What happened is never refused (04 rule 0).

C12 another amount than ordered · D5 a day that is covered already · P12 the other drug · S5 many days at once ·
B14 an injection outside its days · B15 a depot to take home.
Part taken, vomited and not supplied ask nothing more: each says what it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from careplan.prescribing.codes import DEPOTS, DoseStatus
from careplan.prescribing.rules.days import floor_ends_on
from careplan.prescribing.rules.depots import is_top_up, next_due
from careplan.prescribing.rules.due import Due, due
from careplan.prescribing.rules.facts import (
    COVERS,
    SPOILT,
    Dose,
    Facts,
    day_words,
    on_depot,
    order_on,
    plain,
)
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.week import Week, days_provided

TOLD = frozenset({"C12", "B15"})
"""The rules of whose doubts the prescriber is told."""

GIVES = COVERS | SPOILT
"""What says that the client had a dose in hand."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at once more. `above`: what should never have been given, an incident as well."""

    rule: str
    words: str
    above: bool = False


class EnteredDose(Protocol):
    """What a worker says of a dose."""

    @property
    def on(self) -> date: ...
    @property
    def status(self) -> DoseStatus: ...
    @property
    def mg(self) -> Decimal | None: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Supply:
    """A dose about to be logged: its day, what became of it and the days it covers; mg where the amount is known.

    `until_said`: the worker says how long it lasts, as of a supply made early for a bank holiday.
    """

    dose: Dose
    mg: Decimal | None
    until_said: bool = False

    @property
    def days(self) -> list[date]:
        """The days that the dose covers, its own first."""
        return [self.dose.on + timedelta(days=more) for more in range(self.dose.covers)]


def supply(facts: Facts, week: Week | None, entered: EnteredDose, standard: Standard) -> Supply:
    """The dose with the days that it covers: to the day that was said, else as the week or the depot says."""
    order = order_on(facts.orders, entered.on)
    days = (
        (entered.until - entered.on).days + 1
        if entered.until
        else days_provided(order, week, entered.on, standard)
    )
    return Supply(Dose(entered.on, entered.status, covers=days), entered.mg, entered.until is not None)


def expected(facts: Facts, day: date, standard: Standard) -> Due:
    """What was due on a day as it was known before the dose of that day."""
    return due(facts, day, day, standard, logged_before=day)


def off_order(status: DoseStatus, mg: Decimal | None, ordered: Decimal | None) -> bool:
    """Whether an amount was given that is not the one ordered. A part is less than was ordered, and says so (C12)."""
    if status not in GIVES or mg is None:
        return False
    if status is DoseStatus.PART_TAKEN:
        return ordered is None or mg >= ordered
    return mg != ordered


def doubts(facts: Facts, supply: Supply, others: Iterable[Facts], standard: Standard) -> tuple[Doubt, ...]:
    """All that is asked about this dose. `facts` without the entry that it corrects; `others`: the other courses."""
    doubts = [*_amount(facts, supply, standard), *depot_doubts(facts, supply, standard)]
    if supply.dose.given:
        own = () if on_depot(facts.orders, supply.dose.on) else _covered(facts, supply)
        doubts += [*own, *(one for other in others for one in _beside(facts, other, supply))]
        doubts += _at_once(facts, supply, standard)
    return tuple(doubts)


def _amount(facts: Facts, supply: Supply, standard: Standard) -> Iterator[Doubt]:
    dose = supply.dose
    ordered = expected(facts, dose.on, standard).mg
    if supply.mg is None or not off_order(dose.status, supply.mg, ordered):
        return
    was = "No dose was ordered" if ordered is None else f"{plain(ordered)} mg was ordered"
    words = f"{plain(supply.mg)} mg {DOSE_WORDS[dose.status]}. {was} for {_days([dose.on])}"
    yield Doubt("C12", words, above=ordered is None or supply.mg > ordered)


def depot_doubts(facts: Facts, supply: Supply, standard: Standard) -> Iterator[Doubt]:
    """B15: an injection is given by a healthcare professional. B14: within its days, the one between doses apart."""
    day, order = supply.dose.on, order_on(facts.orders, supply.dose.on)
    if not supply.dose.given or order is None or order.formulation not in DEPOTS:
        return
    if supply.dose.status is DoseStatus.COLLECTED or supply.until_said:
        words = "A depot is given by a healthcare professional and never supplied to the client to take home"
        yield Doubt("B15", words, above=True)
        return
    due = next_due(facts, day, standard)
    extra = is_top_up(order, facts, standard) and not any(one.on >= order.effective_on for one in facts.doses)
    if due is None or extra or due.opens_on <= day <= due.closes_on:
        return
    days = (day - due.on).days
    off = f"{days} days late, which counts as missed" if days > 0 else f"{-days} days early"
    yield Doubt("B14", f"The injection is due on {day_words(due.on)}: this is {off}")


DOSE_WORDS = {
    DoseStatus.TAKEN: "taken",
    DoseStatus.COLLECTED: "collected",
    DoseStatus.PART_TAKEN: "part taken",
    DoseStatus.VOMITED: "taken and vomited",
}


def _covered(facts: Facts, supply: Supply) -> Iterator[Doubt]:
    """A supply that begins on a day with a dose in hand and is said to last longer begins the day after."""
    for visit, days in _in_hand(facts, supply.days):
        if days == [supply.dose.on] and supply.until_said and supply.dose.status is DoseStatus.COLLECTED:
            continue
        yield Doubt("D5", f"{_days(days)}: {_source(visit, days)} already")


def _beside(facts: Facts, other: Facts, supply: Supply) -> Iterator[Doubt]:
    for visit, days in _in_hand(other, supply.days):
        again = "already" if other.drug is facts.drug else f"as {other.drug} already"
        yield Doubt("P12", f"{_days(days)}: {_source(visit, days)} {again}")


def _days(days: list[date]) -> str:
    """Saturday 28 November 2026; of several the first and the last."""
    ends = [f"{day:%A} {day_words(day)}" for day in (days[0], days[-1])]
    return " to ".join(ends if len(days) > 1 else ends[:1])


def _in_hand(facts: Facts, days: Iterable[date]) -> Iterator[tuple[Dose, list[date]]]:
    """Which of these days have a dose in hand, by the visit that gave it."""
    left = [day for day in days if day in facts.covered]
    for visit in facts.doses:
        of_visit = [day for day in left if visit.given and visit.on <= day <= visit.last_on]
        if of_visit:
            yield visit, of_visit
            left = [day for day in left if day not in of_visit]


def _source(visit: Dose, days: list[date]) -> str:
    if days == [visit.on]:
        return f"{DOSE_WORDS[visit.status]} that day"
    return f"handed out on {_days([visit.on])}"


def _at_once(facts: Facts, supply: Supply, standard: Standard) -> Iterator[Doubt]:
    """S5: more days to take home at once than is usual, where the worker says how long the supply lasts."""
    if not supply.until_said:
        return
    current_days = facts.covered | ({supply.dose.on} if supply.dose.status is DoseStatus.TAKEN else set())
    days = len([day for day in supply.days if day not in current_days])
    early = supply.dose.on < floor_ends_on(facts.first_dose_on, standard)
    most = standard["take_home_days_early" if early else "take_home_days"]
    if days > most.whole:
        when = "in the first three months" if early else "in one collection"
        yield Doubt("S5", f"{days} days handed out at once. Usual are at most {most.whole} {when}")


def holding(facts: Facts, day: date) -> Dose | None:
    """The earlier visit that handed out the dose of a day, or None."""
    pair = next(_in_hand(facts, [day]), None)
    return pair[0] if pair and pair[0].on < day else None
