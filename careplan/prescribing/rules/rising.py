"""Increases of methadone: the step (M3), the week (M4), the days between (M5), missed doses before (M11b)."""

from datetime import timedelta

from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import day_words, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.proposal import Proposal

FIRST_WEEK = 7


def increase(proposal: Proposal) -> tuple[Finding, ...]:
    """What M3, M4, M5 and M11b say when the dose goes up; nothing when it does not."""
    if proposal.facts.drug is not Drug.METHADONE or not proposal.rises:
        return ()
    return (*step(proposal), *week_rise(proposal), *days_between(proposal), *after_missed(proposal))


def step(proposal: Proposal) -> tuple[Finding, ...]:
    """M3: no more than 10 mg from one day to the next."""
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
    """M4: no more than 30 mg above day 1 in the first week, above the dose 7 days before from then on."""
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
    """M5: after day 7, at least 3 days from one increase to the next."""
    limit = proposal.standard["methadone_days_between"]
    last = proposal.last_rise_on
    if last is None or proposal.day <= FIRST_WEEK or (proposal.on - last).days >= limit.whole:
        return ()
    days = (proposal.on - last).days
    message = (
        f"Day {proposal.day} increase comes {days} {'day' if days == 1 else 'days'} after the last one "
        f"({day_words(last)}); at least {limit.whole} days lie between increases after day {FIRST_WEEK}"
    )
    return (finding("M5", Severity.WARN, message, days, limit),)


def after_missed(proposal: Proposal) -> tuple[Finding, ...]:
    """M11b: no increase within 3 days after a missed dose; today counts once its dose is logged."""
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
