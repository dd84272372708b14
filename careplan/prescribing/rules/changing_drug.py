"""From one opioid to another: B1 hours since the last, B2 signs of withdrawal, B3 methadone before, B16 the way back.

A dose log has days; hours are those that were noted with the score of withdrawal of the day.
"""

from collections.abc import Iterator
from datetime import timedelta

from careplan.prescribing.codes import DEPOTS, Drug
from careplan.prescribing.rules.facts import day_words, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.health import Health, LastDose, Withdrawal
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.starting import continues

DAY = 24
RECENT = timedelta(days=7)
"""So long after its last dose the other drug is what the client comes from."""


def changing_drug(proposal: Proposal) -> Iterator[Finding]:
    """B1 to B3 on a first dose of buprenorphine by mouth, B16 on one of methadone; none where a dose goes on."""
    health = proposal.health
    if health is None or not proposal.starts or continues(proposal) or proposal.order.formulation in DEPOTS:
        return
    scored = next((one for one in health.withdrawal if one.day == proposal.on), None)
    if proposal.facts.drug is Drug.METHADONE:
        yield from _from_buprenorphine(proposal, _last(health, Drug.BUPRENORPHINE, proposal), scored)
        return
    methadone = _last(health, Drug.METHADONE, proposal)
    yield from _too_soon(proposal, methadone, scored)
    yield from _withdrawal(proposal, scored)
    if methadone is not None:
        yield from _methadone(proposal, methadone)


def _last(health: Health, drug: Drug, proposal: Proposal) -> LastDose | None:
    """The last dose of the other drug, where it is recent."""
    last = health.last_dose(drug, proposal.on)
    return last if last is not None and proposal.on - last.day <= RECENT else None


def hours(last: LastDose | None, scored: Withdrawal | None, proposal: Proposal) -> int | None:
    """Hours since the last opioid as noted with the score, else at most those of a dose logged for the same day."""
    noted = None if scored is None else scored.since_opioid
    if noted is None and last is not None and last.day == proposal.on:
        return 0
    return noted


def _too_soon(proposal: Proposal, methadone: LastDose | None, scored: Withdrawal | None) -> Iterator[Finding]:
    limit = proposal.standard["wait_methadone" if methadone else "wait_short"]
    since = hours(methadone, scored, proposal)
    if since is not None and since < limit.value:
        what = "methadone" if methadone else "heroin or another short-acting opioid"
        message = (
            f"{since} hours since the last opioid; at least {limit.whole} hours lie between {what} and a first "
            "dose of buprenorphine, which else brings on withdrawal"
        )
        yield finding("B1", Severity.SECOND, message, since, limit)


def _withdrawal(proposal: Proposal, scored: Withdrawal | None) -> Iterator[Finding]:
    limit, mild = proposal.standard["withdrawal_above"], proposal.standard["withdrawal_mild"]
    if scored is None:
        message = (
            f"No score of withdrawal (COWS) is recorded for {day_words(proposal.on)}: more than {limit.whole}"
        )
        yield finding("B2", Severity.WARN, f"{message} is wanted before the first dose", 0, limit)
    elif scored.total <= limit.value:
        severity = Severity.SECOND if scored.total < mild.value else Severity.WARN
        message = (
            f"COWS {scored.total}; more than {limit.whole} is wanted before the first dose of buprenorphine"
        )
        yield finding("B2", severity, message, scored.total, limit)


def _methadone(proposal: Proposal, last: LastDose) -> Iterator[Finding]:
    low, high = proposal.standard["from_methadone"], proposal.standard["from_methadone_specialist"]
    if last.mg is None or last.mg <= low.value:
        return
    over = last.mg > high.value
    message = (
        f"The last dose of methadone was {plain(last.mg)} mg on {day_words(last.day)}; it is reduced to "
        f"{plain(low.value)} mg a day first{', or a specialist changes it' if over else ''}"
    )
    yield finding("B3", Severity.SECOND if over else Severity.WARN, message, last.mg, high if over else low)


def _from_buprenorphine(
    proposal: Proposal, last: LastDose | None, scored: Withdrawal | None
) -> Iterator[Finding]:
    limit = proposal.standard["wait_methadone"]
    since = hours(last, scored, proposal)
    if last is not None and since is not None and since < limit.value:
        message = (
            f"{since} hours since buprenorphine; at least {limit.whole} hours lie before the first methadone"
        )
        yield finding("B16", Severity.WARN, message, since, limit)
