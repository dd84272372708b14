"""M6: while a dose climbs somebody sees the client first."""

from collections.abc import Iterator
from datetime import timedelta

from careplan.prescribing.codes import DEPOTS, Drug
from careplan.prescribing.rules.changing import WEEK
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.proposal import Proposal


def review_before_rise(proposal: Proposal) -> Iterator[Finding]:
    """M6 on an increase of methadone in the first days: a review face to face, or a reassessment, shortly before it."""
    health, uk = proposal.health, proposal.standard
    watched = proposal.facts.drug is Drug.METHADONE and proposal.order.formulation not in DEPOTS
    if health is None or not watched or not proposal.rises or proposal.day > uk["increase_review_days"].whole:
        return
    limit = uk["increase_review_week1" if proposal.day <= WEEK else "increase_review_week2"]
    made_on = min(proposal.on, proposal.today)
    since = made_on - timedelta(days=limit.whole)
    seen = [*(one.day for one in health.reviews), *(one.on for one in proposal.facts.seen)]
    if any(since <= day <= made_on for day in seen):
        return
    last = max((day for day in seen if day <= made_on), default=None)
    days = (
        "no review is recorded"
        if last is None
        else f"the last review was {(made_on - last).days} days before"
    )
    message = (
        f"Day {proposal.day} increase, and {days}; in the first {uk['increase_review_days'].whole} days the client "
        f"is seen face to face at most {limit.whole} {'day' if limit.whole == 1 else 'days'} before"
    )
    yield finding("M6", Severity.WARN, message, (made_on - last).days if last else 0, limit)
