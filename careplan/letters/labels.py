"""Words of the codes of this room."""

from careplan.letters.codes import MOST_BYTES, DocumentKind, Letter, LetterField
from careplan.ui.problems import Problem
from careplan.ui.words import document_faults

KINDS: dict[str, str] = {
    DocumentKind.LETTER_IN: "Letter received",
    DocumentKind.LETTER_OUT: "Letter sent",
    DocumentKind.REPORT: "Report",
    DocumentKind.RESULT: "Result",
    DocumentKind.IDENTIFICATION: "Identification",
    DocumentKind.CONSENT_FORM: "Consent form",
    DocumentKind.OTHER: "Other",
}
SENSITIVE = "Sensitive"
NO_PDF = Problem(
    "A PDF cannot be made here",
    ("This computer lacks what it takes.", "Go back and use the browser’s Print: it makes a PDF too."),
    bare=True,
)
TYPES = "PDF, PNG, JPEG or plain text"
DOCUMENT_FAULTS = document_faults(TYPES, MOST_BYTES)
LETTERS: dict[str, str] = {
    Letter.GP_START: "Start of treatment, to the GP",
    Letter.GP_CHANGE: "Change of treatment, to the GP",
    Letter.APPOINTMENT: "Appointment",
    Letter.NOT_ATTENDED: "Missed appointment",
    Letter.RE_ENGAGEMENT: "Invitation to come back",
    Letter.DISCHARGE: "Discharge",
    Letter.REFERRAL_ON: "Referral on",
    Letter.REPORT: "Report for a court or probation",
    Letter.SUMMARY: "Summary for the client",
}
FIELDS: dict[str, str] = {
    LetterField.CLIENT_NAME: "the client’s name",
    LetterField.CALLED: "what the client likes to be called",
    LetterField.DATE_OF_BIRTH: "the date of birth",
    LetterField.NHS_NUMBER: "the NHS number",
    LetterField.TODAY: "today’s day",
    LetterField.NEXT_APPOINTMENT: "the next appointment",
    LetterField.MISSED_APPOINTMENT: "the appointment that was missed last",
    LetterField.MEDICINE: "the medicine prescribed here",
    LetterField.DAILY_DOSE: "its daily dose",
    LetterField.MEDICINE_SINCE: "the day it began",
    LetterField.KEYWORKER: "the keyworker",
    LetterField.WORKER: "who writes",
    LetterField.SERVICE: "the service",
    LetterField.SERVICE_TELEPHONE: "the telephone of the service",
}
