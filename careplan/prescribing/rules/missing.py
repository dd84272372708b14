"""The ladder of missed doses: M11 for methadone, B7 for buprenorphine.

After a time away (prison, hospital, residential elsewhere) its days count towards tolerance, not as missed.
0–1 record · 2 tell the keyworker · 3–4 stop until reassessed · 5 or more: start again as for a new client.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import ONE_DAY, Facts, day_words, dose_on, on_depot, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding, remark
from careplan.prescribing.rules.missed import (
    Run,
    current_run,
    last_seen,
    never_logged,
    ordered,
    reassessed,
    resumed,
    unanswered,
    unfit,
)
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard

DETAILED = 14
"""Runs up to this many days are told in detail."""

WITHHOLD = "withhold. Reassess again when the client is no longer intoxicated"

RULE = {Drug.METHADONE: "M11", Drug.BUPRENORPHINE: "B7"}


def restart_max(drug: Drug, standard: Standard) -> Decimal:
    """The highest dose that counts as a new induction after a long run of missed days, in mg."""
    return standard["methadone_start_max" if drug is Drug.METHADONE else "buprenorphine_start_max"].value


def run_words(run: Run) -> str:
    """3 missed days in a row since 7 March 2026 (1 not logged); 9 days without a known dose since … (7 in prison)."""
    days = "1 missed day" if run.days == 1 else f"{run.days} missed days in a row"
    notes = []
    if run.away:
        days = f"{run.unknown} days without a known dose"
        notes.append(f"{run.away} of them away: {run.where}")
    if run.logged < run.days <= DETAILED:
        notes.append(f"{run.days - run.logged} of them not logged")
    if run.by_service:
        notes.append(f"{run.by_service} because of the service")
    return f"{days} since {day_words(run.since)}" + (f" ({', '.join(notes)})" if notes else "")


def order_after_missed(proposal: Proposal) -> tuple[Finding, ...]:
    """M11 or B7 on the order about to be made; depots have their own window."""
    if proposal.depot:
        return ()
    findings = ladder(proposal.facts, proposal.run, proposal.on, proposal.mg, proposal.standard)
    return findings if any(one.blocks for one in findings) else (*findings, *_unanswered(proposal))


def _unanswered(proposal: Proposal) -> Iterator[Finding]:
    """A dose given in spite of the stop does not lift it: the next order is made after a reassessment."""
    facts, stop = proposal.facts, proposal.standard["missed_reassess"]
    look_back = proposal.standard["missed_look_back"].whole
    run = unanswered(facts, min(proposal.on, proposal.today), stop.whole, look_back)
    if run is not None:
        ended = run.since + timedelta(days=run.unknown)
        message = f"{run_words(run)}, ended by a dose on {day_words(ended)}: stop until reassessed"
        yield finding(RULE[facts.drug], Severity.BLOCK, message, run.unknown, stop)


def restarts(proposal: Proposal) -> bool:
    """Whether the order is a new start after many days without a known dose."""
    many = proposal.standard["missed_reinduct"].whole
    return proposal.run.unknown >= many and not never_logged(proposal.facts, proposal.on)


def dose_after_missed(facts: Facts, day: date, today: date, standard: Standard) -> tuple[Finding, ...]:
    """M11 or B7 on giving the current dose on `day`; M13 where the client was last seen intoxicated.

    From 5 missed days a dose is given only on an order or a reassessment made since, at a starting dose.
    """
    mg = dose_on(facts.orders, day)
    if mg is None or on_depot(facts.orders, day):
        return ()
    run = current_run(facts, day, today)
    findings = ladder(facts, run, day, mg, standard)
    if not findings and (seen := unfit(facts, run, day)):
        message = f"Seen intoxicated on {day_words(seen.on)}: {WITHHOLD}"
        return (remark("M13", Severity.BLOCK, message, standard["intoxicated_withheld"]),)
    reinduct = standard["missed_reinduct"]
    if run.unknown < reinduct.whole or never_logged(facts, day) or any(one.blocks for one in findings):
        return findings
    if reassessed(facts, run, day, reinduct.whole) or _ordered_since(facts, run, day, reinduct.whole):
        return findings
    message = f"{run_words(run)}: stop until reassessed. Start again as for a new client"
    return (finding(RULE[facts.drug], Severity.BLOCK, message, run.unknown, reinduct),)


def _ordered_since(facts: Facts, run: Run, day: date, reinduct: int) -> bool:
    """Whether a dose was ordered anew: made from the last of the missed days on, which one planned before was not."""
    first = run.since + timedelta(days=reinduct)
    return ordered(facts, first - ONE_DAY, first, day)


def ladder(facts: Facts, run: Run, day: date, mg: Decimal, standard: Standard) -> tuple[Finding, ...]:
    """What a run of days without a known dose says about giving `mg` on `day`."""
    rule = RULE[facts.drug]
    notify, stop = standard["missed_notify"], standard["missed_reassess"]
    if run.unknown < notify.whole:
        return ()
    words = run_words(run)
    if seen := unfit(facts, run, day):
        message = f"{words}, seen intoxicated on {day_words(seen.on)}: {WITHHOLD}"
        return (finding(rule, Severity.BLOCK, message, run.unknown, stop),)
    if run.away and run.unknown >= stop.whole and not _uncounted(facts, run, day):
        return _returned(facts, run, day, mg, standard)
    if never_logged(facts, day):
        message = (
            f"No dose of this course is logged, so missed days cannot be counted since {day_words(run.since)}"
        )
        return (finding(rule, Severity.INFORM, message, run.unknown, notify),)
    if run.unknown >= standard["missed_reinduct"].whole:
        return _restart(facts, run, mg, standard)
    if run.unknown < stop.whole:
        told = (
            "same dose if not intoxicated" if run.away else "tell the keyworker; same dose if not intoxicated"
        )
        return (finding(rule, Severity.INFORM, f"{words}: {told}", run.unknown, notify),)
    if reassessed(facts, run, day, stop.whole):
        message = f"{words}, reassessed since: consider restarting on a lower dose"
        return (finding(rule, Severity.INFORM, message, run.unknown, stop),)
    return (finding(rule, Severity.BLOCK, f"{words}: stop until reassessed", run.unknown, stop),)


def _uncounted(facts: Facts, run: Run, day: date) -> bool:
    """Whether no dose is ever logged here, and the client was seen, or a dose ordered, since the return."""
    back_on = run.back_on or day
    seen = last_seen(facts, back_on, day)
    return never_logged(facts, day) and (ordered(facts, run.since, back_on, day) or seen is not None)


def _returned(facts: Facts, run: Run, day: date, mg: Decimal, standard: Standard) -> tuple[Finding, ...]:
    """After a time away: seen again first; then the dose goes on where it was confirmed, else a new start."""
    rule, stop = RULE[facts.drug], standard["missed_reassess"]
    if not reassessed(facts, run, day, stop.whole):
        message = (
            f"{run_words(run)}: tolerance may have changed; stop until reassessed"
            f"{'' if run.back_on == date.max else ' after the return'}"
        )
        return (finding(rule, Severity.BLOCK, message, run.unknown, stop),)
    if run.unknown < standard["missed_reinduct"].whole or resumed(facts, run, day, stop.whole):
        message = f"{run_words(run)}, reassessed since the return"
        return (finding(rule, Severity.INFORM, message, run.unknown, stop),)
    return _restart(facts, run, mg, standard)


def _restart(facts: Facts, run: Run, mg: Decimal, standard: Standard) -> tuple[Finding, ...]:
    rule, reinduct = RULE[facts.drug], standard["missed_reinduct"]
    most = restart_max(facts.drug, standard)
    if mg <= most:
        message = f"{run_words(run)}: {plain(mg)} mg is a new start; titrate again from day 1"
        return (finding(rule, Severity.INFORM, message, run.unknown, reinduct),)
    message = (
        f"{run_words(run)}: tolerance may be lost. Start again at {plain(most)} mg or less; "
        f"{plain(mg)} mg is {plain(mg - most)} mg over"
    )
    return (finding(rule, Severity.BLOCK, message, run.unknown, reinduct),)
