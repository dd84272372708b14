"""The words of this room's codes: what became of a dose, drugs and their forms, phases, prescriptions."""

from careplan.prescribing.codes import (
    Agreed,
    DoseStatus,
    Drug,
    Formulation,
    Intent,
    Phase,
    PrescriptionForm,
    PrescriptionStatus,
    Source,
)
from careplan.prescribing.rules.facts import Tolerance
from careplan.prescribing.rules.findings import Need

DRUGS: dict[str, str] = {Drug.METHADONE: "Methadone", Drug.BUPRENORPHINE: "Buprenorphine"}
INTENTS: dict[str, str] = {
    Intent.MAINTENANCE: "Maintenance",
    Intent.REDUCTION: "Reduction",
    Intent.DETOX: "Detox",
}
TOLERANCES: dict[str, str] = {
    Tolerance.ASSURED: "Assured",
    Tolerance.LOW: "Low",
    Tolerance.UNCERTAIN: "Uncertain",
}
FORMULATION_WORDS: dict[str, str] = {
    Formulation.ORAL_MIXTURE: "Oral mixture 1 mg/ml",
    Formulation.ORAL_CONCENTRATE: "Oral concentrate 10 mg/ml",
    Formulation.TABLET: "Tablets",
    Formulation.INJECTABLE: "Injectable",
    Formulation.SUBLINGUAL: "Sublingual tablets",
    Formulation.SUBLINGUAL_WITH_NALOXONE: "Sublingual tablets with naloxone",
    Formulation.LYOPHILISATE: "Oral lyophilisate",
    Formulation.DEPOT_WEEKLY: "Weekly depot injection",
    Formulation.DEPOT_MONTHLY: "Monthly depot injection",
}
SPANS: dict[str, str] = {
    Formulation.DEPOT_WEEKLY: "weekly depot",
    Formulation.DEPOT_MONTHLY: "monthly depot",
}
PHASES: dict[str, str] = {
    Phase.INDUCTION: "Induction",
    Phase.MAINTENANCE: "Maintenance",
    Phase.REDUCTION: "Reduction",
    Phase.DETOX: "Detox",
}
DOSES: dict[str, str] = {
    DoseStatus.TAKEN: "Taken",
    DoseStatus.COLLECTED: "Collected to take home",
    DoseStatus.MISSED: "Missed",
    DoseStatus.REFUSED: "Refused",
    DoseStatus.WITHHELD: "Withheld by us",
    DoseStatus.VOMITED: "Vomited",
    DoseStatus.PART_TAKEN: "Part taken",
    DoseStatus.NOT_SUPPLIED: "Not supplied",
}
SOURCES: dict[str, str] = {
    Source.OWN: "We saw it here",
    Source.PHARMACY: "The pharmacy reported it; it already happened",
}
SCRIPT_FORMS: dict[str, str] = {
    PrescriptionForm.FP10MDA: "FP10MDA, for daily instalments",
    PrescriptionForm.FP10: "FP10",
    PrescriptionForm.HOSPITAL: "Hospital form",
    PrescriptionForm.PRIVATE: "Private form",
}
SCRIPT_STATUSES: dict[str, str] = {
    PrescriptionStatus.ISSUED: "Issued",
    PrescriptionStatus.CANCELLED: "Cancelled",
    PrescriptionStatus.LOST: "Lost or stolen",
    PrescriptionStatus.REPLACED: "Replaced by another",
    PrescriptionStatus.EXPIRED: "Expired",
    PrescriptionStatus.COMPLETED: "Completed",
}
AGREES: dict[str, str] = {Agreed.AGREED: "Yes, I agree", Agreed.DECLINED: "No, I do not agree"}
NEEDS: dict[str, str] = {
    Need.REASON: "Enter the reason, in 10 characters or more",
    Need.SECOND_PRESCRIBER: "Select the second prescriber: a colleague, not yourself",
}
"""What an order that asks for more is refused with, by the field that is empty."""
WHAT = {
    "S": "S: taken supervised",
    "H": "H: collected to take home",
    "M": "M: missed",
    "R": "R: refused",
    "W": "W: withheld by us",
    "N": "N: not supplied, such as a pharmacy that was shut",
    "P": "P: part taken",
    "V": "V: vomited",
}
ROUND = {key: WHAT[key] for key in "SHPVNMRW"}
INJECTED = "S: injected here by a healthcare professional"
INJECTIONS = {"S": INJECTED, **{key: WHAT[key] for key in "MRW"}}
INJECTION_LOG = {"S": INJECTED, **{key: WHAT[key] for key in "HMRWN"}}
"""Also what should never happen to a depot, but is recorded where it did."""
STOPPED_ROUND = {
    **{key: WHAT[key] for key in "MRWN"},
    "A": "A: already supplied, reported by pharmacy",
}


OFTEN: dict[str, str] = {Formulation.DEPOT_WEEKLY: "once a week", Formulation.DEPOT_MONTHLY: "once a month"}


def how_often(formulation: Formulation) -> str:
    """A depot's milligrams are those of one injection; all else is given a day."""
    return OFTEN.get(formulation, "a day")
