"""Pregnancy: M17 no reduction that brings on withdrawal, B20 which buprenorphine."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from careplan.prescribing.codes import Drug, Formulation
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.findings import Finding, Severity, finding, remark
from careplan.prescribing.rules.proposal import Proposal


def pregnancy(proposal: Proposal) -> Iterator[Finding]:
    """M17 or B20; nothing where no pregnancy is told of."""
    health, uk = proposal.health, proposal.standard
    if health is None or not health.pregnant(proposal.on, uk):
        return
    if proposal.facts.drug is Drug.BUPRENORPHINE:
        yield from _buprenorphine(proposal)
        return
    weeks = health.weeks(proposal.on, uk)
    second, third = uk["pregnancy_second"], uk["pregnancy_third"]
    if proposal.falls and weeks is not None and second.value <= weeks < third.value:
        yield from _step(proposal, weeks)
    elif proposal.falls:
        when = "of which the day is not recorded" if weeks is None else f"week {weeks}"
        message = f"Pregnant, {when}: the dose is not reduced before week {second.whole} nor from week {third.whole} on"
        yield finding("M17", Severity.SECOND, message, weeks or 0, third)
    elif weeks is not None and weeks >= third.value:
        message = f"Pregnant, week {weeks}: a higher or a split dose may be needed. Ask about withdrawal"
        yield finding("M17", Severity.INFORM, message, weeks, third)


def _step(proposal: Proposal, weeks: int) -> Iterator[Finding]:
    """In the second trimester small steps, some days apart."""
    limit, days = proposal.standard["pregnancy_step"], proposal.standard["pregnancy_step_days"]
    since = proposal.on - timedelta(days=days.whole)
    before = [one for one in proposal.earlier if one.effective_on <= since]
    recent = [one.daily_mg for one in proposal.earlier if one.effective_on > since]
    in_force = max(before, key=lambda one: one.effective_on).daily_mg if before else Decimal(0)
    drop = max([in_force, *recent]) - proposal.mg
    if drop > limit.value:
        message = (
            f"Pregnant, week {weeks}: {plain(drop)} mg less within {days.whole} days; "
            f"limit {plain(limit.value)} mg ({plain(drop - limit.value)} mg over)"
        )
        yield finding("M17", Severity.WARN, message, drop, limit)


def _buprenorphine(proposal: Proposal) -> Iterator[Finding]:
    source = proposal.standard["pregnancy_weeks"]
    if proposal.order.formulation is Formulation.SUBLINGUAL_WITH_NALOXONE:
        words = "Pregnant: buprenorphine with naloxone is usually changed to buprenorphine alone"
    else:
        words = "Pregnant: buprenorphine goes on where the client is stable"
    yield remark("B20", Severity.INFORM, words, source)
