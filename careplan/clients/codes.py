"""Code sets of the client and episode files (record package, profile 1), and what the doors of a record ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import CLINICAL, SEES_CLIENTS, Role

FIND_CLIENTS = Permission("find_clients", SEES_CLIENTS, "finds clients by name", reading=True)
READ_RECORD = Permission("read_record", CLINICAL, reading=True)
REGISTER_CLIENT = Permission("register_client", CLINICAL)
WRITE_ASSESSMENT = Permission("write_assessment", CLINICAL, "assesses clients")
HAND_OVER = Permission("hand_over", (Role.MANAGER,))
MERGE_CLIENTS = Permission("merge_clients", (Role.MANAGER,))
MANAGE_RECORDS = Permission("manage_records", (Role.MANAGER,))
"""What others recorded may be struck out, and what was struck is read."""
READ_DESK = Permission("read_desk", SEES_CLIENTS, reading=True)
KEEP_DESK = Permission("keep_desk", SEES_CLIENTS, "keeps diary, telephone numbers and addresses")
"""What reception needs of a client: the diary, and how the client is reached; nothing clinical."""
PERMISSIONS = (
    FIND_CLIENTS,
    READ_RECORD,
    REGISTER_CLIENT,
    WRITE_ASSESSMENT,
    HAND_OVER,
    MERGE_CLIENTS,
    MANAGE_RECORDS,
    READ_DESK,
    KEEP_DESK,
)


class Sex(StrEnum):
    """As recorded for the national dataset."""

    MALE = "male"
    FEMALE = "female"
    NOT_KNOWN = "not_known"
    NOT_SPECIFIED = "not_specified"


class BirthKnown(StrEnum):
    """How well a day of birth is known (decision record 0042; record package, profile 2)."""

    KNOWN = "known"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


ETHNICITIES = tuple("ABCDEFGHJKLMNPRSZ")
"""NHS ethnic category letters, 2001 census edition."""


class ReferralSource(StrEnum):
    """How the client reached the service."""

    SELF = "self"
    GP = "gp"
    CRIMINAL_JUSTICE = "criminal_justice"
    PRISON = "prison"
    HOSPITAL = "hospital"
    SOCIAL_CARE = "social_care"
    MENTAL_HEALTH = "mental_health"
    FAMILY_FRIEND = "family_friend"
    OTHER_DRUG_SERVICE = "other_drug_service"
    OTHER = "other"


class Urgency(StrEnum):
    """How quickly the person must be seen, as triage found."""

    SAME_DAY = "same_day"
    WITHIN_5_DAYS = "within_5_days"
    WITHIN_3_WEEKS = "within_3_weeks"


class Priority(StrEnum):
    """Why a referral goes before others."""

    NONE = "none"
    PREGNANT = "pregnant"
    PRISON_LEAVER = "prison_leaver"
    SUICIDE_RISK = "suicide_risk"
    CHILD_AT_RISK = "child_at_risk"
    DOMESTIC_ABUSE = "domestic_abuse"
    RECENT_OVERDOSE = "recent_overdose"
    SEVERE_MENTAL_ILLNESS = "severe_mental_illness"
    OTHER = "other"


NATIONAL_EXITS = (
    *("80", "81", "82", "83", "84", "85", "86", "87", "88", "89"),
    *("93", "94", "95", "96", "97"),
)
"""Codes of the national monitoring system; their words stand in `standards/national-exits-1.toml`."""


class ExitReason(StrEnum):
    """Why an episode ended."""

    COMPLETED_DRUG_FREE = "completed_drug_free"
    COMPLETED_ALCOHOL_FREE = "completed_alcohol_free"
    COMPLETED_OCCASIONAL_USER = "completed_occasional_user"
    REFERRED_ON = "referred_on"
    TRANSFERRED_NOT_CUSTODY = "transferred_not_custody"
    TRANSFERRED_CUSTODY = "transferred_custody"
    RETAINED_IN_CUSTODY = "retained_in_custody"
    MOVED_AWAY = "moved_away"
    DROPPED_OUT = "dropped_out"
    WITHDRAWN_BY_PROVIDER = "withdrawn_by_provider"
    DECLINED = "declined"
    NO_APPROPRIATE_TREATMENT = "no_appropriate_treatment"
    OTHER = "other"
    DIED = "died"


class InterventionKind(StrEnum):
    """What was offered; the first seven are structured treatment."""

    SPECIALIST_PRESCRIBING = "specialist_prescribing"
    PRIMARY_CARE_PRESCRIBING = "primary_care_prescribing"
    STRUCTURED_PSYCHOSOCIAL = "structured_psychosocial"
    STRUCTURED_DAY_PROGRAMME = "structured_day_programme"
    INPATIENT_DETOX = "inpatient_detox"
    RESIDENTIAL_REHAB = "residential_rehab"
    OTHER_STRUCTURED = "other_structured"
    RECOVERY_SUPPORT = "recovery_support"
    HARM_REDUCTION = "harm_reduction"
    BRIEF_INTERVENTION = "brief_intervention"


STRUCTURED = frozenset(tuple(InterventionKind)[:7])
"""Structured = all but the last three."""

PRESCRIBING = frozenset({InterventionKind.SPECIALIST_PRESCRIBING, InterventionKind.PRIMARY_CARE_PRESCRIBING})


class Ending(StrEnum):
    """How an intervention ended."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"
    WITHDRAWN = "withdrawn"


class PauseReason(StrEnum):
    """Where a client is while the episode rests."""

    PRISON = "prison"
    HOSPITAL = "hospital"
    RESIDENTIAL_ELSEWHERE = "residential_elsewhere"


class AppointmentPurpose(StrEnum):
    """What an appointment is for."""

    TRIAGE = "triage"
    ASSESSMENT = "assessment"
    KEYWORK = "keywork"
    CARE_PLAN_REVIEW = "care_plan_review"
    PRESCRIBING = "prescribing"
    GROUP = "group"
    OTHER = "other"


class AppointmentOutcome(StrEnum):
    """What came of an appointment."""

    ATTENDED = "attended"
    DID_NOT_ATTEND = "did_not_attend"
    CANCELLED_BY_CLIENT = "cancelled_by_client"
    CANCELLED_BY_SERVICE = "cancelled_by_service"


CALLED_OFF = frozenset({AppointmentOutcome.CANCELLED_BY_CLIENT, AppointmentOutcome.CANCELLED_BY_SERVICE})
"""Nobody was waited for."""


class TransferBasis(StrEnum):
    """What a referral to another service rests on."""

    CONSENT = "consent"
    OVERRIDE = "override"


class TransferAnswer(StrEnum):
    """What the receiving service did with a transfer."""

    ACCEPTED = "accepted"
    PUT_BACK = "put_back"


class StrikeAnswer(StrEnum):
    """What came of asking a colleague whether something was recorded by mistake; `withdrawn` is asked no more."""

    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class HandOverAnswer(StrEnum):
    """What came of handing a client over; `taken_back` by whoever handed it."""

    ACCEPTED = "accepted"
    PUT_BACK = "put_back"
    TAKEN_BACK = "taken_back"
