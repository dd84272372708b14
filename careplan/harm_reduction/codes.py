"""Code sets of the harm reduction files (record package, profile 1)."""

from enum import StrEnum


class BbvKind(StrEnum):
    """What was offered or done about hepatitis B, hepatitis C and HIV."""

    HBV_OFFERED = "hbv_offered"
    HBV_ACCEPTED = "hbv_accepted"
    HBV_REFUSED = "hbv_refused"
    HBV_DOSE_1 = "hbv_dose_1"
    HBV_DOSE_2 = "hbv_dose_2"
    HBV_DOSE_3 = "hbv_dose_3"
    HBV_IMMUNE = "hbv_immune"
    HCV_OFFERED = "hcv_offered"
    HCV_REFUSED = "hcv_refused"
    HCV_TESTED = "hcv_tested"
    HIV_OFFERED = "hiv_offered"
    HIV_TESTED = "hiv_tested"


class SupplyReason(StrEnum):
    """Why naloxone was supplied."""

    FIRST = "first"
    REPLACEMENT_USED = "replacement_used"
    REPLACEMENT_EXPIRED = "replacement_expired"
    REPLACEMENT_LOST = "replacement_lost"
