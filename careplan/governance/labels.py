"""Words of this room's codes."""

from careplan.governance.codes import ExperienceIn, IncidentKind, PostRole, PostStatus, Severity

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
