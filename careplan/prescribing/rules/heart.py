"""Methadone and the heart: M8 whether an electrocardiogram is needed, M9 what its QTc allows."""

from collections.abc import Iterator

from careplan.ground.dates import add_months
from careplan.medicines.rules import MEDICINES
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import day_words, plain
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.health import HEART, LIVER, WOMAN, Ecg, Health
from careplan.prescribing.rules.proposal import Proposal


def heart(proposal: Proposal) -> Iterator[Finding]:
    """M8 and M9 on an order of methadone; a dose that falls asks nothing."""
    if proposal.health is None or proposal.facts.drug is not Drug.METHADONE or proposal.falls:
        return
    yield from _needed(proposal, proposal.health)
    read = next((one for one in proposal.health.ecgs if one.qtc is not None and one.day <= proposal.on), None)
    if read is not None:
        yield from _result(proposal, read, read.qtc or 0, proposal.health)


def _needed(proposal: Proposal, health: Health) -> Iterator[Finding]:
    limit, months = proposal.standard["ecg_from"], proposal.standard["ecg_months"].whole
    why = [*_reasons(proposal, health)]
    last = next((one for one in health.ecgs if one.day <= proposal.on), None)
    if not why or (last is not None and add_months(last.day, months) >= proposal.on):
        return
    when = f"the last one is of {day_words(last.day)}" if last else "none is recorded"
    message = (
        f"An electrocardiogram of the last {months} months is needed ({' and '.join(why)}); {when}. "
        "Arrange one, and say why the dose does not wait for it"
    )
    yield finding("M8", Severity.WARN, message, proposal.mg, limit)


def _reasons(proposal: Proposal, health: Health) -> Iterator[str]:
    """Why this dose needs one."""
    limit = proposal.standard["ecg_from"]
    if proposal.mg >= limit.value:
        yield f"{plain(proposal.mg)} mg, from {plain(limit.value)} mg on"
    words = {HEART: "disease of the heart", LIVER: "disease of the liver"}
    yield from (words[one] for one in words if one in (health.illnesses or ()))
    groups = MEDICINES.on(proposal.on)
    named = groups.prolonging.among(health.taken(proposal.on) or ())
    if named:
        yield f"{' and '.join(named)} {groups.prolonging.words}"


def _result(proposal: Proposal, ecg: Ecg, qtc: int, health: Health) -> Iterator[Finding]:
    stop = proposal.standard["qtc_stop"]
    warn = proposal.standard["qtc_women" if health.sex == WOMAN else "qtc_men"]
    measured = f"QTc {qtc} ms on {day_words(ecg.day)}"
    if qtc > stop.value:
        message = f"{measured} is above {stop.whole} ms: reduce or stop, or agree it with a second prescriber"
        yield finding("M9", Severity.SECOND, message, qtc, stop)
    elif qtc >= warn.value and (proposal.rises or proposal.starts):
        message = (
            f"{measured}, from {warn.whole} ms on it is long: repeat it, and look at electrolytes and other "
            "medicines before the dose goes up"
        )
        yield finding("M9", Severity.WARN, message, qtc, warn)
