"""What stands before a first dose: R3 a test that finds an opioid, N1 naloxone, B8 the liver and hepatitis."""

from collections.abc import Iterator
from datetime import timedelta

from careplan.ground.dates import months_before
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import day_words, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding, remark
from careplan.prescribing.rules.health import Health
from careplan.prescribing.rules.missing import restarts
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.starting import continues

HEPATITIS = (
    "hcv_tested",
    "hbv_immune",
    "hbv_dose_1",
    "hbv_dose_2",
    "hbv_dose_3",
    "hcv_refused",
    "hbv_refused",
)
"""What tells of hepatitis B or C, or that the client does not want it told."""


def before_start(proposal: Proposal) -> Iterator[Finding]:
    """R3, N1 and B8 on the first dose of a course; N1 on a new start after missed days as well."""
    health = proposal.health
    if health is None or not proposal.starts:
        return
    if not any(one.expires_on > proposal.on for one in health.naloxone):
        words = "No naloxone in date is recorded: supply it with the first dose, or say why not"
        yield remark("N1", Severity.WARN, words, proposal.standard["first_test_days"])
    if proposal.latest is None and not restarts(proposal):
        yield from _opioid(proposal, health)
        yield from _liver(proposal, health)


def _opioid(proposal: Proposal, health: Health) -> Iterator[Finding]:
    """R3: not where a confirmed dose goes on, or another course of the episode was running."""
    limit = proposal.standard["first_test_days"]
    since = proposal.on - timedelta(days=limit.whole)
    tested = any(one.opioid and since <= one.day <= proposal.on for one in health.tests)
    if tested or continues(proposal) or any(one.open_on(since) for one in proposal.facts.beside):
        return
    message = f"No drug test of the last {limit.whole} days found an opioid: test first, or say how dependence is known"
    yield remark("R3", Severity.WARN, message, limit)


def _liver(proposal: Proposal, health: Health) -> Iterator[Finding]:
    """B8: never delays an urgent start, so a reason is enough but for severe disease."""
    if proposal.facts.drug is not Drug.BUPRENORPHINE:
        return
    uk, last = proposal.standard, next((one for one in health.livers if one.day <= proposal.on), None)
    months, times = uk["liver_months"], uk["liver_times"]
    if last is not None and last.severe:
        message = (
            f"Severe disease of the liver is recorded ({day_words(last.day)}): buprenorphine is not given"
        )
        yield remark("B8", Severity.SECOND, message, months)
    elif last is not None and last.times is not None and last.times > times.value:
        message = (
            f"A liver enzyme was {plain(last.times)} times the upper limit on {day_words(last.day)}; "
            f"more than {plain(times.value)} times asks for a reason and another test in 4 weeks"
        )
        yield finding("B8", Severity.WARN, message, last.times, times)
    lacks = []
    if last is None or last.day < months_before(proposal.on, months.whole):
        lacks.append(f"no liver test of the last {months.whole} months")
    if not any(one.kind in HEPATITIS for one in health.viruses):
        lacks.append("no hepatitis status")
    if lacks:
        message = (
            f"{' and '.join(lacks).capitalize()}: it need not delay an urgent start. Say when it is done"
        )
        yield remark("B8", Severity.WARN, message, months)
