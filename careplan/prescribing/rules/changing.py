"""Changes of a dose: increases of methadone (M3, M4, M5, M11b), reductions (M15, B19), and stopping in one step."""

from datetime import date, timedelta
from decimal import Decimal

from careplan.prescribing.codes import DEPOTS, Drug, Phase
from careplan.prescribing.rules.due import due
from careplan.prescribing.rules.facts import ONE_DAY, Facts, day_words, on_depot, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.missed import missed_run
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard

WEEK = 7


def increase(proposal: Proposal) -> tuple[Finding, ...]:
    """What M3, M4, M5 and M11b say when the dose goes up; nothing when it does not."""
    if proposal.facts.drug is not Drug.METHADONE or not proposal.rises:
        return ()
    return (*step(proposal), *week_rise(proposal), *days_between(proposal), *after_missed(proposal))


def step(proposal: Proposal) -> tuple[Finding, ...]:
    """M3: how far a dose may rise from one day to the next."""
    limit = proposal.standard["methadone_step_max"]
    before = proposal.before
    rise = proposal.mg - before.daily_mg if before else proposal.mg
    if before is None or rise <= limit.value:
        return ()
    message = (
        f"Day {proposal.day} dose {plain(proposal.mg)} mg is {plain(rise)} mg above the day before "
        f"({plain(before.daily_mg)} mg); limit {plain(limit.value)} mg ({plain(rise - limit.value)} mg over)"
    )
    return (finding("M3", Severity.WARN, message, rise, limit),)


def week_rise(proposal: Proposal) -> tuple[Finding, ...]:
    """M4: how far a dose may rise above day 1 in the first week, above that of a week before from then on."""
    limit = proposal.standard["methadone_rise_7d_max"]
    base_on, base = proposal.week_base
    if base is None or proposal.mg - base <= limit.value:
        return ()
    rise = proposal.mg - base
    if base_on == proposal.began:
        against = "the day-1 dose"
    else:
        against = f"the dose 7 days before ({plain(base)} mg on {day_words(base_on)})"
    message = (
        f"Day {proposal.day} dose {plain(proposal.mg)} mg is {plain(rise)} mg above {against}; "
        f"limit {plain(limit.value)} mg ({plain(rise - limit.value)} mg over)"
    )
    return (finding("M4", Severity.SECOND, message, rise, limit),)


def days_between(proposal: Proposal) -> tuple[Finding, ...]:
    """M5: after the first week, how many days lie between two increases."""
    limit = proposal.standard["methadone_days_between"]
    last = proposal.last_rise_on
    if last is None or proposal.day <= WEEK or (proposal.on - last).days >= limit.whole:
        return ()
    days = (proposal.on - last).days
    message = (
        f"Day {proposal.day} increase comes {days} {'day' if days == 1 else 'days'} after the last one "
        f"({day_words(last)}); at least {limit.whole} days lie between increases after day {WEEK}"
    )
    return (finding("M5", Severity.WARN, message, days, limit),)


def after_missed(proposal: Proposal) -> tuple[Finding, ...]:
    """M11b: no increase soon after a missed dose; today counts once its dose is logged."""
    limit, facts = proposal.standard["missed_rise_days"], proposal.facts
    if not facts.doses:
        return ()
    logged = {dose.on for dose in facts.doses}
    days = [proposal.on - timedelta(days=back) for back in range(1, limit.whole + 1)]
    missed = [
        day
        for day in days
        if facts.first_dose_on <= day and (day < proposal.today or day in logged) and day not in facts.covered
    ]
    missed = [day for day in missed if day <= proposal.today and facts.away_on(day) is None]
    if not missed:
        return ()
    last = max(missed)
    gone = (proposal.on - last).days
    words = "1 day" if gone == 1 else f"{gone} days"
    message = (
        f"Day {proposal.day} increase comes {words} after the missed dose of {day_words(last)}; "
        f"more than {limit.whole} days lie between a missed dose and an increase"
    )
    return (finding("M11b", Severity.WARN, message, gone, limit),)


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


def stopping(
    facts: Facts, ended_on: date, today: date, standard: Standard, *, prescribed: bool = False
) -> tuple[Finding, ...]:
    """M15 or B19 on ending a course at once from more than a week's reduction; `prescribed`: a prescription stands.

    M15 takes a second prescriber; of an end that has happened, which nobody can refuse any more, only a reason.
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
    second = methadone and (prescribed or _decides(facts, ended_on, today, standard))
    severity = Severity.SECOND if second else Severity.WARN
    return (finding("M15" if methadone else "B19", severity, message, mg, limit),)


def _decides(facts: Facts, ended_on: date, today: date, standard: Standard) -> bool:
    """Whether an end takes away a dose that would be given today, whatever day it is written for."""
    if ended_on >= today:
        return True
    lasts = bool(facts.doses) and missed_run(facts, today).unknown < standard["missed_reassess"].whole
    return lasts and facts.away_on(today) is None


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
