"""The maintenance band of methadone: M7. Individual need goes before the band, so the low side only asks."""

from decimal import Decimal

from careplan.prescribing.codes import Drug, Phase
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.findings import Finding, Severity, finding
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard


def maintenance_dose(proposal: Proposal) -> tuple[Finding, ...]:
    """M7 on the dose about to be ordered."""
    return dose_band(proposal.facts.drug, proposal.mg, proposal.order.phase, proposal.standard)


def dose_band(drug: Drug, mg: Decimal, phase: Phase, standard: Standard) -> tuple[Finding, ...]:
    """M7: below 60 mg in maintenance informs, above 120 mg warns in any phase."""
    low = standard["methadone_maintenance_low"]
    high = standard["methadone_maintenance_high"]
    if drug is not Drug.METHADONE:
        return ()
    if mg > high.value:
        message = (
            f"Dose {plain(mg)} mg is {plain(mg - high.value)} mg above the maintenance range; "
            f"limit {plain(high.value)} mg: give the specialist reason"
        )
        return (finding("M7", Severity.WARN, message, mg, high),)
    if phase is Phase.MAINTENANCE and mg < low.value:
        message = (
            f"Maintenance dose {plain(mg)} mg is {plain(low.value - mg)} mg below {plain(low.value)} mg. "
            "Is it enough? Ask about use on top, withdrawal and craving"
        )
        return (finding("M7", Severity.INFORM, message, mg, low),)
    return ()
