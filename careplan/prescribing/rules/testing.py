"""R4: drug tests by their day, about monthly in the first months and twice a year later."""

from collections.abc import Iterator

from careplan.ground.dates import add_months
from careplan.prescribing.rules.days import floor_ends_on
from careplan.prescribing.rules.facts import day_words
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.proposal import Proposal


def test_due(proposal: Proposal) -> Iterator[Finding]:
    """R4 on an order after the first; before that R3 asks."""
    health, first = proposal.health, proposal.facts.first_dose_on
    if health is None or proposal.starts:
        return
    early = proposal.on < floor_ends_on(first, proposal.standard)
    limit = proposal.standard["early_test_months" if early else "later_test_months"]
    last = next((one.day for one in health.tests if one.day <= proposal.on), None)
    if add_months(max(last or first, first), limit.whole) < proposal.on:
        when = f"the last is of {day_words(last)}" if last else "none is recorded"
        often = "about monthly in the first three months" if early else "twice a year"
        message = f"A drug test is due ({when}): usual is {often}"
        yield finding("R4", Severity.INFORM, message, 0, limit)
