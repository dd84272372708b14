"""Writing a prescription: how long, how much, which form, and never two for one day (rules P4 to P7, P12, P13, P18)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from careplan.ground.dates import add_months
from careplan.prescribing.codes import DEPOTS, Drug, Formulation, PrescriptionForm, PrescriptionStatus
from careplan.prescribing.rules.days import daily_total
from careplan.prescribing.rules.due import due
from careplan.prescribing.rules.facts import Facts, Order, day_words, order_on, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding, remark, remark_from
from careplan.prescribing.rules.reviewing import REVIEWING
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

    def shares_a_day(self, other: "Covered") -> bool:
        """Whether both cover a day."""
        return other.starts_on <= self.ends_on and self.starts_on <= other.ends_on


def total_mg(facts: Facts, covered: Covered, today: date, standard: Standard) -> Decimal | None:
    """The doses due on all of the days together, as far as is known today; None where a day has no order (P6)."""
    doses = daily_doses(facts, covered, today, standard)
    return None if doses is None else daily_total(doses.values())


def daily_doses(
    facts: Facts, covered: Covered, today: date, standard: Standard
) -> dict[date, Decimal] | None:
    """The dose due on each of the days, as far as is known today; None where a day has no order."""
    doses = {day: mg for day in covered.days if (mg := due(facts, day, today, standard).mg) is not None}
    return doses if len(doses) == len(covered.days) else None


def formulation_of(orders: tuple[Order, ...], covered: Covered) -> Formulation | None:
    """The one formulation ordered for all of the days; None where it changes or nothing is ordered."""
    formulations = {order.formulation if (order := order_on(orders, day)) else None for day in covered.days}
    return formulations.pop() if len(formulations) == 1 else None


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
        if other.shares_a_day(covered):
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


def serial_problem(serial: str, used: bool, standard: Standard) -> str | None:
    """P13: why this is not the serial number of the form. Each stands on one prescription, whatever became of it."""
    least, most = standard["serial_digits_min"].whole, standard["serial_digits_max"].whole
    digits = serial.replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and least <= len(digits) <= most and len(set(digits)) > 1):
        return f"P13: a serial number has {least} to {most} digits, as printed on the form"
    if used:
        return "P13: this serial number stands on another prescription already. Each form is used once"
    return None


def questions(
    form: PrescriptionForm,
    signed_on: date,
    covered: Covered,
    beside: Iterable[tuple[Drug, Covered]],
    standard: Standard,
    reviewed_on: date | None = None,
) -> tuple[Finding, ...]:
    """What is asked about a prescription that may be written: P5 how long, P7 when it was signed, P12 what else stands.

    R1 asks when the client was reviewed: `reviewed_on`, or the first dose; None where it was not read. `beside` are
    the client's live prescriptions of other drugs.
    """
    findings = [
        remark("P12", Severity.WARN, _both(drug, other), standard["depot_beside"])
        for drug, other in beside
        if other.shares_a_day(covered)
    ]
    findings += _overdue(covered.starts_on, reviewed_on)
    valid, good = standard["validity_days"], standard["good_practice_days"]
    waits, days = (covered.starts_on - signed_on).days, len(covered.days)
    if waits > valid.whole:
        message = (
            f"Signed {waits} days before its first day; {waits - valid.whole} more than the {valid.whole} days in "
            "which a first supply is usual. Is the day of signing right?"
        )
        findings.append(finding("P7", Severity.WARN, message, waits, valid))
    elif waits < 0:
        message = f"Signed {-waits} days after its first day: nothing is supplied before it was signed"
        findings.append(finding("P7", Severity.WARN, message, -waits, valid))
    if form is not PrescriptionForm.FP10MDA and days > good.whole:
        message = f"{days} days is {days - good.whole} over {good.whole}, which is good practice for one form"
        findings.append(finding("P5", Severity.WARN, message, days, good))
    return tuple(findings)


def _overdue(on: date, reviewed_on: date | None) -> Iterator[Finding]:
    at_most = REVIEWING.on(on).at_most
    if reviewed_on is not None and add_months(reviewed_on, at_most.months) < on:
        message = (
            f"The last prescribing review, or the first dose where there was none, was on {day_words(reviewed_on)}: "
            f"a review is due every {at_most.months} months. Say why the prescription does not wait for it"
        )
        yield remark_from("R1", Severity.WARN, message, at_most)


def _both(drug: Drug, other: Covered) -> str:
    serial = f" {other.serial}" if other.serial else ""
    days = f"{day_words(other.starts_on)} to {day_words(other.ends_on)}"
    return f"Prescription{serial} of {drug} covers {days}: both would be dispensed. Is this the cross-titration plan?"


def standing(status: PrescriptionStatus, ends_on: date, day: date) -> bool:
    """P18: whether a pharmacy may still dispense on it on the day or later."""
    return status is PrescriptionStatus.ISSUED and ends_on >= day


def total_doubt(orders: tuple[Order, ...], covered: Covered, total: Decimal) -> str:
    """P6: what a total should be when it is not the sum of its days as they are ordered; empty where it is.

    Nothing is said where a day has no order, or of a depot, of which one injection is written.
    """
    days = [order_on(orders, day) for day in covered.days]
    in_force = [order for order in days if order is not None]
    if len(in_force) < len(days) or all(order.formulation in DEPOTS for order in in_force):
        return ""
    if len({order.formulation for order in in_force}) > 1:
        return "P6: its days are ordered in more than one formulation"
    ordered = daily_total(order.daily_mg for order in in_force)
    return "" if ordered == total else f"P6: its days are ordered as {plain(ordered)} mg"
