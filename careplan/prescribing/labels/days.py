"""The days of a course in words: its week, what became of a dose, and the days before a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from careplan.prescribing.codes import DoseStatus, Mode
from careplan.prescribing.labels import DOSES
from careplan.prescribing.rules.facts import Facts, Logged, Order, on_depot, plain
from careplan.prescribing.rules.giving import expected, off_order
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.rules.week import WEEKDAYS, Week


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the weekly strip: its letter, its name, what happens."""

    letter: str
    name: str
    words: str
    kind: str


def strip(week: Week) -> list[StripDay]:
    """The week as seven cells, Monday first."""
    cells = []
    for place, name in enumerate(WEEKDAYS):
        if week.supervised[place] == "1":
            words, kind = "supervised", "supervised"
        elif week.collect[place] == "1":
            words, kind = "collects", "collects"
        else:
            words, kind = "no visit", "none"
        cells.append(StripDay(name[0], name, words, kind))
    return cells


def status_words(one: Logged, orders: tuple[Order, ...]) -> str:
    """Taken under supervision, collected to take home, missed; of a depot, injected."""
    if one.status is DoseStatus.TAKEN and on_depot(orders, one.on):
        return "Injected"
    if one.status is DoseStatus.TAKEN and one.mode is Mode.SUPERVISED:
        return "Taken supervised"
    return DOSES[one.status]


def dose_notes(one: Logged) -> list[str]:
    """What was said of a dose: the worker's note, what the rules asked with the answer, why it corrects another."""
    why = f"Corrects an earlier entry: {one.correction_reason}" if one.correction_reason else None
    return [words for words in (one.note, one.because, why) if words]


def off_words(one: Logged, order: Order | None) -> str:
    """30 mg was ordered; empty where the amount is the one ordered, or none was given."""
    if not off_order(one.status, one.mg, order.daily_mg if order else None):
        return ""
    return f"{plain(order.daily_mg)} mg was ordered" if order else "None was ordered"


@dataclass(frozen=True, slots=True)
class PastDay:
    """One day of the last seven, in words."""

    on: date
    words: str
    kind: str
    mg: Decimal | None
    off: str = ""

    @property
    def weekday(self) -> str:
        """Mon."""
        return WEEKDAYS[self.on.weekday()][:3]


def past_days(facts: Facts, logged: Sequence[Logged], days: Sequence[date]) -> list[PastDay]:
    """What became of the dose on each day; a day that an earlier visit provided for, or spent elsewhere, says so."""
    by_day = {one.on: one for one in reversed(logged)}
    past_days = []
    for day in days:
        one = by_day.get(day)
        if one is not None:
            kind = "covered" if day in facts.covered else "missed"
            off = off_words(one, expected(facts, day, standard(day)).order)
            past_days.append(PastDay(day, status_words(one, facts.orders), kind, one.mg, off))
        elif day in facts.covered:
            words = "The depot lasts" if on_depot(facts.orders, day) else "Provided with the visit before"
            past_days.append(PastDay(day, words, "covered", None))
        elif gone := facts.away_on(day):
            past_days.append(PastDay(day, f"Away: {gone.where}", "away", None))
        else:
            past_days.append(PastDay(day, "Not logged", "unlogged", None))
    return past_days


def days_before(day: date, number: int) -> list[date]:
    """The days before a day, oldest first."""
    return [day - timedelta(days=back) for back in range(number, 0, -1)]
