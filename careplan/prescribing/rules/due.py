"""The dose that is due: what was ordered, held back after missed days and after a reassessment (M11, M11b, M3, M12).

After two missed days the dose stays the last one taken: a rise that was written before is due only once somebody orders
it anew. After a reassessment nothing above what it allows is due: where tolerance is not assured, the starting dose of
rule M2 (buprenorphine: of B4). Until then this is the dose of the round, the course's page and a prescription.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import (
    ONE_DAY,
    Dose,
    Facts,
    Order,
    Seen,
    Tolerance,
    day_words,
    on_depot,
    order_on,
    plain,
)
from careplan.prescribing.rules.missed import missed_run
from careplan.prescribing.rules.standard import Standard


@dataclass(frozen=True, slots=True)
class Due:
    """The order in force with the amount that is due; `why` says in a sentence what is held back, if anything."""

    order: Order | None
    why: str = ""

    @property
    def mg(self) -> Decimal | None:
        """Milligrams due; None where nothing is ordered."""
        return self.order.daily_mg if self.order else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row without a known dose: from `since` to before `ended_on` (None while it lasts)."""

    since: date
    days: int
    ended_on: date | None

    def known_on(self, notify: int) -> date:
        """The last of the days that make it one."""
        return self.since + timedelta(days=notify - 1)


def gaps(facts: Facts, upto: date, least: int) -> Iterator[Gap]:
    """The gaps of at least so many days before `upto`, the earliest first."""
    covered = facts.covered_in_order
    edges = [facts.first_dose_on - ONE_DAY, *covered[: bisect_left(covered, upto)]]
    for before, after in zip(edges, [*edges[1:], upto], strict=True):
        if (after - before).days > least:
            run = missed_run(facts, after)
            if run.unknown >= least:
                yield Gap(run.since, run.unknown, None if after == upto else after)


def due(facts: Facts, day: date, today: date, standard: Standard, logged_before: date = date.max) -> Due:
    """What is due on a day, as far as it is known today; `logged_before`: without the doses from that day on.

    Missed days are counted only where doses are logged.
    """
    ordered, upto = order_on(facts.orders, day), min(day, today)
    if ordered is None or on_depot(facts.orders, day) or stands(facts, day, min(upto, logged_before)):
        return Due(ordered)
    logged = tuple(one for one in facts.doses if one.on < logged_before)
    result = list(gaps(facts, upto, standard["missed_notify"].whole)) if logged else []
    if not result and not facts.seen:
        return Due(ordered)
    return _held_back(facts, day, tuple(one for one in logged if one.given), result, standard)


def stands(facts: Facts, day: date, upto: date) -> bool:
    """Whether the order in force on a day is due as it is, whatever else happened before.

    Nobody limited the dose, and the orders never rose, or the dose in force was taken between its first day and `upto`.
    """
    if any(one.on <= day and limits(one) for one in facts.seen):
        return False
    begun = [one for one in facts.orders if one.effective_on <= day]
    if not any(later.daily_mg > first.daily_mg for first, later in pairwise(begun)):
        return True
    last = begun[-1]
    return any(
        one.on < upto and _enough(one, last, last.effective_on) and one.given for one in reversed(facts.doses)
    )


def _enough(dose: Dose, order: Order, since: date) -> bool:
    """Whether it is a dose of the amount ordered, or more, from a day on."""
    return dose.on >= since and dose.mg is not None and dose.mg >= order.daily_mg


def _held_back(facts: Facts, day: date, taken: tuple[Dose, ...], gaps: list[Gap], standard: Standard) -> Due:
    """Orders and reassessments in the order of their days; a rise that is held leaves the order before it in force."""
    now, cap, why = None, None, ""
    for one in _events(facts, day):
        if isinstance(one, Seen):
            cap = one if now is not None and now.planned_before(one.on) else cap
        elif now is not None and (gap := _held_by(taken, now, one, gaps, standard)):
            why = _words(now, one, gap)
        else:
            now, why = one, ""
            cap = cap if cap is not None and one.planned_before(cap.on) else None
    return _capped(facts, now, cap, why, standard)


def _held_by(
    taken: tuple[Dose, ...], now: Order, order: Order, gaps: list[Gap], standard: Standard
) -> Gap | None:
    """The latest gap that holds a rise back."""
    if order.daily_mg <= now.daily_mg:
        return None
    return next((gap for gap in reversed(gaps) if _stale(taken, order, gap, standard)), None)


def _words(now: Order, order: Order, gap: Gap) -> str:
    return (
        f"{gap.days} missed days since {day_words(gap.since)}: the dose stays at {plain(now.daily_mg)} mg, the last "
        f"one taken. The rise to {plain(order.daily_mg)} mg was written before; it is due once it is ordered again"
    )


def _stale(taken: tuple[Dose, ...], order: Order, gap: Gap, standard: Standard) -> bool:
    """Whether the order was written before the gap was known, and its dose has not been taken since."""
    known_on = gap.known_on(standard["missed_notify"].whole)
    if order.effective_on < gap.since or not order.planned_before(known_on):
        return False
    since = max(order.effective_on, gap.ended_on or date.max)
    return not any(_enough(dose, order, since) for dose in taken)


def _events(facts: Facts, day: date) -> list[Order | Seen]:
    """Orders that have begun, and reassessments that limit the dose, by day; a reassessment comes first."""
    orders: list[tuple[date, int, Order | Seen]] = [
        (one.effective_on, 1, one) for one in facts.orders if one.effective_on <= day
    ]
    seen = [(one.on, 0, one) for one in facts.seen if one.on <= day and limits(one)]
    return [one for _, _, one in sorted([*orders, *seen], key=lambda event: event[:2])]


def limits(seen: Seen) -> bool:
    """Whether it allows less than the last dose taken: not where tolerance is assured, or a dose was withheld."""
    return not seen.intoxicated and seen.tolerance is not Tolerance.ASSURED


def _capped(facts: Facts, now: Order | None, cap: Seen | None, why: str, standard: Standard) -> Due:
    if now is None or cap is None:
        return Due(now, why)
    methadone = facts.drug is Drug.METHADONE
    most = standard["methadone_start_risk_max" if methadone else "buprenorphine_start_max"].value
    if now.daily_mg <= most:
        return Due(now, why)
    words = (
        f"Reassessed on {day_words(cap.on)}, tolerance {cap.tolerance}: no more than {plain(most)} mg is due "
        f"until a dose is ordered ({plain(now.daily_mg)} mg was ordered before)"
    )
    return Due(replace(now, daily_mg=most), words)
