"""A row was recorded by mistake."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from careplan.clients.codes import StrikeAnswer
from careplan.clients.labels import STRIKES
from careplan.ground.corrections import REMOVED, Why
from careplan.ui.fields import Form, Password, Radios, Reason, Select, TickBox

REMOVES = "The history here then says only that an entry was removed; only the manager can read what it was"


class MistakeForm(Form):
    """Why it was a mistake."""

    why = Reason(
        "Why was it a mistake?",
        required="Enter why it was a mistake",
        called="Why it was a mistake",
        max=1000,
        rows=2,
    )
    wrong_client = TickBox("It belongs in another client’s record", about=REMOVES)

    def lead_on(self) -> None:
        """Say that the form in the right record comes next."""
        self.wrong_client.about = f"{REMOVES}. Next you record it for the right client"

    def struck_for(self, agreed: str = "") -> Why:
        """Why, as it stands with the struck row; `agreed`: words about a colleague."""
        words = self.why.data + (f" ({agreed})" if agreed else "")
        if self.wrong_client.data:
            return Why(reason=f"{REMOVED}: {words}", wrong_client=True)
        return Why(reason=words)


class SecondedForm(MistakeForm):
    """Why, with a colleague who agrees: at this desk under their own password, or without one later."""

    drafted: ClassVar[bool] = False
    colleagues: Mapping[str, str] = MappingProxyType({})

    colleague = Select(
        "Colleague who agrees",
        required="Select the colleague who agrees",
        called="The colleague",
        blank="Select a colleague",
        hint="They read this page whole: now, or later from their Today",
    )
    password = Password("Password of the colleague (only if they agree now)", max=1000, autocomplete="off")

    @classmethod
    def of(cls, colleagues: Mapping[str, str]) -> "SecondedForm":
        """The form with the colleagues who may agree, names by id."""
        form = cls()
        form.colleagues = form.colleague.choices = colleagues
        return form


class WithdrawForm(Form):
    """Asking no more: a button alone."""

    drafted: ClassVar[bool] = False


class AnswerForm(Form):
    """The colleague's answer, from their own Today."""

    drafted: ClassVar[bool] = False

    answer = Radios(
        "Do you agree that this was recorded by mistake?",
        choices=STRIKES,
        coerce=StrikeAnswer,
        required="Select whether you agree",
        called="The answer",
    )
    words = Reason("If you do not agree: why?", called="Why you do not agree", rows=2, max=1000)

    def validate_words(self, field: Any) -> None:
        """Whoever asked is told why."""
        if self.answer.data is StrikeAnswer.DECLINED and field.data is None:
            raise ValidationError("Enter why you do not agree")
