"""The form of a document."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.ground.documents import DocumentFault
from careplan.letters.actions import Described
from careplan.letters.labels import DOCUMENT_FAULTS, KINDS, TYPES
from careplan.letters.rules import File, day_fault, judged
from careplan.ui.fields import Day, Document, Form, Select, Text, YesNo


class DocumentForm(Form):
    """A file of the worker's device, and what it is."""

    document = Document("Document", required="Choose the document", hint=f"{TYPES}; 10 MB at most")
    kind = Select("What is it?", choices=KINDS, required="Select what it is")
    title = Text("Title", required="Enter a title", max=200, hint="For example, Discharge letter of the ward")
    happened_on = Day(
        "The day on it", called="The day", required="Enter the day that stands on it", latest=today
    )
    party = Text("Who is it from?", called="Who it is from", required="Enter who it is from", max=200)
    sensitive = YesNo(
        "Is it sensitive?",
        required="Select whether it is sensitive",
        hint="A sensitive document is listed without its title, and opens only for workers who may read assessments",
    )

    born: date | None = None
    file: File | None = None

    def validate_document(self, field: Any) -> None:
        """Its bytes say what it is."""
        kept = judged(field.data.name, field.data.content)
        if isinstance(kept, DocumentFault):
            raise ValidationError(DOCUMENT_FAULTS[kept])
        self.file = kept

    def validate_happened_on(self, field: Any) -> None:
        """Not before the client's birth."""
        if wrong := day_fault(field.data, self.born):
            raise ValidationError(wrong)

    def described(self) -> Described:
        """What was entered about it."""
        return Described(
            self.kind.data,
            self.title.data,
            self.happened_on.data,
            self.party.data,
            self.sensitive.data,
        )
