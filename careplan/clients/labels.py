"""The words of clients, episodes, treatments, referrals and mistakes."""

from careplan.clients.codes import (
    AppointmentOutcome,
    AppointmentPurpose,
    BirthKnown,
    Ending,
    ExitReason,
    HandOverAnswer,
    InterventionKind,
    PauseReason,
    Priority,
    ReferralSource,
    Sex,
    StrikeAnswer,
    TransferBasis,
    Urgency,
)
from careplan.clients.rules.likeness import Likeness

SEXES: dict[str, str] = {
    Sex.FEMALE: "Female",
    Sex.MALE: "Male",
    Sex.NOT_KNOWN: "Not known",
    Sex.NOT_SPECIFIED: "Not specified",
}

BIRTHS: dict[str, str] = {
    BirthKnown.KNOWN: "Yes",
    BirthKnown.ESTIMATED: "No, only about the year",
    BirthKnown.UNKNOWN: "No, nothing is known of it",
}

ETHNICITIES: dict[str, str] = {
    "A": "White British",
    "B": "White Irish",
    "C": "Any other White background",
    "D": "White and Black Caribbean",
    "E": "White and Black African",
    "F": "White and Asian",
    "G": "Any other mixed background",
    "H": "Indian",
    "J": "Pakistani",
    "K": "Bangladeshi",
    "L": "Any other Asian background",
    "M": "Caribbean",
    "N": "African",
    "P": "Any other Black background",
    "R": "Chinese",
    "S": "Any other ethnic group",
    "Z": "Asked, not stated",
}
"""NHS ethnic category letters in the order of the national list (NHS Data Dictionary, 2001 census edition)."""

SOURCES: dict[str, str] = {
    ReferralSource.SELF: "The client",
    ReferralSource.GP: "GP",
    ReferralSource.CRIMINAL_JUSTICE: "Criminal justice: police, court or probation",
    ReferralSource.PRISON: "Prison",
    ReferralSource.HOSPITAL: "Hospital",
    ReferralSource.SOCIAL_CARE: "Social care",
    ReferralSource.MENTAL_HEALTH: "Mental health service",
    ReferralSource.FAMILY_FRIEND: "Family or friend",
    ReferralSource.OTHER_DRUG_SERVICE: "Another drug or alcohol service",
    ReferralSource.OTHER: "Somebody else",
}

URGENCIES: dict[str, str] = {
    Urgency.SAME_DAY: "the same day",
    Urgency.WITHIN_5_DAYS: "within 5 days",
    Urgency.WITHIN_3_WEEKS: "within 3 weeks",
}

PRIORITIES: dict[str, str] = {
    Priority.NONE: "No priority",
    Priority.PREGNANT: "Pregnant",
    Priority.PRISON_LEAVER: "Leaving prison",
    Priority.SUICIDE_RISK: "Risk of suicide",
    Priority.CHILD_AT_RISK: "A child at risk",
    Priority.DOMESTIC_ABUSE: "Domestic abuse",
    Priority.RECENT_OVERDOSE: "Recent overdose",
    Priority.SEVERE_MENTAL_ILLNESS: "Severe mental illness",
    Priority.OTHER: "Another reason",
}

KINDS: dict[str, str] = {
    InterventionKind.SPECIALIST_PRESCRIBING: "Specialist prescribing",
    InterventionKind.PRIMARY_CARE_PRESCRIBING: "Prescribing in primary care",
    InterventionKind.STRUCTURED_PSYCHOSOCIAL: "Structured psychosocial treatment",
    InterventionKind.STRUCTURED_DAY_PROGRAMME: "Structured day programme",
    InterventionKind.INPATIENT_DETOX: "Inpatient detoxification",
    InterventionKind.RESIDENTIAL_REHAB: "Residential rehabilitation",
    InterventionKind.OTHER_STRUCTURED: "Other structured treatment",
    InterventionKind.RECOVERY_SUPPORT: "Recovery support",
    InterventionKind.HARM_REDUCTION: "Harm reduction",
    InterventionKind.BRIEF_INTERVENTION: "Brief intervention",
}

ENDINGS: dict[str, str] = {
    Ending.PLANNED: "As planned",
    Ending.UNPLANNED: "Not as planned",
    Ending.WITHDRAWN: "Withdrawn: offered, but never started or given up",
}

PAUSES: dict[str, str] = {
    PauseReason.PRISON: "In prison",
    PauseReason.HOSPITAL: "In hospital",
    PauseReason.RESIDENTIAL_ELSEWHERE: "In residential treatment elsewhere",
}

EXITS: dict[str, str] = {
    ExitReason.COMPLETED_DRUG_FREE: "Completed, drug free",
    ExitReason.COMPLETED_ALCOHOL_FREE: "Completed, alcohol free",
    ExitReason.COMPLETED_OCCASIONAL_USER: "Completed, occasional use",
    ExitReason.REFERRED_ON: "Referred on",
    ExitReason.TRANSFERRED_NOT_CUSTODY: "Transferred, not in custody",
    ExitReason.TRANSFERRED_CUSTODY: "Transferred in custody",
    ExitReason.RETAINED_IN_CUSTODY: "Retained in custody",
    ExitReason.MOVED_AWAY: "Moved away",
    ExitReason.DROPPED_OUT: "Dropped out",
    ExitReason.WITHDRAWN_BY_PROVIDER: "Withdrawn by the service",
    ExitReason.DECLINED: "Declined treatment",
    ExitReason.NO_APPROPRIATE_TREATMENT: "No appropriate treatment available",
    ExitReason.OTHER: "Another reason",
    ExitReason.DIED: "Died",
}

TASKS = {True: ("Overdue", "red"), False: ("Open", "blue")}
"""A task or an action that waits, by whether it is late, and the colour of its tag."""

STRIKES: dict[str, str] = {StrikeAnswer.AGREED: "Yes, strike it out", StrikeAnswer.DECLINED: "No, it stays"}

SENT: dict[str, str] = {
    TransferBasis.CONSENT: "with consent",
    TransferBasis.OVERRIDE: "without consent, for safety",
}
"""On what a referral rests, beside where it went."""

ELSEWHERE = (
    "Another service on this system may hold a record with the same NHS number. "
    "Ask the client what treatment and medicines they have from others, before anything is prescribed"
)
"""Neither which service nor what stands there (decision record 0037)."""

LIKENESSES: dict[str, str] = {
    Likeness.NHS_NUMBER: "Same NHS number",
    Likeness.NAME_AND_BIRTH: "Same name and date of birth",
    Likeness.NAME_AND_NEAR_BIRTH: "Same name; day and month swapped, or the year off by one",
    Likeness.NAME_AND_UNSURE_BIRTH: "Same name; a date of birth is not known for certain",
    Likeness.ONE_NAME_AND_BIRTH: "Same date of birth and one of the names",
    Likeness.INITIALS_BIRTH_AND_SEX: "Same initials, date of birth and sex",
}

PURPOSES: dict[str, str] = {
    AppointmentPurpose.TRIAGE: "Triage",
    AppointmentPurpose.ASSESSMENT: "Assessment",
    AppointmentPurpose.KEYWORK: "Keywork",
    AppointmentPurpose.CARE_PLAN_REVIEW: "Care plan review",
    AppointmentPurpose.PRESCRIBING: "Prescribing",
    AppointmentPurpose.GROUP: "Group",
    AppointmentPurpose.OTHER: "Something else",
}
"""What an appointment or a contact is for."""

OUTCOMES: dict[str, str] = {
    AppointmentOutcome.ATTENDED: "Attended",
    AppointmentOutcome.DID_NOT_ATTEND: "Did not attend",
    AppointmentOutcome.CANCELLED_BY_CLIENT: "Cancelled by the client",
    AppointmentOutcome.CANCELLED_BY_SERVICE: "Cancelled by the service",
}
"""What came of an appointment."""

HANDED: dict[str, str] = {
    HandOverAnswer.ACCEPTED: "Accepted",
    HandOverAnswer.PUT_BACK: "Put back",
    HandOverAnswer.TAKEN_BACK: "Taken back",
}
"""What came of handing a client over."""
TAKES: dict[str, str] = {
    HandOverAnswer.ACCEPTED: "Yes, I am their keyworker from now on",
    HandOverAnswer.PUT_BACK: "No, I put them back",
}
"""The answers of whoever is asked to take clients over."""
