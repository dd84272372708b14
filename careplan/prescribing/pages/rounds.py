"""One row of the dose round in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from careplan.prescribing.labels import DRUGS, FORMULATION_WORDS, INJECTIONS, ROUND, STOPPED_ROUND, how_often
from careplan.prescribing.labels.days import PastDay, days_before, off_words, past_days, status_words
from careplan.prescribing.pages.courses import also_for
from careplan.prescribing.pages.depots import due_words
from careplan.prescribing.queries import OpenCourse
from careplan.prescribing.rules.amounts import millilitres
from careplan.prescribing.rules.facts import Logged, day_words, plain
from careplan.prescribing.rules.giving import expected, holding
from careplan.ui.words import clock


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A course of the round on its day: dose in mg and ml, the days before, and what may be logged."""

    course: OpenCourse
    may_prescribe: bool
    logged: Logged | None

    @property
    def born(self) -> str:
        """3 May 1990, or what is known of it."""
        born = self.course.facts.born
        return born.short() if born else ""

    @property
    def drug(self) -> str:
        """Methadone, oral mixture 1 mg/ml."""
        order, words = self.course.order, DRUGS[self.course.facts.drug]
        return f"{words}, {FORMULATION_WORDS[order.formulation].lower() if order else ''}"

    @property
    def ml(self) -> Decimal | None:
        """The volume of a liquid."""
        order = self.course.order
        return millilitres(order.daily_mg, order.formulation) if order else None

    @property
    def past(self) -> list[PastDay]:
        """The three days before, from the first dose on."""
        one = self.course
        days = [day for day in days_before(one.on, 3) if day >= one.facts.first_dose_on]
        return past_days(one.facts, one.logged, days)

    @property
    def state(self) -> str:
        """Taken supervised, logged by Kay Keyworker at 10.42am; another amount than ordered stands with it."""
        one, facts = self.logged, self.course.facts
        if one is None:
            return "Not logged"
        off = off_words(one, expected(facts, self.course.on, self.course.standard).order)
        mg = f" ({plain(one.mg)} mg; {off})" if off and one.mg is not None else ""
        return f"{status_words(one, facts.orders)}{mg}, logged by {one.by} at {clock(one.at)}"

    @property
    def how(self) -> str:
        """Supervised, to take home, an injection once a week."""
        one = self.course
        if one.order is not None and one.depot:
            return f"an injection {how_often(one.order.formulation)}"
        return "supervised" if one.supervised else "to take home"

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known before the dose is given."""
        one = self.course
        notes = [one.held_back] if one.held_back else []
        notes += [finding.message for finding in one.findings if not finding.blocks and one.logged]
        if (visit := holding(one.facts, one.on)) is not None and not one.depot:
            notes.append(f"The dose of this day was handed out on {visit.on:%A} {day_words(visit.on)}")
        if one.injection is not None:
            notes.append(f"Due: {due_words(one.injection, one.on)}")
        elif one.week is None and not one.depot:
            notes.append("No weekly regimen is set")
        if words := also_for(one.week, one.on):
            notes.append(f"This visit is {words}")
        return tuple(notes)

    @property
    def choices(self) -> Mapping[str, str]:
        """What may be logged, in words by key."""
        return choices(self.course)

    @property
    def field(self) -> str:
        """The name of the row's own control."""
        return f"dose_{self.course.id}"


def round_row(one: OpenCourse, may_prescribe: bool = False) -> RoundRow:
    """The row of a course on its day."""
    return RoundRow(one, may_prescribe, one.dose_on(one.on))


def choices(one: OpenCourse) -> Mapping[str, str]:
    """What may be logged of a course on its day, in words by key."""
    return STOPPED_ROUND if one.stopped else INJECTIONS if one.depot else ROUND
