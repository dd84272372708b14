"""The dose chart: daily milligrams of the last days, and what may be ordered at most."""

from datetime import date, timedelta
from decimal import Decimal

from careplan.prescribing.codes import Drug
from careplan.prescribing.labels.days import days_before
from careplan.prescribing.rules.facts import Order, day_words, dose_on, on_depot
from careplan.prescribing.rules.standard import Standard
from careplan.ui.plots.series import Series, Value

CHART_DAYS = 14
"""How far back the chart looks: a choice of this page, of no standard."""


def _span(doses: list[Decimal], days: int) -> str:
    """What the bars show, in words: one dose or the range, over how many days."""
    if not doses:
        return "No dose ordered."
    low, high = min(doses), max(doses)
    size = f"{low:f} mg a day" if low == high else f"From {low:f} to {high:f} mg a day"
    return f"{size} over {days} days." if days > 1 else f"{size}."


def chart(
    orders: tuple[Order, ...],
    drug: Drug,
    first: date,
    on: date,
    standard: Standard,
    proposed: Order | None = None,
) -> Series:
    """Daily mg of the days up to `on`, then what begins later or is proposed; for methadone with M4's limit.

    Days on a depot have no daily dose, and no bar.
    """
    if proposed is not None:
        orders = (*(one for one in orders if one.effective_on < proposed.effective_on), proposed)
    coming = min((one.effective_on for one in orders if one.effective_on > on), default=on)
    new_on = proposed.effective_on if proposed else coming if coming > on else None
    days = _days(orders, first, on, coming)

    def bar(day: date) -> Value:
        mg, most = dose_on(orders, day), _most(orders, drug, first, day, standard)
        kind = "over" if most and mg and mg > most else "now" if new_on and day >= new_on else "plain"
        return Value(day_words(day), mg, kind, f"{day.day}/{day.month}")

    values = [bar(day) for day in days]
    says = _span([mg for day in days if (mg := dose_on(orders, day)) is not None], len(days))
    last = days[-1] if days else on
    limit, label = _most(orders, drug, first, last, standard), f"Most on {day_words(last)} under rule M4"
    return Series("chart", "Daily dose ordered", says, values, "mg", limit, label, ("Day", "mg"))


def _days(orders: tuple[Order, ...], first: date, on: date, coming: date) -> list[date]:
    days = [day for day in [*days_before(on, CHART_DAYS - 1), on] if day >= first]
    return [day for day in [*days, *([coming] if coming > on else [])] if not on_depot(orders, day)]


def _most(
    orders: tuple[Order, ...], drug: Drug, first: date, day: date, standard: Standard
) -> Decimal | None:
    """M4: 30 mg above the dose of 7 days before, at the earliest of day 1."""
    base = dose_on(orders, max(first, day - timedelta(days=7)))
    return base + standard["methadone_rise_7d_max"].value if base and drug is Drug.METHADONE else None
