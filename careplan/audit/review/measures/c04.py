"""Criterion 4, prescribing practice: doses, formulations, supervised consumption, clinical audit."""

from fractions import Fraction
from functools import partial

from careplan.audit.review.measures.populations import (
    deceased,
    gives_buprenorphine,
    open_courses,
    paused,
    prescriptions,
)
from careplan.audit.review.measures.units import open_services
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode, Service
from careplan.audit.review.rules.measure import (
    Case,
    Deed,
    Form,
    Kept,
    Measure,
    Measures,
    Reason,
    Reasons,
    Values,
)
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import (
    Exclusion,
    Line,
    Verdict,
    cannot_tell,
    either,
    left_out,
    met,
    not_met,
)
from careplan.prescribing.codes import DEPOTS, Drug
from careplan.prescribing.rules.days import day_no
from careplan.prescribing.rules.facts import Course, Order, Prescription


def away(case: Case[Course], census: Census) -> Verdict | None:
    """Died, or cared for elsewhere on the census."""
    if deceased(case.episode, census.on):
        return left_out(Exclusion.DECEASED)
    return left_out(Exclusion.PAUSED) if paused(case.episode, census.on) else None


def maintenance(case: Case[Course], drug: str, census: Census) -> Order | Verdict:
    """The maintenance order a dose measure reads, or why the course is left out."""
    order = case.record.order_on(census.on)
    if case.record.drug != drug:
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


def dose(case: Case[Course], census: Census) -> Verdict:
    """4.1a: milligrams a day of oral methadone maintenance."""
    order = maintenance(case, Drug.METHADONE, census)
    return order if isinstance(order, Verdict) else met("maintained", Fraction(order.daily_mg))


def dose_outside(case: Case[Course], census: Census, numbers: Numbers) -> Verdict:
    """4.1b: whether the same dose lies outside the usual band, whose two ends are inside."""
    order = maintenance(case, Drug.METHADONE, census)
    if isinstance(order, Verdict):
        return order
    if order.daily_mg < numbers.exact("usual_least"):
        return met("below_60")
    return either(order.daily_mg > numbers.exact("usual_most"), "above_90", "from_60_to_90")


def oral_mixture(case: Case[Prescription], census: Census) -> Verdict:
    """4.1c: whether a methadone prescription signed in the period is for oral mixture."""
    if not census.covers(case.record.signed_on):
        return left_out("not_signed_in_period")
    if case.record.status == "cancelled":
        return left_out(Exclusion.CANCELLED)
    return either(case.record.formulation == "oral_mixture", "oral_mixture", "other_formulation")


def buprenorphine_in_range(case: Case[Course], census: Census, numbers: Numbers) -> Verdict:
    """4.2: whether a daily buprenorphine maintenance dose lies in its band."""
    order = maintenance(case, Drug.BUPRENORPHINE, census)
    if isinstance(order, Verdict):
        return order
    if order.daily_mg < numbers.exact("ideal_least"):
        return not_met("below_12")
    return either(order.daily_mg <= numbers.exact("ideal_most"), "from_12_to_24", "above_24")


def supervised(case: Case[Course], drug: str, census: Census) -> int | Verdict:
    """Supervised days a week, or why the course is left out.

    Buprenorphine needs an order too: depots are not daily. Methadone counts in any formulation.
    """
    outside = away(case, census)
    if outside is not None:
        return outside
    if drug == Drug.BUPRENORPHINE:
        order = case.record.order_on(census.on)
        if order is None:
            return cannot_tell(Exclusion.NO_DOSE_ORDER)
        if order.formulation in DEPOTS:
            return left_out(Exclusion.DEPOT)
    week = case.record.week_on(census.on)
    return cannot_tell(Exclusion.NO_REGIMEN) if week is None else week.supervised_days


def early_supervision(case: Case[Course], census: Census, drug: str, numbers: Numbers) -> Verdict:
    """4.3: whether consumption is supervised on enough days a week in the first weeks."""
    if case.record.drug != drug:
        return left_out("other_drug")
    if day_no(case.record.first_dose_on, census.on) > numbers.whole("first_weeks"):
        return left_out("after_12_weeks")
    days = supervised(case, drug, census)
    if isinstance(days, Verdict):
        return days
    return either(days >= numbers.whole("enough_days"), "three_or_more", "under_three")


def late_supervision(case: Case[Course], census: Census, drug: str, numbers: Numbers) -> Verdict:
    """4.4: whether supervision is all or nothing after the first weeks."""
    if case.record.drug != drug:
        return left_out("other_drug")
    if day_no(case.record.first_dose_on, census.on) <= numbers.whole("first_weeks"):
        return left_out("first_12_weeks")
    days = supervised(case, drug, census)
    if isinstance(days, Verdict):
        return days
    if days < numbers.whole("least_days"):
        return met("no_day")
    return either(days > numbers.whole("most_days"), "five_or_more", "one_to_four")


def audited(case: Case[Service], census: Census, numbers: Numbers) -> Verdict:
    """4.5: whether a clinical audit was signed off lately."""
    first = census.back(numbers.whole("audit_months"))
    lately = any(first < one.completed_on <= census.on for one in case.record.audits)
    return either(lately, "audited", "not_audited")


def course_id(line: Line, _episode: Episode, _census: Census) -> Values:
    """The course that a line names."""
    return {"course_id": line.id}


DOSES = "doses"
SUPERVISE_MORE = Deed("course supervised on three days or more", "courses supervised on three days or more")
SUPERVISE_SOME = Deed("course supervised on one to four days", "courses supervised on one to four days")
AUDIT = Deed(
    "clinical audit signed off, with its findings and actions,",
    "clinical audits signed off, with their findings and actions,",
)
PRESCRIBING = Form("prescribing.overview", "Open prescribing")
WEEK = Form("prescribing.week", "Look at the week with the client", course_id)
DOSE = Form("prescribing.overview", "Look at the dose with the client")
REASONS: Reasons = {
    "deceased": Reason("the client had died"),
    "paused": Reason("in prison, hospital or residential treatment elsewhere"),
    "no_dose_order": Reason("no dose order in force", Form("prescribing.order", "Order the dose", course_id)),
    "injectable": Reason("injectable methadone"),
    "depot": Reason("depot, not daily"),
    "no_regimen": Reason("no weekly regimen in force", Form("prescribing.week", "Set the week", course_id)),
    "cancelled": Reason("prescription cancelled"),
    "maintained": Reason("oral methadone, maintenance"),
    "below_60": Reason("under 60 mg", DOSE),
    "above_90": Reason("over 90 mg", DOSE),
    "from_60_to_90": Reason("from 60 to 90 mg"),
    "oral_mixture": Reason("oral mixture"),
    "other_formulation": Reason("another formulation"),
    "below_12": Reason("under 12 mg", DOSE),
    "from_12_to_24": Reason("from 12 to 24 mg"),
    "above_24": Reason("over 24 mg", DOSE),
    "three_or_more": Reason("supervised on three days a week or more"),
    "under_three": Reason("supervised on fewer than three days a week", WEEK),
    "no_day": Reason("supervised on no day", WEEK),
    "five_or_more": Reason("supervised on five days a week or more", WEEK),
    "one_to_four": Reason("supervised on one to four days a week"),
    "audited": Reason("an audit was signed off in 18 months"),
    "not_audited": Reason("no audit was signed off in 18 months"),
}


def measures(numbers: Numbers) -> Measures:
    """The measures of this criterion."""
    early, late = (partial(one, numbers=numbers) for one in (early_supervision, late_supervision))
    courses = partial(Measure, open_courses, kind="course", mended=PRESCRIBING)
    methadone = partial(prescriptions, drug=Drug.METHADONE)
    audits = Kept("clinical_audits", "Open clinical audits")
    return {
        "4.1a": courses(dose, every=True, picture=DOSES, look="doses of methadone maintenance"),
        "4.1b": courses(
            partial(dose_outside, numbers=numbers),
            look="doses of methadone maintenance under 60 mg or over 90 mg",
        ),
        "4.1c": Measure(methadone, oral_mixture, kind="prescription", mended=PRESCRIBING, past=True),
        "4.2": courses(
            partial(buprenorphine_in_range, numbers=numbers),
            applies=gives_buprenorphine,
            look="doses of buprenorphine outside 12 to 24 mg",
        ),
        "4.3a": courses(partial(early, drug=Drug.METHADONE), deed=SUPERVISE_MORE),
        "4.3b": courses(
            partial(early, drug=Drug.BUPRENORPHINE), applies=gives_buprenorphine, deed=SUPERVISE_MORE
        ),
        "4.4a": courses(partial(late, drug=Drug.METHADONE), deed=SUPERVISE_SOME),
        "4.4b": courses(
            partial(late, drug=Drug.BUPRENORPHINE), applies=gives_buprenorphine, deed=SUPERVISE_SOME
        ),
        "4.5": Measure(
            open_services, partial(audited, numbers=numbers), kept=audits, mended=PRESCRIBING, deed=AUDIT
        ),
    }
