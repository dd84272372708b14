"""Code sets of the documents (record package, profile 2), and what the doors of this room ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import CLINICAL, LEADING

READ_SENSITIVE = Permission("read_sensitive", CLINICAL, "opens sensitive documents", reading=True)
EDIT_LETTERS = Permission("edit_letters", LEADING, "edits the templates of letters")


class DocumentKind(StrEnum):
    """What a document is."""

    LETTER_IN = "letter_in"
    LETTER_OUT = "letter_out"
    REPORT = "report"
    RESULT = "result"
    IDENTIFICATION = "identification"
    CONSENT_FORM = "consent_form"
    OTHER = "other"


MOST_BYTES = 10 * 1024 * 1024
"""The largest document that is kept (decision 30)."""


class Letter(StrEnum):
    """What a letter is for."""

    GP_START = "gp_start"
    GP_CHANGE = "gp_change"
    APPOINTMENT = "appointment"
    NOT_ATTENDED = "not_attended"
    RE_ENGAGEMENT = "re_engagement"
    DISCHARGE = "discharge"
    REFERRAL_ON = "referral_on"
    REPORT = "report"
    SUMMARY = "summary"


class LetterField(StrEnum):
    """What stands in braces in a template and is filled in from the record."""

    CLIENT_NAME = "client_name"
    CALLED = "called"
    DATE_OF_BIRTH = "date_of_birth"
    NHS_NUMBER = "nhs_number"
    TODAY = "today"
    NEXT_APPOINTMENT = "next_appointment"
    MISSED_APPOINTMENT = "missed_appointment"
    MEDICINE = "medicine"
    DAILY_DOSE = "daily_dose"
    MEDICINE_SINCE = "medicine_since"
    KEYWORKER = "keyworker"
    WORKER = "worker"
    SERVICE = "service"
    SERVICE_TELEPHONE = "service_telephone"
