"""Criterion 1, commissioning: the elements of the service level agreement, as both sides report them (1.1)."""

from careplan.audit.review.measures.units import answer, open_services, parts_of
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import Case, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Exclusion, Verdict, cannot_tell, worth

CORE = frozenset({"definition", "description", "eligibility"})
ELEMENTS = CORE | {"aims", "priority_groups", "exclusions", "policies"}


def agreement(case: Case[Service], census: Census) -> Verdict:
    """1.1: the elements that both report; all seven are good, the three core ones fair, one side missing is weak."""
    sides = [answer(case.record, "1.1", key, census.on) for key in ("sla.provider", "sla.commissioner")]
    if sides == [None, None]:
        return cannot_tell(Exclusion.NO_RETURN)
    both = ELEMENTS.intersection(*(parts_of(side or "") for side in sides))
    part, whole = len(both), len(ELEMENTS)
    if None in sides:
        return worth("one_side_missing", Band.WEAK, part, whole)
    if both == ELEMENTS:
        return worth("all_elements", Band.GOOD, part, whole)
    if both >= CORE:
        return worth("core_elements", Band.FAIR, part, whole)
    return worth("core_element_missing", Band.WEAK, part, whole)


REASONS: Reasons = {
    "all_elements": Reason("both sides report all seven elements"),
    "core_elements": Reason("both sides report the three core elements"),
    "core_element_missing": Reason("a core element is not reported by both sides"),
    "one_side_missing": Reason("one side gave no answer"),
}


def measures(numbers: Numbers) -> Measures:  # noqa: ARG001 - the shape of all criteria
    """The measures of this criterion."""
    return {"1.1": Measure(open_services, agreement, every=True, question="1.1")}
