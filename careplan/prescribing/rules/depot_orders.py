"""What the rules say of an order for a depot: first week (B12), table (B13), days (B14), what runs beside it (B17)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from careplan.prescribing.codes import DEPOTS, Formulation
from careplan.prescribing.rules.depots import (
    FIRST_WEEK,
    covers_until,
    depot_orders,
    injections,
    is_top_up,
    next_due,
    span,
    window,
)
from careplan.prescribing.rules.facts import Facts, Order, day_words, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding, remark
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard

WEEKLY, MONTHLY = Formulation.DEPOT_WEEKLY, Formulation.DEPOT_MONTHLY


def depot_dose(proposal: Proposal) -> tuple[Finding, ...]:
    """B12 to B14 on an order for a depot; B17 on any order beside one."""
    if proposal.order.formulation not in DEPOTS:
        return tuple(_beside_a_depot(proposal))
    earlier = depot_orders(proposal.earlier)
    if is_top_up(proposal.order, proposal.facts, proposal.standard):
        findings = [*_week_one(proposal, earlier)]
    elif earlier:
        findings = [*_next(proposal, earlier), *_days(proposal, earlier), *_week_one(proposal, earlier)]
    else:
        findings = [*_first(proposal)]
    return (*findings, *_beside(proposal))


def _first(proposal: Proposal) -> Iterator[Finding]:
    """The first depot: the lowest weekly one for the new (B12), else as the table says (B13), never monthly (B14)."""
    uk, mg, base = proposal.standard, proposal.mg, _daily_before(proposal)
    verified = proposal.facts.verified
    sizes = [row.size(proposal.order.formulation) for row in uk.depot_equivalence]
    if base is None and verified is not None and verified.mg == mg and mg in sizes:
        return  # it goes on
    if proposal.order.formulation is MONTHLY:
        weeks = uk["depot_weekly_first"]
        message = f"A monthly depot follows at least {weeks.whole} days of weekly ones; there was none"
        yield finding("B14", Severity.WARN, message, 0, weeks)
    if base is not None:
        yield _from_daily(proposal, base)
    elif verified is not None:
        yield _from_daily(
            proposal, Order(proposal.on, verified.mg, Formulation.SUBLINGUAL, proposal.order.phase)
        )
    else:
        yield _new(proposal)


def _daily_before(proposal: Proposal) -> Order | None:
    latest = proposal.latest
    return latest if latest is not None and latest.formulation not in DEPOTS else None


def _new(proposal: Proposal) -> Finding:
    """B12: somebody new to buprenorphine."""
    uk, start = proposal.standard, proposal.standard["depot_week1_start"]
    test = (
        f"Give {plain(uk['depot_test_dose'].value)} mg under the tongue first and observe for "
        f"{uk['depot_observe'].whole} minutes"
    )
    over = proposal.mg > start.value
    severity = Severity.SECOND if over else Severity.WARN if proposal.mg < start.value else Severity.INFORM
    kind = "weekly" if proposal.order.formulation is WEEKLY else "monthly"
    usual = f"usual {plain(start.value)} mg weekly"
    message = f"First {kind} depot {plain(proposal.mg)} mg, new to buprenorphine: {usual}. {test}"
    return finding("B12", severity, message, proposal.mg, start)


def _from_daily(proposal: Proposal, base: Order) -> Finding:
    """B13: the depot that stands for the daily dose in the table."""
    source, depot = proposal.standard["depot_table"], proposal.order
    sizes = [
        row.size(depot.formulation) for row in proposal.standard.depot_equivalence if row.stands_for(base)
    ]
    fitting = [size for size in sizes if size is not None]
    kind = "weekly" if depot.formulation is WEEKLY else "monthly"
    words = " or ".join(f"{plain(size)} mg" for size in fitting) or f"no {kind} depot"
    message = f"{plain(base.daily_mg)} mg a day before: the table gives {words}, not {plain(depot.daily_mg)} mg {kind}"
    severity = Severity.SECOND
    if depot.daily_mg in fitting:
        severity, message = Severity.INFORM, message.split(", not ")[0]
    return remark("B13", severity, message, source)


def _next(proposal: Proposal, earlier: list[Order]) -> Iterator[Finding]:
    """B13 and B14 on a further depot: a size that exists, and from weekly to monthly in one row of the table."""
    uk, depot, before = proposal.standard, proposal.order, _main(proposal, earlier)
    source = uk["depot_table"]
    if depot.daily_mg not in [row.size(depot.formulation) for row in uk.depot_equivalence]:
        message = f"{plain(depot.daily_mg)} mg is no size of this depot"
        yield remark("B13", Severity.SECOND, message, source)
    elif before.formulation is not depot.formulation:
        fits = any(
            row.size(before.formulation) == before.daily_mg and row.size(depot.formulation) == depot.daily_mg
            for row in uk.depot_equivalence
        )
        words = "as the table says" if fits else "not in one row of the table"
        message = f"From {plain(before.daily_mg)} mg to {plain(depot.daily_mg)} mg, {words}"
        yield remark("B13", Severity.INFORM if fits else Severity.SECOND, message, source)
    if depot.formulation is MONTHLY and not any(one.formulation is MONTHLY for one in earlier):
        days, least = (proposal.on - earlier[0].effective_on).days, uk["depot_weekly_first"]
        if days < least.whole:
            message = f"A monthly depot follows at least {least.whole} days of weekly ones; this is after {days} days"
            yield finding("B14", Severity.WARN, message, days, least)


def _main(proposal: Proposal, earlier: list[Order]) -> Order:
    """The latest depot order that was not given between two doses."""
    mains = [one for one in earlier if not is_top_up(one, proposal.facts, proposal.standard)]
    return mains[-1]


def _days(proposal: Proposal, earlier: list[Order]) -> Iterator[Finding]:
    """B14: within its window; too early in the first week is B12."""
    uk, since = proposal.standard, earlier[0].effective_on
    logged = [on for on in injections(proposal.facts, uk) if since <= on < proposal.on]
    before = _main(proposal, earlier)
    last = max(logged, default=before.effective_on)
    given = next(one for one in reversed(earlier) if one.effective_on <= last)
    due, limit = last + span(given.formulation, uk), window(given.formulation, uk)
    name = uk["depot_weekly_window" if given.formulation is WEEKLY else "depot_monthly_window"]
    days = (proposal.on - due).days
    if days < -limit.days:
        message = f"The depot given on {day_words(last)} is due again on {day_words(due)}: this is {-days} days early"
        first_week = proposal.on < since + FIRST_WEEK
        rule, severity = ("B12", Severity.SECOND) if first_week else ("B14", Severity.WARN)
        yield finding(rule, severity, message, -days, name)
    elif logged and days > limit.days:
        message = (
            f"The depot was due on {day_words(due)}: {days} days late, which counts as missed. Reassess first"
        )
        yield finding("B14", Severity.WARN, message, days, name)


def depot_late(facts: Facts, day: date, standard: Standard) -> tuple[Finding, ...]:
    """B14 on a day: the injection was due, and its window has closed without it."""
    due = next_due(facts, day, standard)
    if due is None or not due.late(day):
        return ()
    name = standard["depot_weekly_window" if due.formulation is WEEKLY else "depot_monthly_window"]
    days = f"{due.late(day)} days late, which counts as missed. Reassess first"
    message = f"The depot was due on {day_words(due.on)}: {days}"
    return (finding("B14", Severity.WARN, message, due.late(day), name),)


def _week_one(proposal: Proposal, earlier: list[Order]) -> Iterator[Finding]:
    """B12: the most of the first week; the second week's dose is the first one's total."""
    if earlier[0].formulation is not WEEKLY:
        return
    began, most = earlier[0].effective_on, proposal.standard["depot_week1_max"]
    first = [one.daily_mg for one in earlier if one.effective_on < began + FIRST_WEEK]
    total = sum(first, Decimal(0))
    if proposal.on < began + FIRST_WEEK - window(WEEKLY, proposal.standard):
        if total + proposal.mg > most.value:
            message = (
                f"{plain(total + proposal.mg)} mg in the first week of the depot; limit {plain(most.value)} mg "
                f"({plain(total + proposal.mg - most.value)} mg over)"
            )
            yield finding("B12", Severity.SECOND, message, total + proposal.mg, most)
    elif len(first) == len(earlier) > 1 and proposal.order.formulation is WEEKLY and proposal.mg != total:
        message = f"The second week's dose is the first week's total of {plain(total)} mg, not {plain(proposal.mg)} mg"
        yield remark("B12", Severity.WARN, message, most)


def _beside(proposal: Proposal) -> Iterator[Finding]:
    """B17: a daily dose of another course while this depot lasts."""
    for other in proposal.facts.beside:
        order = other.order_on(proposal.on) if other.open_on(proposal.on) else None
        if order is not None and order.formulation not in DEPOTS:
            message = f"A daily dose of {other.drug} is ordered as well: {plain(order.daily_mg)} mg a day"
            yield remark("B17", Severity.SECOND, message, proposal.standard["depot_beside"])


def _beside_a_depot(proposal: Proposal) -> Iterator[Finding]:
    """B17: a daily dose while a depot of this course, or of another, still lasts."""
    source = proposal.standard["depot_beside"]
    until = covers_until(proposal.facts, proposal.on, proposal.standard)
    if until is not None:
        message = f"The depot lasts until {day_words(until)}: a daily dose comes on top of it"
        yield remark("B17", Severity.SECOND, message, source)
    for other in proposal.facts.beside:
        order = other.order_on(proposal.on) if other.open_on(proposal.on) else None
        if order is not None and order.formulation in DEPOTS:
            message = (
                f"A depot of {plain(order.daily_mg)} mg is ordered as well: a daily dose comes on top of it"
            )
            yield remark("B17", Severity.SECOND, message, source)
