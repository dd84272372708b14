"""Reductions: how far a dose falls within a week (M15 for methadone, B19 for buprenorphine)."""

from datetime import date, timedelta
from decimal import Decimal

from careplan.prescribing.codes import DEPOTS, Drug, Phase
from careplan.prescribing.rules.due import due
from careplan.prescribing.rules.facts import ONE_DAY, Facts, on_depot, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.missed import missed_run
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard

WEEK = 7


def decrease(proposal: Proposal) -> tuple[Finding, ...]:
    """M15 or B19 when the dose falls. A lower dose after missed days is a restart, not a reduction."""
    high = highest(proposal)
    drop = high - proposal.mg
    depot = proposal.depot or proposal.order.formulation in DEPOTS
    restarts = proposal.run.unknown >= proposal.standard["missed_reassess"].whole
    if drop <= 0 or depot or restarts:
        return ()
    message = (
        f"Dose {plain(proposal.mg)} mg is {plain(drop)} mg below the {plain(high)} mg of the last {WEEK} days"
    )
    return (
        _methadone(proposal, drop, message)
        if proposal.facts.drug is Drug.METHADONE
        else _buprenorphine(proposal, drop, message)
    )


def stopping(facts: Facts, ended_on: date, today: date, standard: Standard) -> tuple[Finding, ...]:
    """M15 or B19 on ending a course at once from more than a week's reduction.

    M15 takes a second prescriber; of an end that lies in the past, which nobody can refuse any more, only a reason.
    Nothing is asked of a depot, which wears off, where another course goes on, or after days without a known dose.
    """
    methadone, last_on = facts.drug is Drug.METHADONE, ended_on - ONE_DAY
    limit = standard["methadone_reduce_warn" if methadone else "buprenorphine_reduce_max"]
    mg = due(facts, last_on, today, standard).mg
    goes_on = (
        any(one.open_on(ended_on) and one.order_on(ended_on) for one in facts.beside)
        or facts.away_on(ended_on) is not None
    )
    away = bool(facts.doses) and missed_run(facts, ended_on).unknown >= standard["missed_reassess"].whole
    if mg is None or mg <= limit.value or goes_on or away or on_depot(facts.orders, last_on):
        return ()
    message = (
        f"The course stops from {plain(mg)} mg in one step; from more than {plain(limit.value)} mg "
        "a dose is reduced first. Say why, and what the client was told of lost tolerance"
    )
    severity = Severity.SECOND if methadone and ended_on >= today else Severity.WARN
    return (finding("M15" if methadone else "B19", severity, message, mg, limit),)


def highest(proposal: Proposal) -> Decimal:
    """The highest dose in force in the week before the order, since titration began, in mg; 0 where there was none."""
    since = max(proposal.on - timedelta(days=WEEK), proposal.began)
    earlier = sorted(proposal.earlier, key=lambda order: order.effective_on)
    begun = [order for order in earlier if order.effective_on <= since][-1:]
    weeks = [*begun, *(order for order in earlier if order.effective_on > since)]
    return max((order.daily_mg for order in weeks if order.formulation not in DEPOTS), default=Decimal(0))


def _methadone(proposal: Proposal, drop: Decimal, message: str) -> tuple[Finding, ...]:
    inform, warn = proposal.standard["methadone_reduce_inform"], proposal.standard["methadone_reduce_warn"]
    if drop > warn.value:
        return (finding("M15", Severity.WARN, f"{message}; limit {plain(warn.value)} mg", drop, warn),)
    if drop > inform.value:
        return (finding("M15", Severity.INFORM, f"{message}; usual {plain(inform.value)} mg", drop, inform),)
    return ()


def _buprenorphine(proposal: Proposal, drop: Decimal, message: str) -> tuple[Finding, ...]:
    limit = proposal.standard["buprenorphine_reduce_max"]
    if drop <= limit.value or proposal.order.phase is Phase.DETOX:
        return ()
    return (finding("B19", Severity.WARN, f"{message}; limit {plain(limit.value)} mg", drop, limit),)
