"""Giving evidence and withdrawing it."""

import re
from typing import Any

from wtforms.validators import ValidationError

from careplan.governance.codes import EvidenceKind
from careplan.governance.rules.documents import DocumentFault, fault
from careplan.ground.clock import today
from careplan.ui.fields import Day, Document, Form, Radios, Reason, Text

TYPES = "PDF, PNG, JPEG, Word (docx), Excel (xlsx), OpenDocument (odt, ods), CSV or plain text"
FAULTS = {
    DocumentFault.EMPTY: "The document is empty",
    DocumentFault.TOO_LARGE: "The document must be 5 MB or smaller",
    DocumentFault.OTHER_TYPE: f"The document must be one of these: {TYPES}",
    DocumentFault.NOT_WHAT_IT_SAYS: "The document is not what its name says. Save it again in its own program, "
    "without a password",
    DocumentFault.MACROS: "The document contains macros. Save it without them",
}
AGAIN = "Choose the document again: a browser does not send it twice"
WHOLE = "whole"
_LINK = re.compile(r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")


class EvidenceForm(Form):
    """A document or a link; `covers.choices` are set by the page where a question has several answers."""

    title = Text(
        "What is it?",
        required="Enter what it is",
        called="What it is",
        max=200,
        hint="Such as “Service level agreement 2026”. No client’s name",
    )
    covers = Radios("What does it show?", required="Select what it shows")
    kind = Radios(
        "Where is it?",
        required="Select whether it is a document or a link",
        choices={
            EvidenceKind.DOCUMENT.value: "A document on this device",
            EvidenceKind.LINK.value: "A page or document on the web",
        },
        coerce=EvidenceKind,
    )
    document = Document("Document", hint=f"{TYPES}; 5 MB at most. Nothing that names a client")
    url = Text("Link", called="The link", max=2000, hint="The whole address, with https in front")
    expires_on = Day(
        "Until when does it hold? (optional)",
        called="The day it expires",
        hint="From this day on the answer counts as claimed again",
        earliest=today,
        too_early="The day it expires must be after today",
    )

    def validate_document(self, field: Any) -> None:
        """There, where a document is given, and what its name says."""
        if self.kind.data is not EvidenceKind.DOCUMENT:
            return
        if field.data is None:
            raise ValidationError("Choose the document")
        if wrong := fault(field.data.name, field.data.content):
            raise ValidationError(FAULTS[wrong])

    def validate_url(self, field: Any) -> None:
        """A secure address without name and password."""
        if self.kind.data is not EvidenceKind.LINK:
            return
        if not field.data:
            raise ValidationError("Enter the link")
        if not _LINK.fullmatch(field.data):
            raise ValidationError(
                "Enter a link that begins with https://, like https://www.example.org/agreement"
            )

    def validate_expires_on(self, field: Any) -> None:
        """After today: what has expired shows nothing."""
        if field.data and field.data == today():
            raise ValidationError("The day it expires must be after today")

    def refused(self) -> None:
        """Say that a document has to be chosen again, where something else was wrong."""
        if self.document.data is not None and not self.document.errors:
            self.document.errors = [AGAIN]


class WithdrawForm(Form):
    """Why evidence counts no longer."""

    reason = Reason(
        "Why is it withdrawn?", required="Enter why it is withdrawn", called="The reason", max=2000
    )
