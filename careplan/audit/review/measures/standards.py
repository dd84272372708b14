"""Standards of care planning that the improvement review does not ask for: signatures, and the four domains."""

from functools import partial

from careplan.audit.review.measures.care_plan import OPEN_PLAN, plan_of
from careplan.audit.review.measures.populations import episodes
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode
from careplan.audit.review.rules.measure import Case, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Verdict, either
from careplan.plans.rules.facts import Plan

# The four domains of care planning; health is split in two in the plan, and two domains are added to the four.
DOMAINS = {
    "drug_alcohol": "drug_and_alcohol_use",
    "harm_reduction": "drug_and_alcohol_use",
    "physical": "health",
    "psychological": "health",
    "legal": "offending",
    "social": "social_functioning",
    "family_children": "social_functioning",
}


def signed(case: Case[Episode], census: Census) -> Verdict:
    """The active plan carries the client's signature beside that of the worker who recorded the agreement."""
    plan = plan_of(case, census)
    return plan if isinstance(plan, Verdict) else either(plan.agreement == "signed", "signed", "not_signed")


def covered(plan: Plan) -> frozenset[str]:
    """The domains, of the four, in which the plan has a goal."""
    return frozenset(DOMAINS[goal.domain] for goal in plan.goals if goal.domain in DOMAINS)


def whole_life(case: Case[Episode], census: Census, numbers: Numbers) -> Verdict:
    """The active plan has a goal in all four domains."""
    plan = plan_of(case, census)
    if isinstance(plan, Verdict):
        return plan
    return either(len(covered(plan)) >= numbers.whole("domains"), "domains_covered", "domain_missing")


REASONS: Reasons = {
    "signed": Reason("signed"),
    "not_signed": Reason("not signed by the client", OPEN_PLAN),
    "domains_covered": Reason("a goal in each of the four domains"),
    "domain_missing": Reason("no goal in one of the four domains", OPEN_PLAN),
}


def measures(numbers: Numbers) -> Measures:
    """The measures of this room."""
    return {
        "plan_signed": Measure(episodes, signed, kind="episode", mended=OPEN_PLAN),
        "plan_domains": Measure(
            episodes, partial(whole_life, numbers=numbers), kind="episode", mended=OPEN_PLAN
        ),
    }
