"""Code sets of the documents (record package, profile 2), and what the doors of this room ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import Role

READ_SENSITIVE = Permission(
    "read_sensitive",
    (Role.KEYWORKER, Role.PRESCRIBER, Role.MANAGER),
    "opens sensitive documents",
    reading=True,
)


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
