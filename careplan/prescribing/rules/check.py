"""The door to the rules on orders: `check` asks each, `interruptions` names what deserves its own page."""

from collections.abc import Iterable, Iterator

from careplan.prescribing.rules.before_start import before_start
from careplan.prescribing.rules.changing import decrease, increase
from careplan.prescribing.rules.changing_drug import changing_drug
from careplan.prescribing.rules.depot_orders import depot_dose
from careplan.prescribing.rules.elsewhere import two_courses
from careplan.prescribing.rules.facts import Course, day_words
from careplan.prescribing.rules.findings import Context, Finding, in_context
from careplan.prescribing.rules.heart import heart
from careplan.prescribing.rules.medicines import beside
from careplan.prescribing.rules.missing import order_after_missed, restarts, run_words
from careplan.prescribing.rules.pregnancy import pregnancy
from careplan.prescribing.rules.products import buprenorphine_dose, maintenance_dose, product_chosen, young
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.reviewed import review_before_rise
from careplan.prescribing.rules.scattered import scattered
from careplan.prescribing.rules.slips import slips
from careplan.prescribing.rules.starting import after_break, confirmed_words, starting_dose
from careplan.prescribing.rules.testing import test_due


def beside_elsewhere(proposal: Proposal) -> tuple[Finding, ...]:
    """P12 between services, asked of a first dose and of one that begins anew."""
    if not proposal.starts:
        return ()
    return tuple(two_courses(proposal.elsewhere, proposal.plan, proposal.standard))


RULES = (
    beside_elsewhere,
    starting_dose,
    after_break,
    increase,
    decrease,
    buprenorphine_dose,
    maintenance_dose,
    product_chosen,
    young,
    depot_dose,
    before_start,
    changing_drug,
    review_before_rise,
    heart,
    beside,
    pregnancy,
    scattered,
    test_due,
)


def check(context: Context, proposal: Proposal) -> tuple[Finding, ...]:
    """All findings on an order, gravest first. On record nothing blocks: what happened is saved."""
    findings = [*_after_missed(proposal), *(one for rule in RULES for one in rule(proposal))]
    now = proposal.now
    if now is not None and restarts(now) and not proposal.starts:
        findings += starting_dose(now)
    return in_context(context, findings)


def _after_missed(proposal: Proposal) -> tuple[Finding, ...]:
    """Missed doses before the day the order begins; when dated back, before today too: the graver of the two."""
    judged = [order_after_missed(one) for one in (proposal, proposal.now) if one is not None]
    return max(judged, key=lambda findings: (any(one.blocks for one in findings), len(findings)))


def interruptions(proposal: Proposal, others: Iterable[Course] = ()) -> tuple[str, ...]:
    """Why the order is shown on a page of its own before it is saved; empty for an everyday order.

    `others` are the client's other courses: the first order of another drug is shown as well.
    """
    reasons = [
        *filter(None, [confirmed_words(proposal)]),
        *slips(proposal),
        *_another_drug(proposal, others),
    ]
    run = proposal.gravest_run
    stop = proposal.standard["missed_reassess"].whole
    if run.unknown >= stop and proposal.facts.doses and not proposal.depot:
        reasons.append(run_words(run))
    if (days := (proposal.on - proposal.today).days) > proposal.standard["order_ahead_shown"].whole:
        reasons.append(f"This order begins on {day_words(proposal.on)}, {days} days from today")
    return tuple(reasons)


def _another_drug(proposal: Proposal, others: Iterable[Course]) -> Iterator[str]:
    drug = proposal.facts.drug
    courses = [one for one in others if one.drug is not drug and one.first_dose_on <= proposal.on]
    if courses and not proposal.earlier:
        last = max(courses, key=lambda one: one.first_dose_on)
        until = f"until {day_words(last.ended_on)}" if last.ended_on else "and still is"
        yield f"This is {drug}. The client was on {last.drug} from {day_words(last.first_dose_on)} {until}"
