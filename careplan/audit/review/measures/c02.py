"""Criterion 2, access to prescribing: waits, shared care in general practice, appointments out of hours."""

from fractions import Fraction
from functools import partial

from careplan.audit.review.measures.populations import interventions
from careplan.audit.review.measures.units import answer, open_services, partnership_share
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import RECORD, Case, Deed, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Exclusion, Verdict, cannot_tell, either, left_out, met
from careplan.clients.rules.facts import Intervention

SPECIALIST, PRIMARY_CARE = "specialist_prescribing", "primary_care_prescribing"


def wait(case: Case[Intervention], census: Census, kinds: frozenset[str]) -> Verdict:
    """Days from referral to first offer, for offers of the kinds in the period; started or not."""
    intervention = case.record
    if intervention.kind not in kinds:
        return left_out("other_kind")
    offered = intervention.days.first_offered_on
    if offered is None or not census.covers(offered):
        return left_out("not_offered_in_period")
    return met("offered", (offered - intervention.days.referred_on).days)


def reported_wait(case: Case[Service], census: Census) -> Verdict:
    """2.1c: the wait in days that the service itself reports."""
    days = answer(case.record, "2.1", "wait.reported_days", census.on)
    return cannot_tell(Exclusion.NO_RETURN) if days is None else met("answered", Fraction(days))


def out_of_hours(case: Case[Service], census: Census) -> Verdict:  # noqa: ARG001 - the shape of `judge`
    """2.3: whether the service has appointments outside office hours."""
    if case.record.out_of_hours is None:
        return cannot_tell(Exclusion.NOT_RECORDED)
    return either(case.record.out_of_hours, "out_of_hours", "office_hours_only")


REASONS: Reasons = {
    "not_recorded": Reason("not recorded"),
    "out_of_hours": Reason("appointments outside office hours"),
    "office_hours_only": Reason("no appointments outside office hours"),
    "offered": Reason("offered in the period"),
}


def measures(numbers: Numbers) -> Measures:  # noqa: ARG001 - the shape of all criteria
    """The measures of this criterion."""
    offers = partial(Measure, interventions, every=True, kind="intervention", mended=RECORD, past=True)
    specialist, primary_care = (partial(wait, kinds=frozenset({one})) for one in (SPECIALIST, PRIMARY_CARE))
    return {
        "2.1a": offers(specialist, picture=SPECIALIST),
        "2.1b": offers(primary_care, picture=PRIMARY_CARE),
        "2.1c": Measure(open_services, reported_wait, every=True, mended=RECORD, question="2.1"),
        "2.2": partnership_share("2.2", "practices.access", "practices.all", mended=RECORD),
        "2.3": Measure(
            open_services,
            out_of_hours,
            mended=RECORD,
            deed=Deed(
                "service with appointments outside office hours",
                "services with appointments outside office hours",
            ),
        ),
    }
