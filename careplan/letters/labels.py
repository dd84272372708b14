"""Words of the codes of this room."""

from careplan.letters.codes import MOST_BYTES, DocumentKind
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
TYPES = "PDF, PNG, JPEG or plain text"
DOCUMENT_FAULTS = document_faults(TYPES, MOST_BYTES)
