"""Depot injections: when the next one is due, and in which days (B12, B14).

An order for a depot begins with an injection on its day; after that the next follows a week or a month later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from careplan.prescribing.codes import DEPOTS, Formulation
from careplan.prescribing.rules.facts import Facts, Order, order_on
from careplan.prescribing.rules.standard import Standard

FIRST_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Injection:
    """The next injection: its day, the first and last day on which it may be given, and the one before.

    `mg` is what is ordered for it; None where it takes an order of its own (the first week's total, in the second).
    """

    on: date
    opens_on: date
    closes_on: date
    formulation: Formulation
    mg: Decimal | None
    last_on: date | None

    def late(self, day: date) -> int:
        """Days after the day it was due, once its window has closed; 0 until then."""
        return (day - self.on).days if day > self.closes_on else 0


def span(formulation: Formulation, standard: Standard) -> timedelta:
    """How long one injection lasts."""
    name = "depot_weekly_days" if formulation is Formulation.DEPOT_WEEKLY else "depot_monthly_days"
    return timedelta(days=standard[name].whole)


def window(formulation: Formulation, standard: Standard) -> timedelta:
    """How many days before or after its day an injection may be given."""
    name = "depot_weekly_window" if formulation is Formulation.DEPOT_WEEKLY else "depot_monthly_window"
    return timedelta(days=standard[name].whole)


def depot_orders(orders: Iterable[Order]) -> list[Order]:
    """The orders of depots since the last daily order, by their day."""
    in_row: list[Order] = []
    for order in sorted(orders, key=lambda one: one.effective_on):
        in_row = [*in_row, order] if order.formulation in DEPOTS else []
    return in_row


def is_top_up(order: Order, facts: Facts, standard: Standard) -> bool:
    """Whether a weekly dose of the smallest size comes too soon after another to be the next one: given between."""
    orders = [one for one in facts.orders if one.effective_on < order.effective_on]
    before = [one.effective_on for one in depot_orders(orders)]
    before += [on for on in facts.injected_on if on < order.effective_on]
    if not depot_orders(orders) or order.formulation is not Formulation.DEPOT_WEEKLY:
        return False
    soon = span(order.formulation, standard) - window(order.formulation, standard)
    return order.daily_mg == standard["depot_top_up"].value and order.effective_on - max(before) < soon


def injections(facts: Facts, standard: Standard) -> list[date]:
    """The days of logged injections, those between two doses left out."""
    orders = {on: order_on(facts.orders, on) for on in facts.injected_on}
    begun = {order.effective_on: order for order in orders.values() if order}
    between = {on for on, order in begun.items() if is_top_up(order, facts, standard)}
    return [
        on
        for on, order in orders.items()
        if order and not (order.effective_on in between and _same(on, order))
    ]


def _same(on: date, order: Order) -> bool:
    """Whether the injection is the one with which its order began: a few days at most after."""
    return on - order.effective_on < FIRST_WEEK


def next_due(facts: Facts, day: date, standard: Standard) -> Injection | None:
    """The next injection as it stands on a day; None off depots, and where no injection of a long order is logged."""
    order = order_on(facts.orders, day)
    coming = [one for one in facts.orders if one.effective_on > day and one.formulation in DEPOTS]
    if order is None or order.formulation not in DEPOTS:
        return _first(min(coming, key=lambda one: one.effective_on), standard) if coming else None
    last = max((on for on in injections(facts, standard) if on <= day), default=None)
    topped = is_top_up(order, facts, standard)
    if last is None and topped:
        order = _main(facts, order, standard)
    if last is None or (last < order.effective_on and not topped):
        logs = last is not None or day < order.effective_on + span(Formulation.DEPOT_MONTHLY, standard)
        return _first(order, standard) if logs else None
    given = order_on(facts.orders, last) or order
    on, days = last + span(given.formulation, standard), window(given.formulation, standard)
    planned = next((one for one in coming if one.effective_on <= on + days), None)
    ordered = planned or (None if topped else order)
    mg = ordered.daily_mg if ordered else None
    return Injection(on, on - days, on + days, given.formulation, mg, last)


def _main(facts: Facts, order: Order, standard: Standard) -> Order:
    """The depot order before one that was given between two doses."""
    earlier = [one for one in depot_orders(facts.orders) if one.effective_on < order.effective_on]
    mains = [one for one in earlier if not is_top_up(one, facts, standard)]
    return mains[-1] if mains else order


def _first(order: Order, standard: Standard) -> Injection:
    """The injection with which an order begins."""
    on, days = order.effective_on, window(order.formulation, standard)
    return Injection(on, on, on + days, order.formulation, order.daily_mg, None)


def covers_until(facts: Facts, day: date, standard: Standard) -> date | None:
    """The last day that a depot given before `day` lasts, where that is the day or later; else None."""
    orders = [one for one in facts.orders if one.effective_on < day and one.formulation in DEPOTS]
    given = [on for on in injections(facts, standard) if on < day]
    ends = []
    for on in given or [one.effective_on for one in orders]:
        order = order_on(facts.orders, on)
        if order is not None and order.formulation in DEPOTS:
            ends.append(on + span(order.formulation, standard) - timedelta(days=1))
    until = max(ends, default=date.min)
    return until if until >= day else None
