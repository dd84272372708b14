"""Words of this room's codes."""

from careplan.harm_reduction.codes import BbvKind, SupplyReason

EVENTS = {
    BbvKind.HBV_OFFERED.value: "Hepatitis B vaccination offered",
    BbvKind.HBV_ACCEPTED.value: "Hepatitis B vaccination accepted",
    BbvKind.HBV_REFUSED.value: "Hepatitis B vaccination refused",
    BbvKind.HBV_DOSE_1.value: "Hepatitis B vaccination, dose 1",
    BbvKind.HBV_DOSE_2.value: "Hepatitis B vaccination, dose 2",
    BbvKind.HBV_DOSE_3.value: "Hepatitis B vaccination, dose 3",
    BbvKind.HBV_IMMUNE.value: "Immune to hepatitis B",
    BbvKind.HCV_OFFERED.value: "Hepatitis C test offered",
    BbvKind.HCV_REFUSED.value: "Hepatitis C test refused",
    BbvKind.HCV_TESTED.value: "Hepatitis C tested",
    BbvKind.HIV_OFFERED.value: "HIV test offered",
    BbvKind.HIV_TESTED.value: "HIV tested",
}
REASONS = {
    SupplyReason.FIRST.value: "First supply",
    SupplyReason.REPLACEMENT_USED.value: "The last one was used",
    SupplyReason.REPLACEMENT_EXPIRED.value: "The last one expired",
    SupplyReason.REPLACEMENT_LOST.value: "The last one was lost",
}
