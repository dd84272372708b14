"""An order about to be made, seen against its course: the day before, and where titration began."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from careplan.prescribing.codes import DEPOTS
from careplan.prescribing.rules.days import day_no
from careplan.prescribing.rules.due import Due, due
from careplan.prescribing.rules.elsewhere import Elsewhere
from careplan.prescribing.rules.facts import ONE_DAY, Facts, Order, order_on
from careplan.prescribing.rules.health import Health
from careplan.prescribing.rules.missed import Run, current_run, titration_began_on
from careplan.prescribing.rules.standard import Standard


@dataclass(frozen=True, slots=True)
class Proposal:
    """The order, its course without it, the day it is made, and the numbers that apply.

    `elsewhere`: courses at other services of who may be the client; `plan`: for changing from one drug to the other.
    `health`: what the record holds of it; None where it was not read, and rules about it say nothing.
    """

    order: Order
    facts: Facts
    today: date
    standard: Standard
    elsewhere: tuple[Elsewhere, ...] = ()
    plan: str = ""
    health: Health | None = None

    @property
    def mg(self) -> Decimal:
        """The daily total ordered."""
        return self.order.daily_mg

    @property
    def on(self) -> date:
        """The day the order begins."""
        return self.order.effective_on

    @property
    def earlier(self) -> tuple[Order, ...]:
        """Orders that began before this one."""
        return tuple(order for order in self.facts.orders if order.effective_on < self.on)

    @property
    def latest(self) -> Order | None:
        """The order in force before this one, whether or not missed days make this a new start."""
        return order_on(self.earlier, self.on)

    @property
    def next(self) -> Order | None:
        """The order that begins after this one, as beside a correction."""
        later = [order for order in self.facts.orders if order.effective_on > self.on]
        return min(later, key=lambda order: order.effective_on, default=None)

    @property
    def replaced(self) -> Order | None:
        """The order of the same day, which this one replaces."""
        return next((order for order in self.facts.orders if order.effective_on == self.on), None)

    @property
    def run(self) -> Run:
        """Days without a dose that this order has to answer for."""
        return current_run(self.facts, self.on, self.today)

    @property
    def now(self) -> "Proposal | None":
        """The order as though it began today, when it was dated back and is the one that holds today; else None."""
        order = order_on(self.facts.orders, self.today)
        if self.on >= self.today or (order is not None and order.effective_on > self.on):
            return None
        return replace(self, order=replace(self.order, effective_on=self.today))

    @property
    def gravest_run(self) -> Run:
        """The longer of the runs before the day the order begins and, when dated back, before today."""
        return max((one.run for one in (self, self.now) if one), key=lambda run: run.unknown)

    @property
    def began(self) -> date:
        """Day 1 of titration."""
        return titration_began_on(self.facts, self.on, self.today, self.standard)

    @property
    def day(self) -> int:
        """Day of titration on which the order begins."""
        return day_no(self.began, self.on)

    @property
    def before(self) -> Order | None:
        """The order in force the day before; None where this is a starting dose."""
        yesterday = self.on - ONE_DAY
        return self._due(yesterday).order if yesterday >= self.began else None

    def _due(self, day: date) -> Due:
        """What was due on an earlier day, without this order."""
        return due(replace(self.facts, orders=self.earlier), day, min(day, self.today), self.standard)

    @property
    def starts(self) -> bool:
        """Whether this is a first or a restarting dose."""
        return self.before is None

    @property
    def rises(self) -> bool:
        """Whether the dose goes up from the day before."""
        return self.before is not None and self.mg > self.before.daily_mg

    @property
    def falls(self) -> bool:
        """Whether the dose goes down from the one in force before, missed days or not."""
        return self.latest is not None and self.mg < self.latest.daily_mg

    @property
    def depot(self) -> bool:
        """Whether the order is for a depot, or a depot is still current."""
        order = order_on(self.earlier, self.on)
        return self.order.formulation in DEPOTS or (order is not None and order.formulation in DEPOTS)

    @property
    def week_base(self) -> tuple[date, Decimal | None]:
        """The day, and its dose, that a week's rise is counted from: a week before, at the earliest day 1."""
        base = max(self.began, self.on - timedelta(days=7))
        return base, self._due(base).mg

    @property
    def last_rise_on(self) -> date | None:
        """The latest day before this order on which the dose went up, since titration began."""
        orders = sorted(self.earlier, key=lambda order: order.effective_on)
        rises = [
            later.effective_on
            for first, later in pairwise(orders)
            if later.daily_mg > first.daily_mg and later.effective_on > self.began
        ]
        return max(rises, default=None)
