"""The words of codes, choices and errors in this room's forms."""

from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.prescribing.codes import (
    Drug,
    Formulation,
    Intent,
    Phase,
    PrescriptionForm,
    PrescriptionStatus,
    Source,
)
from careplan.prescribing.rules.facts import Tolerance
from careplan.prescribing.rules.findings import explains
from careplan.prescribing.rules.standard import standard

DRUGS = {Drug.METHADONE: "Methadone", Drug.BUPRENORPHINE: "Buprenorphine"}
INTENTS = {
    Intent.MAINTENANCE: "Maintenance",
    Intent.REDUCTION: "Reduction",
    Intent.DETOX: "Detox",
}
TOLERANCES = {
    Tolerance.ASSURED: "Assured",
    Tolerance.LOW: "Low",
    Tolerance.UNCERTAIN: "Uncertain",
}
FORMULATION_WORDS = {
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
PHASES = {
    Phase.INDUCTION: "Induction",
    Phase.MAINTENANCE: "Maintenance",
    Phase.REDUCTION: "Reduction",
    Phase.DETOX: "Detox",
}
YES_NO = {"yes": "Yes", "no": "No"}
SOURCES = {
    Source.OWN: "We saw it here",
    Source.PHARMACY: "The pharmacy reported it; it already happened",
}
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
SHORT = "Enter a reason of 10 characters or more"
NEEDS = {
    "reason": "Enter the reason, in 10 characters or more",
    "second_prescriber": "Select the second prescriber: a colleague, not yourself",
}
SCRIPT_FORMS = {
    PrescriptionForm.FP10MDA: "FP10MDA, for daily instalments",
    PrescriptionForm.FP10: "FP10",
    PrescriptionForm.HOSPITAL: "Hospital form",
    PrescriptionForm.PRIVATE: "Private form",
}
SCRIPT_STATUSES = {
    PrescriptionStatus.CANCELLED: "Cancelled",
    PrescriptionStatus.LOST: "Lost or stolen",
    PrescriptionStatus.REPLACED: "Replaced by another",
}


def ten(_form: Any, field: Any) -> None:
    """A reason says something."""
    if not explains(field.data or "", standard(today())):
        raise ValidationError(SHORT)
