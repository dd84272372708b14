"""The ladder of missed doses: M11 for methadone, B7 for buprenorphine.

0–1 record · 2 tell the keyworker · 3–4 stop until reassessed · 5 or more: start again as for a new client.
"""

from datetime import date
from decimal import Decimal

from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import Facts, day_words, dose_on, on_depot, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.missed import Run, current_run, never_logged, reassessed
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard

DETAILED = 14
"""Runs up to this many days are told in detail."""

RULE = {Drug.METHADONE: "M11", Drug.BUPRENORPHINE: "B7"}


def restart_max(drug: Drug, standard: Standard) -> Decimal:
    """The highest dose that counts as a new induction after a long run of missed days, in mg."""
    return standard["methadone_start_max" if drug is Drug.METHADONE else "buprenorphine_start_max"].value


def run_words(run: Run) -> str:
    """3 missed days in a row since 7 March 2026 (1 not logged)."""
    days = "1 missed day" if run.days == 1 else f"{run.days} missed days in a row"
    notes = []
    if run.logged < run.days <= DETAILED:
        notes.append(f"{run.days - run.logged} of them not logged")
    if run.by_service:
        notes.append(f"{run.by_service} because of the service")
    return f"{days} since {day_words(run.since)}" + (f" ({', '.join(notes)})" if notes else "")


def order_after_missed(proposal: Proposal) -> tuple[Finding, ...]:
    """M11 or B7 on the order about to be made; depots have their own window."""
    if proposal.depot:
        return ()
    return ladder(proposal.facts, proposal.run, proposal.on, proposal.mg, proposal.standard)


def dose_after_missed(facts: Facts, day: date, today: date, standard: Standard) -> tuple[Finding, ...]:
    """M11 or B7 on giving the current dose on `day`.

    From 5 missed days a dose is given only on an order or a reassessment made since, at a starting dose.
    """
    mg = dose_on(facts.orders, day)
    if mg is None or on_depot(facts.orders, day):
        return ()
    run = current_run(facts, day, today)
    found = ladder(facts, run, day, mg, standard)
    reinduct = standard["missed_reinduct"]
    if run.days < reinduct.whole or never_logged(facts, day) or any(one.blocks for one in found):
        return found
    if reassessed(facts, run, day, reinduct.whole) or _ordered_since(facts, run, day, reinduct.whole):
        return found
    message = f"{run_words(run)}: stop until reassessed. Start again as for a new client"
    return (finding(RULE[facts.drug], Severity.BLOCK, message, run.days, reinduct),)


def _ordered_since(facts: Facts, run: Run, day: date, reinduct: int) -> bool:
    return any(
        (order.effective_on - run.since).days >= reinduct and order.effective_on <= day
        for order in facts.orders
    )


def ladder(facts: Facts, run: Run, day: date, mg: Decimal, standard: Standard) -> tuple[Finding, ...]:
    """What a run of missed days says about giving `mg` on `day`."""
    rule = RULE[facts.drug]
    notify, stop = standard["missed_notify"], standard["missed_reassess"]
    reinduct = standard["missed_reinduct"]
    if run.days < notify.whole:
        return ()
    if never_logged(facts, day):
        message = (
            f"No dose of this course is logged, so missed days cannot be counted since {day_words(run.since)}"
        )
        return (finding(rule, Severity.INFORM, message, run.days, notify),)
    words = run_words(run)
    if run.days >= reinduct.whole:
        return _restart(facts, run, mg, standard)
    if run.days < stop.whole:
        message = f"{words}: tell the keyworker; same dose if not intoxicated"
        return (finding(rule, Severity.INFORM, message, run.days, notify),)
    if reassessed(facts, run, day, stop.whole):
        message = f"{words}, reassessed since: consider restarting on a lower dose"
        return (finding(rule, Severity.INFORM, message, run.days, stop),)
    message = f"{words}: stop until reassessed"
    return (finding(rule, Severity.BLOCK, message, run.days, stop),)


def _restart(facts: Facts, run: Run, mg: Decimal, standard: Standard) -> tuple[Finding, ...]:
    rule, reinduct = RULE[facts.drug], standard["missed_reinduct"]
    most = restart_max(facts.drug, standard)
    if mg <= most:
        message = f"{run_words(run)}: {plain(mg)} mg is a new start; titrate again from day 1"
        return (finding(rule, Severity.INFORM, message, run.days, reinduct),)
    message = (
        f"{run_words(run)}: tolerance may be lost. Start again at {plain(most)} mg or less; "
        f"{plain(mg)} mg is {plain(mg - most)} mg over"
    )
    return (finding(rule, Severity.BLOCK, message, run.days, reinduct),)
