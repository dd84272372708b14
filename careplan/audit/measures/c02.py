"""Criterion 2, access: calculated waits from referral to first offer (question 2.1)."""

from fractions import Fraction

from careplan.audit.measures.populations import InterventionCase, interventions
from careplan.audit.rules.census import Census
from careplan.audit.rules.measure import Measure, Measures
from careplan.audit.rules.verdict import Verdict, left_out, met


def wait(case: InterventionCase, kind: str, census: Census) -> Verdict:
    """Days from referral to first offer, for offers of the kind in the period; started or not."""
    intervention = case.intervention
    if intervention.kind != kind:
        return left_out("other_kind")
    offered = intervention.first_offered_on
    if offered is None or not census.covers(offered):
        return left_out("not_offered_in_period")
    return met("offered", Fraction((offered - intervention.referred_on).days))


def wait_specialist(case: InterventionCase, census: Census) -> Verdict:
    """2.1a: wait for specialist prescribing."""
    return wait(case, "specialist_prescribing", census)


def wait_primary_care(case: InterventionCase, census: Census) -> Verdict:
    """2.1b: wait for primary care prescribing."""
    return wait(case, "primary_care_prescribing", census)


MEASURES: Measures = {
    "2.1a": Measure(interventions, wait_specialist, every=True),
    "2.1b": Measure(interventions, wait_primary_care, every=True),
}
