"""The form of a section with the questions that the service placed in it."""

from collections.abc import Sequence
from typing import Any

from careplan.assessment.forms.section import SectionForm
from careplan.assessment.rules.own import OwnAsked
from careplan.ui.fields import LongText

TAKEN_BACK = (
    "An answer is taken back under Questions of the service. Leave it here as it stands, or change it"
)


class OwnForm(SectionForm):
    """A section with own questions: each is a text beside the questions of the checklist."""

    own: Sequence[OwnAsked] = ()

    def show_own(self) -> None:
        """Fill in the latest answers; a form that holds a draft keeps it."""
        for one in () if self.from_draft else self.own:
            self[one.field].process_data(one.answer or None)

    def validate(self, extra_validators: Any = None) -> bool:
        """As a section; an answer that was given is not cleared here."""
        valid = super().validate(extra_validators)
        for one in self.own:
            if one.answer and not self[one.field].data and not self[one.field].errors:
                self[one.field].errors, valid = [TAKEN_BACK], False
        return valid and not any(self[one.field].errors for one in self.own)

    @property
    def own_answers(self) -> list[tuple[OwnAsked, str]]:
        """What was answered anew."""
        given = ((one, self[one.field].data) for one in self.own)
        return [(one, text) for one, text in given if text and text != one.answer]


def own_form(asked: Sequence[OwnAsked]) -> type[OwnForm]:
    """The form with a field for each of these."""
    fields = {
        one.field: LongText(one.words, called=f"The answer to “{one.words}”", max=2000, rows=2)
        for one in asked
    }
    return type("OwnForm", (OwnForm,), {**fields, "own": tuple(asked)})
