"""M11c: missed days that are not in a row, and so not seen by the ladder of missed doses."""

from collections.abc import Iterator
from datetime import date, timedelta

from careplan.prescribing.rules.facts import Facts, day_words, on_depot
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.health import Health
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard


def scattered(proposal: Proposal) -> Iterator[Finding]:
    """M11c on an order."""
    if not proposal.depot:
        upto = min(proposal.on, proposal.today)
        yield from scattered_days(proposal.facts, upto, proposal.standard, proposal.health)


def scattered_days(
    facts: Facts, upto: date, standard: Standard, health: Health | None = None
) -> Iterator[Finding]:
    """Missed days of the last days before a day; nothing where a review or a reassessment followed the last of them."""
    limit, span = standard["missed_scattered"], standard["missed_scattered_days"].whole
    missed = [day for day in _before(upto, span) if _missed(facts, day)]
    if not facts.doses or on_depot(facts.orders, upto) or len(missed) < limit.whole or _in_a_row(missed):
        return
    reviews = [one.day for one in health.reviews] if health else []
    seen = max([*reviews, *(one.on for one in facts.seen)], default=date.min)
    if missed[0] <= seen <= upto:
        return
    message = (
        f"{len(missed)} missed days in the last {span}, not in a row, the last on {day_words(missed[0])}: "
        "review dose, supervision and collection days with the client"
    )
    yield finding("M11c", Severity.INFORM, message, len(missed), limit)


def _before(upto: date, span: int) -> list[date]:
    """So many days before a day, the latest first."""
    return [upto - timedelta(days=back) for back in range(1, span + 1)]


def _missed(facts: Facts, day: date) -> bool:
    return facts.first_dose_on <= day and day not in facts.covered and facts.away_on(day) is None


def _in_a_row(days: list[date]) -> bool:
    return (days[0] - days[-1]).days == len(days) - 1
