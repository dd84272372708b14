"""S7: doses taken home are kept where nobody else gets at them."""

from collections.abc import Iterator
from datetime import date

from careplan.ground.dates import months_before
from careplan.prescribing.rules.facts import day_words
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.health import Health
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.week import Week, taken_home_at_once


def storage(week: Week, effective_on: date, health: Health | None, standard: Standard) -> Iterator[Finding]:
    """What is asked of a week that hands doses out: the gravest alone."""
    days = taken_home_at_once(week)
    if health is None or not days:
        return
    limit = standard["storage_months"]
    told = (health.told or {}).get("safe_storage")
    if health.children_at_home and not health.locked:
        message = (
            "A child lives with the client, doses are taken home, and no lockable box is recorded: "
            "a few millilitres can kill a child"
        )
        yield finding("S7", Severity.SECOND, message, days, limit)
    elif told is None or told.day < months_before(effective_on, limit.whole):
        when = f"was last asked on {day_words(told.day)}" if told else "was never asked"
        message = (
            f"Doses are taken home, and where they are kept {when}; it is asked every {limit.whole} months. "
            "Ask, give a lockable box, and record it in the risk assessment"
        )
        yield finding("S7", Severity.WARN, message, days, limit)
