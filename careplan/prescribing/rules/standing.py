"""How an open course stands on a day: what is due, what was missed, whether a dose may be given."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from careplan.prescribing.rules import due
from careplan.prescribing.rules.days import day_no
from careplan.prescribing.rules.depot_orders import depot_late
from careplan.prescribing.rules.depots import Injection, next_due
from careplan.prescribing.rules.facts import Away, Facts, Logged, Order, on_depot
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.missed import Run, missed_run
from careplan.prescribing.rules.missing import dose_after_missed
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.week import Week, comes_on, supervised_on


@dataclass(frozen=True, eq=False)
class Standing:
    """An open course on a day, with its dose log; what follows from these is worked out when it is first asked for.

    Each equals itself alone: a comparison made here would pass over what a class below adds, such as the name.
    `logged` are the doses of `facts`, as they were logged.
    """

    on: date
    facts: Facts
    logged: tuple[Logged, ...]
    standard: Standard
    deceased_on: date | None

    @cached_property
    def owed(self) -> due.Due:
        """What is due on the day."""
        return due.due(self.facts, self.on, self.on, self.standard)

    @property
    def order(self) -> Order | None:
        """The order in force, with the amount that is due."""
        return self.owed.order

    @property
    def held_back(self) -> str:
        """Why less is due than was ordered; or empty."""
        return self.owed.why

    @cached_property
    def week(self) -> Week | None:
        """The weekly regimen in force."""
        return self.facts.week_on(self.on)

    @property
    def day_no(self) -> int:
        """Day of the course."""
        return day_no(self.facts.first_dose_on, self.on)

    @cached_property
    def depot(self) -> bool:
        """Whether a depot is current."""
        return on_depot(self.facts.orders, self.on)

    @cached_property
    def run(self) -> Run:
        """Missed days in a row just before the day."""
        return missed_run(self.facts, self.on)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What missed doses, or a late injection, say about giving today's dose; nothing while nobody is to come."""
        if self.dead or self.away:
            return ()
        late = depot_late(self.facts, self.on, self.standard)
        return (*dose_after_missed(self.facts, self.on, self.on, self.standard), *late)

    @property
    def dead(self) -> bool:
        """Whether the client had died before the day."""
        return self.deceased_on is not None and self.deceased_on < self.on

    @cached_property
    def stopped(self) -> Finding | None:
        """Why no dose may be given, or None."""
        return next((one for one in self.findings if one.blocks), None)

    @cached_property
    def away(self) -> Away | None:
        """Where the client is on the day, when in prison, hospital or treatment elsewhere."""
        return self.facts.away_on(self.on)

    @property
    def warned(self) -> str:
        """Why no dose may be given, where doses are logged here or the client came back from elsewhere; or empty."""
        return self.stopped.message if self.stopped and (self.logged or self.run.away) else ""

    @property
    def due(self) -> bool:
        """Whether the client comes: alive and not away, as the week says or none is; on a depot from its day on."""
        if self.order is None or self.dead:
            return False
        if self.away or (self.depot and self.dose_on(self.on) is not None):
            return self.dose_on(self.on) is not None
        if self.depot:
            return (
                self.injection is not None and self.injection.mg is not None and self.injection.on <= self.on
            )
        return comes_on(self.week, self.on, self.facts.first_dose_on)

    @cached_property
    def injection(self) -> Injection | None:
        """The next injection of a depot."""
        return next_due(self.facts, self.on, self.standard)

    @property
    def supervised(self) -> bool:
        """Whether the dose of the day is to be taken under supervision."""
        return supervised_on(self.week, self.on, self.facts.first_dose_on)

    def dose_on(self, day: date) -> Logged | None:
        """The first dose logged for a day."""
        return next((one for one in self.logged if one.on == day), None)
