"""The week: S1 supervision in the first months, S2 staying on it, S4 steps down from it, S5 days taken home at once.

A depot has no week (S12).
"""

from collections.abc import Iterator
from datetime import date

from careplan.ground.dates import add_months
from careplan.prescribing.rules.days import floor_ends_on
from careplan.prescribing.rules.facts import Facts, Weekly, day_words, on_depot
from careplan.prescribing.rules.findings import Context, Finding, Severity, finding, in_context
from careplan.prescribing.rules.health import Health
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.storage import storage
from careplan.prescribing.rules.week import Week, taken_home_at_once


def check_week(
    context: Context,
    week: Week,
    effective_on: date,
    facts: Facts,
    standard: Standard,
    health: Health | None = None,
) -> tuple[Finding, ...]:
    """All that is said of a week from a day on; `facts` may hold it already. Without `health` S7 says nothing."""
    if on_depot(facts.orders, effective_on):
        return ()
    findings = [
        *_supervision(week, effective_on, facts, standard),
        *_staying(week, effective_on, facts, standard),
        *_step(week, effective_on, facts, standard),
        *_at_once(week, effective_on, facts, standard),
        *storage(week, effective_on, health, standard),
    ]
    return in_context(context, findings)


def _supervision(week: Week, effective_on: date, facts: Facts, standard: Standard) -> Iterator[Finding]:
    """S1: too few supervised days a week in the first months ask for a reason."""
    floor = floor_ends_on(facts.first_dose_on, standard)
    limit = standard["supervision_days"]
    if effective_on >= floor or week.supervised_days >= limit.whole:
        return
    message = (
        f"Supervised on {_days(week.supervised_days)} a week; at least {limit.whole} days until {day_words(floor)}, "
        f"{standard['supervision_floor'].whole} months after the first dose"
    )
    yield finding("S1", Severity.WARN, message, week.supervised_days, limit)


def _staying(week: Week, effective_on: date, facts: Facts, standard: Standard) -> Iterator[Finding]:
    """S2: full supervision that lasts has a reason of this client."""
    limit, full = standard["supervision_long"], standard["supervision_days"]
    since = add_months(facts.first_dose_on, limit.whole)
    if effective_on >= since and week.supervised_days >= full.whole:
        message = (
            f"Supervised on {_days(week.supervised_days)} a week more than {limit.whole} months after the first dose: "
            "what is the reason for this client?"
        )
        yield finding("S2", Severity.INFORM, message, week.supervised_days, limit)


def _step(week: Week, effective_on: date, facts: Facts, standard: Standard) -> Iterator[Finding]:
    """S4: no step is skipped, and each lasts some weeks."""
    earlier = sorted(
        (one for one in facts.weeks if one.effective_on < effective_on), key=lambda one: one.effective_on
    )
    if not earlier:
        return
    before, after = _level(earlier[-1].week, standard), _level(week, standard)
    if before - after > 1:
        limit = standard["supervision_daily"]
        skipped = " and ".join(_words(one, standard) for one in range(before - 1, after, -1))
        message = f"From {_words(before, standard)} to {_words(after, standard)} in one step skips {skipped}"
        yield finding("S4", Severity.WARN, message, before - after, limit)
    limit, since = standard["step_days"], _since(earlier, before, standard)
    days = (effective_on - since).days
    if after < before and days < limit.whole:
        message = (
            f"Supervised {_words(before, standard)} since {day_words(since)}, {days} days; "
            f"each step lasts at least {limit.whole} days"
        )
        yield finding("S4", Severity.WARN, message, days, limit)


FEW = {2: "twice a week", 1: "once a week", 0: "no supervision"}


def _level(week: Week, standard: Standard) -> int:
    """The step of a week: its supervised days, from so many on daily."""
    return min(week.supervised_days, standard["supervision_daily"].whole)


def _words(level: int, standard: Standard) -> str:
    daily = level == standard["supervision_daily"].whole
    return "daily" if daily else FEW.get(level, f"{level} times a week")


def _since(earlier: list[Weekly], level: int, standard: Standard) -> date:
    """Since when the step holds that is in force at the end of these weeks."""
    since = earlier[-1].effective_on
    for one in reversed(earlier):
        if _level(one.week, standard) != level:
            break
        since = one.effective_on
    return since


def _at_once(week: Week, effective_on: date, facts: Facts, standard: Standard) -> Iterator[Finding]:
    """S5: how many days of doses one visit hands out."""
    early = effective_on < floor_ends_on(facts.first_dose_on, standard)
    limit = standard["take_home_days_early" if early else "take_home_days"]
    days = taken_home_at_once(week)
    if days > limit.whole:
        when = f"in the first {standard['supervision_floor'].whole} months" if early else "in one collection"
        message = f"{_days(days)} taken home at once; usual are at most {limit.whole} {when}"
        yield finding("S5", Severity.WARN, message, days, limit)


def _days(many: int) -> str:
    return "1 day" if many == 1 else f"{many} days"
