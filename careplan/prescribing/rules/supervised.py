"""Supervised consumption in the first months: S1."""

from datetime import date

from careplan.prescribing.rules.days import floor_ends_on
from careplan.prescribing.rules.facts import Facts, day_words, on_depot
from careplan.prescribing.rules.findings import Context, Finding, Severity, finding, in_context
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.week import Week


def check_week(
    context: Context, week: Week, effective_on: date, facts: Facts, standard: Standard
) -> tuple[Finding, ...]:
    """S1: too few supervised days a week in the first months ask for a reason; depots do not."""
    floor = floor_ends_on(facts.first_dose_on, standard)
    limit = standard["supervision_days"]
    if on_depot(facts.orders, effective_on) or effective_on >= floor or week.supervised_days >= limit.whole:
        return ()
    days = "1 day" if week.supervised_days == 1 else f"{week.supervised_days} days"
    message = (
        f"Supervised on {days} a week; at least {limit.whole} days until {day_words(floor)}, "
        "three months after the first dose"
    )
    return in_context(context, [finding("S1", Severity.WARN, message, week.supervised_days, limit)])
