"""Words of this room's codes."""

from careplan.governance.codes import (
    MOST_EVIDENCE_BYTES,
    EvidenceKind,
    ExperienceIn,
    IncidentKind,
    PostRole,
    PostStatus,
    Severity,
)
from careplan.governance.rules.policies import InPlace
from careplan.governance.rules.proof import Standing
from careplan.ui.words import document_faults

POST_ROLES = {
    PostRole.PRACTITIONER.value: "Practitioner",
    PostRole.MANAGER.value: "Manager",
    PostRole.DOCTOR.value: "Doctor",
    PostRole.OTHER.value: "Other",
}
POST_STATES = {
    PostStatus.FILLED.value: "Filled",
    PostStatus.VACANT.value: "Vacant",
    PostStatus.TEMPORARY.value: "Filled for a time only",
}
FIELDS = {
    ExperienceIn.SUBSTANCE_MISUSE.value: "Substance misuse",
    ExperienceIn.MANAGEMENT.value: "Management",
}
INCIDENTS = {
    IncidentKind.DRUG_ERROR.value: "Medication error",
    IncidentKind.OVERDOSE.value: "Overdose",
    IncidentKind.DEATH.value: "Death",
    IncidentKind.VIOLENCE.value: "Violence",
    IncidentKind.SAFEGUARDING.value: "Safeguarding",
    IncidentKind.REGISTER.value: "Controlled drugs register",
    IncidentKind.LOST_PRESCRIPTION.value: "Lost prescription",
    IncidentKind.OTHER.value: "Other",
}
SEVERITIES = {
    Severity.NONE.value: "No harm",
    Severity.LOW.value: "Low harm",
    Severity.MODERATE.value: "Moderate harm",
    Severity.SEVERE.value: "Severe harm",
    Severity.DEATH.value: "Death",
}
STANDINGS = {
    Standing.MISSING: ("No answer", "red"),
    Standing.PART: ("Part of the answer is missing", "orange"),
    Standing.LAPSED: ("Claimed: the evidence has expired", "orange"),
    Standing.CLAIMED: ("Claimed: no evidence", "orange"),
    Standing.NEAR: ("Evidence expires soon", "yellow"),
    Standing.SHOWN: ("Evidence is here", "green"),
    Standing.COUNTED: ("Counted from the client survey", "blue"),
}
IN_PLACE = {
    InPlace.MISSING: ("Missing", "red"),
    InPlace.EXPIRED: ("In place, review overdue", "orange"),
    InPlace.NEAR: ("In place, review due soon", "yellow"),
    InPlace.IN_DATE: ("In place", "green"),
}
TYPES = "PDF, PNG, JPEG, Word (docx), Excel (xlsx), OpenDocument (odt, ods), CSV or plain text"
DOCUMENT_FAULTS = document_faults(TYPES, MOST_EVIDENCE_BYTES)
EVIDENCE = {
    EvidenceKind.DOCUMENT.value: "A document on this device",
    EvidenceKind.LINK.value: "A page or document on the web",
}
