"""One row of the dose round in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from careplan.prescribing.forms.words import INJECTIONS, ROUND, STOPPED_ROUND
from careplan.prescribing.labels import DRUGS, FORMULATION_WORDS
from careplan.prescribing.labels.days import PastDay, days_before, off_words, past_days, status_words
from careplan.prescribing.pages.courses import also_for
from careplan.prescribing.pages.depots import due_words
from careplan.prescribing.queries import OpenCourse
from careplan.prescribing.rules.amounts import how_often, millilitres
from careplan.prescribing.rules.facts import Logged, day_words, plain
from careplan.prescribing.rules.giving import expected, holding
from careplan.ui.words import clock


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A client of the round: dose in mg and ml, the three days before, and what may be logged."""

    id: str
    episode_id: str
    name: str
    born: str
    drug: str
    formulation: str
    mg: Decimal | None
    ml: Decimal | None
    how: str
    past: list[PastDay]
    stop: str
    notes: tuple[str, ...]
    may_prescribe: bool
    logged: Logged | None
    became: str
    off: str
    choices: Mapping[str, str]

    @property
    def state(self) -> str:
        """Taken supervised, logged by Kay Keyworker at 10.42am; another amount than ordered stands with it."""
        if self.logged is None:
            return "Not logged"
        mg = f" ({plain(self.logged.mg)} mg; {self.off})" if self.off and self.logged.mg is not None else ""
        return f"{self.became}{mg}, logged by {self.logged.by} at {clock(self.logged.at)}"

    @property
    def done(self) -> bool:
        """Whether the dose of the day is logged."""
        return self.logged is not None

    @property
    def field(self) -> str:
        """The name of the row's own control."""
        return f"dose_{self.id}"


def round_row(one: OpenCourse, may_prescribe: bool = False) -> RoundRow:
    """The row of a course on its day."""
    order, stop, logged = one.order, one.stopped, one.dose_on(one.on)
    days = [day for day in days_before(one.on, 3) if day >= one.facts.first_dose_on]
    return RoundRow(
        one.id,
        one.episode_id,
        one.client_name,
        one.facts.born.short() if one.facts.born else "",
        DRUGS[one.facts.drug],
        FORMULATION_WORDS[order.formulation].lower() if order else "",
        order.daily_mg if order else None,
        millilitres(order.daily_mg, order.formulation) if order else None,
        _how(one),
        past_days(one.facts, one.logged, days),
        stop.message if stop else "",
        _notes(one),
        may_prescribe,
        logged,
        status_words(logged, one.facts.orders) if logged else "",
        off_words(logged, expected(one.facts, one.on, one.standard).order) if logged else "",
        choices(one),
    )


def choices(one: OpenCourse) -> Mapping[str, str]:
    """What may be logged of a course on its day, in words by key."""
    return STOPPED_ROUND if one.stopped else INJECTIONS if one.depot else ROUND


def _how(one: OpenCourse) -> str:
    if one.order is not None and one.depot:
        return f"an injection {how_often(one.order.formulation)}"
    return "supervised" if one.supervised else "to take home"


def _notes(one: OpenCourse) -> tuple[str, ...]:
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
