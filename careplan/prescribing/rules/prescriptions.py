"""Writing a prescription: how long, how much, and never two for one day (rules P4, P6, P12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from careplan.prescribing.codes import DEPOTS, Formulation, PrescriptionForm, PrescriptionStatus
from careplan.prescribing.rules.days import daily_total
from careplan.prescribing.rules.due import due
from careplan.prescribing.rules.facts import Facts, Order, day_words, order_on
from careplan.prescribing.rules.standard import Standard

LIVE = frozenset({PrescriptionStatus.ISSUED, PrescriptionStatus.COMPLETED, PrescriptionStatus.EXPIRED})
"""What still stands for the days it covers."""


@dataclass(frozen=True, slots=True)
class Covered:
    """The days of a prescription, both ends included, and its serial number."""

    starts_on: date
    ends_on: date
    serial: str | None = None

    @property
    def days(self) -> list[date]:
        """Every day from the first to the last."""
        many = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=more) for more in range(many)]


def total_mg(facts: Facts, covered: Covered, today: date, standard: Standard) -> Decimal | None:
    """The doses due on all of the days together, as far as is known today; None where a day has no order (P6)."""
    doses = [due(facts, day, today, standard).mg for day in covered.days]
    return None if None in doses else daily_total(mg for mg in doses if mg is not None)


def formulation_of(orders: tuple[Order, ...], covered: Covered) -> Formulation | None:
    """The one formulation ordered for all of the days; None where it changes or nothing is ordered."""
    found = {order.formulation if (order := order_on(orders, day)) else None for day in covered.days}
    return found.pop() if len(found) == 1 else None


def script_problems(
    form: PrescriptionForm,
    covered: Covered,
    orders: tuple[Order, ...],
    others: Iterable[Covered],
    standard: Standard,
) -> dict[str, str]:
    """Why the prescription cannot be issued as asked, by field; empty when it can."""
    if covered.ends_on < covered.starts_on:
        return {"ends_on": "The last day must be on or after the first"}
    days = (covered.ends_on - covered.starts_on).days + 1
    limit = standard["fp10mda_days"]
    if form is PrescriptionForm.FP10MDA and days > limit.whole:
        return {
            "ends_on": f"P4: {days} days is {days - limit.whole} over; an FP10MDA covers {limit.whole} days at most"
        }
    longest = standard["prescription_longest"].whole
    if days > longest:
        return {"ends_on": f"A prescription covers {longest} days at most"}
    for other in others:
        if other.starts_on <= covered.ends_on and covered.starts_on <= other.ends_on:
            return {"starts_on": _overlap(other)}
    formulation = formulation_of(orders, covered)
    if formulation is None:
        return {"starts_on": "Each day must have a dose order, all of one formulation"}
    if formulation in DEPOTS:
        return {"starts_on": "A depot is given by a professional; it is not dispensed to the client"}
    return {}


def _overlap(other: Covered) -> str:
    serial = f" {other.serial}" if other.serial else ""
    return (
        f"P12: prescription{serial} already covers {day_words(other.starts_on)} to {day_words(other.ends_on)}. "
        "Cancel it first"
    )
