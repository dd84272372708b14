"""Criterion 4, prescribing practice: doses, formulations and supervised consumption (4.1 to 4.4)."""

from decimal import Decimal
from fractions import Fraction

from careplan.audit.measures.populations import (
    DEPOTS,
    CourseCase,
    PrescriptionCase,
    day_number,
    deceased,
    gives_buprenorphine,
    open_courses,
    order_on,
    paused,
    prescriptions,
    regimen_on,
    supervised_days,
)
from careplan.audit.rules.census import Census
from careplan.audit.rules.facts import DoseOrder
from careplan.audit.rules.measure import Measure, Measures
from careplan.audit.rules.verdict import Exclusion, Verdict, cannot_tell, either, left_out, met

METHADONE, BUPRENORPHINE = "methadone", "buprenorphine"
FIRST_WEEKS = 84  # days: the first twelve weeks of a course
USUAL = (Decimal(60), Decimal(90))  # mg methadone: outside these a dose looks tailored (joint review)
IDEAL = (Decimal(12), Decimal(24))  # mg buprenorphine, inclusive (assumed: the review names no range)
ENOUGH_DAYS = 3  # supervised days a week in the first twelve weeks
ALL_DAYS, NO_DAYS = 4, 1  # more than the first or fewer than the second is all or nothing


def away(case: CourseCase, census: Census) -> Verdict | None:
    """Died, or cared for elsewhere on the census."""
    if deceased(case.episode, census.on):
        return left_out(Exclusion.DECEASED)
    return left_out(Exclusion.PAUSED) if paused(case.episode, census.on) else None


def maintenance(case: CourseCase, drug: str, census: Census) -> DoseOrder | Verdict:
    """The maintenance order a dose measure reads, or why the course is left out."""
    order = order_on(case.course, census.on)
    if case.course.drug != drug:
        return left_out("other_drug")
    if order is not None and order.phase != "maintenance":
        return left_out("not_maintenance")
    outside = away(case, census)
    if outside is not None:
        return outside
    if order is None:
        return cannot_tell(Exclusion.NO_DOSE_ORDER)
    if order.formulation == "injectable":
        return left_out(Exclusion.INJECTABLE)
    return left_out(Exclusion.DEPOT) if order.formulation in DEPOTS else order


def dose(case: CourseCase, census: Census) -> Verdict:
    """4.1a: milligrams a day of oral methadone maintenance."""
    order = maintenance(case, METHADONE, census)
    return order if isinstance(order, Verdict) else met("maintained", Fraction(order.daily_mg))


def dose_outside(case: CourseCase, census: Census) -> Verdict:
    """4.1b: whether the same dose lies below 60 or above 90 mg; exactly 60 and 90 are inside."""
    order = maintenance(case, METHADONE, census)
    if isinstance(order, Verdict):
        return order
    if order.daily_mg < USUAL[0]:
        return met("below_60")
    return either(order.daily_mg > USUAL[1], "above_90", "from_60_to_90")


def oral_mixture(case: PrescriptionCase, census: Census) -> Verdict:
    """4.1c: whether a methadone prescription signed in the period is for oral mixture."""
    if case.course.drug != METHADONE:
        return left_out("other_drug")
    if not census.covers(case.prescription.signed_on):
        return left_out("not_signed_in_period")
    if case.prescription.status == "cancelled":
        return left_out(Exclusion.CANCELLED)
    return either(case.prescription.formulation == "oral_mixture", "oral_mixture", "other_formulation")


def buprenorphine_in_range(case: CourseCase, census: Census) -> Verdict:
    """4.2: whether a daily buprenorphine maintenance dose lies from 12 to 24 mg."""
    order = maintenance(case, BUPRENORPHINE, census)
    if isinstance(order, Verdict):
        return order
    if order.daily_mg < IDEAL[0]:
        return either(False, "", "below_12")
    return either(order.daily_mg <= IDEAL[1], "from_12_to_24", "above_24")


def supervised(case: CourseCase, drug: str, early: bool, census: Census) -> int | Verdict:
    """Supervised days a week of a course in (or after) its first twelve weeks, or why it is left out.

    Buprenorphine needs an order too: depots are not daily. Methadone counts in any formulation.
    """
    if case.course.drug != drug:
        return left_out("other_drug")
    if (day_number(case.course, census.on) <= FIRST_WEEKS) is not early:
        return left_out("after_12_weeks" if early else "first_12_weeks")
    outside = away(case, census)
    if outside is not None:
        return outside
    if drug == BUPRENORPHINE:
        order = order_on(case.course, census.on)
        if order is None:
            return cannot_tell(Exclusion.NO_DOSE_ORDER)
        if order.formulation in DEPOTS:
            return left_out(Exclusion.DEPOT)
    regimen = regimen_on(case.course, census.on)
    return cannot_tell(Exclusion.NO_REGIMEN) if regimen is None else supervised_days(regimen)


def early_supervision(case: CourseCase, drug: str, census: Census) -> Verdict:
    """Whether consumption is supervised on three days a week or more in the first twelve weeks."""
    days = supervised(case, drug, True, census)
    return days if isinstance(days, Verdict) else either(days >= ENOUGH_DAYS, "three_or_more", "under_three")


def late_supervision(case: CourseCase, drug: str, census: Census) -> Verdict:
    """Whether, after twelve weeks, supervision is all or nothing: more than four days or none."""
    days = supervised(case, drug, False, census)
    if isinstance(days, Verdict):
        return days
    if days < NO_DAYS:
        return met("no_day")
    return either(days > ALL_DAYS, "five_or_more", "one_to_four")


def early_methadone(case: CourseCase, census: Census) -> Verdict:
    """4.3a: methadone, supervised three days or more, day 1 to 84."""
    return early_supervision(case, METHADONE, census)


def early_buprenorphine(case: CourseCase, census: Census) -> Verdict:
    """4.3b: the same for daily buprenorphine."""
    return early_supervision(case, BUPRENORPHINE, census)


def late_methadone(case: CourseCase, census: Census) -> Verdict:
    """4.4a: methadone, all or nothing, from day 85."""
    return late_supervision(case, METHADONE, census)


def late_buprenorphine(case: CourseCase, census: Census) -> Verdict:
    """4.4b: the same for daily buprenorphine."""
    return late_supervision(case, BUPRENORPHINE, census)


MEASURES: Measures = {
    "4.1a": Measure(open_courses, dose, every=True),
    "4.1b": Measure(open_courses, dose_outside),
    "4.1c": Measure(prescriptions, oral_mixture),
    "4.2": Measure(open_courses, buprenorphine_in_range, applies=gives_buprenorphine),
    "4.3a": Measure(open_courses, early_methadone),
    "4.3b": Measure(open_courses, early_buprenorphine, applies=gives_buprenorphine),
    "4.4a": Measure(open_courses, late_methadone),
    "4.4b": Measure(open_courses, late_buprenorphine, applies=gives_buprenorphine),
}
