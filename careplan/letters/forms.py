"""The forms of a document and of a letter."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.ground.documents import DocumentFault
from careplan.letters.actions import Described
from careplan.letters.codes import MOST_BYTES
from careplan.letters.labels import DOCUMENT_FAULTS, FIELDS, KINDS, LETTERS, TYPES
from careplan.letters.rules import Addressee, File, day_fault, judged, left
from careplan.ui.fields import Day, Document, Form, LongText, Select, Text, YesNo

OTHER = "other"
"""The choice of an addressee who is typed."""


class DocumentForm(Form):
    """A file of the worker's device, and what it is."""

    document = Document(
        "Document",
        required="Choose the document",
        hint=f"{TYPES}; 10 MB at most",
        most_bytes=MOST_BYTES,
        too_large=DOCUMENT_FAULTS[DocumentFault.TOO_LARGE],
    )
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


class LetterForm(Form):
    """A letter: what for, to whom, its words. What still stands in braces refuses it."""

    letter = Select("What is it for?", choices=LETTERS, required="Select what the letter is for")
    addressee = Select("To whom?", required="Select to whom it goes")
    other = LongText(
        "Name and address, if it goes to somebody else", called="Name and address", max=500, rows=4
    )
    words = LongText("The letter", called="The letter", required="Enter the letter", max=12000, rows=20)
    sensitive = YesNo("Is it sensitive?", required="Select whether it is sensitive", default=False)

    addressees: Mapping[str, Addressee] = {}

    def about(self, addressees: Mapping[str, Addressee]) -> None:
        """To whom a letter may go."""
        self.addressees = addressees
        self.addressee.choices = {code: one.words for code, one in addressees.items()}

    def validate_words(self, field: Any) -> None:
        """Every field was filled in, typed by hand or left out."""
        if fields := left(field.data):
            words = ", ".join(FIELDS.get(one, f"{{{one}}}") for one in fields)
            raise ValidationError(f"Type or delete what still stands in braces: {words}")

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then the address that was chosen."""
        super().validate(extra_validators)
        if self.addressee.data == OTHER and not self.other.data:
            self.other.errors = ["Enter the name and address"]
        if self.addressee.data not in ("", None, OTHER) and self.other.data:
            self.other.errors = ["Delete this address, or choose somebody else as addressee"]
        return not any(one.errors for one in self)

    @property
    def block(self) -> str:
        """The address block."""
        chosen = self.addressees.get(self.addressee.data or "")
        return self.other.data or "" if self.addressee.data == OTHER else chosen.block if chosen else ""
