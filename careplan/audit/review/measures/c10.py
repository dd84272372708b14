"""Criterion 10, pathways: inter-agency policies, referral on, care co-ordination, intervals of review."""

from functools import partial

from careplan.audit.review.measures.c05 import APPROVE, POLICIES, in_place, policies
from careplan.audit.review.measures.units import answer, open_services, service_share, service_yes
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import Case, Deed, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Exclusion, Verdict, cannot_tell, worth
from careplan.governance.codes import INTER_AGENCY_POLICIES


def review_months(case: Case[Service], census: Census, numbers: Numbers) -> Verdict:
    """10.4: months to the first review and between later ones; half an answer is none."""
    keys = ("review.first_months", "review.then_months")
    first, then = (answer(case.record, "10.4", key, census.on) for key in keys)
    if first is None or then is None:
        return cannot_tell(Exclusion.NO_RETURN)
    if int(first) <= numbers.whole("first_review_months"):
        if int(then) <= numbers.whole("later_review_months"):
            return worth("reviewed_often", Band.EXCELLENT)
        if int(then) <= numbers.whole("yearly_review_months"):
            return worth("reviewed_yearly", Band.GOOD)
    if int(first) <= numbers.whole("late_first_review_months"):
        return worth("reviewed_in_half_a_year", Band.FAIR)
    return worth("reviewed_rarely", Band.WEAK)


AGREE = Deed("protocol for care co-ordination agreed", "protocols for care co-ordination agreed")
REASONS: Reasons = {
    "reviewed_often": Reason("within 3 months, then within 6"),
    "reviewed_yearly": Reason("within 3 months, then within 12"),
    "reviewed_in_half_a_year": Reason("first within 6 months"),
    "reviewed_rarely": Reason("first after more than 6 months"),
}


def measures(numbers: Numbers) -> Measures:
    """The measures of this criterion."""
    return {
        "10.1": Measure(
            partial(policies, names=INTER_AGENCY_POLICIES), in_place, kept=POLICIES, deed=APPROVE
        ),
        "10.2": service_share("10.2", "support.positive", "support.respondents"),
        "10.3": service_yes("10.3", "coordination.protocol", deed=AGREE),
        "10.4": Measure(open_services, partial(review_months, numbers=numbers), question="10.4"),
    }
