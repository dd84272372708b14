"""Answering as the second prescriber."""

from typing import Any, ClassVar

from wtforms.validators import ValidationError

from careplan.prescribing.codes import Agreed
from careplan.prescribing.labels import AGREES
from careplan.ui.fields import Form, Password, Radios, Reason

NOT_THEIRS = (
    "This is not the password of {name}. After 10 tries you have to wait 15 minutes before you can try again"
)
CHANGED = "Something of this changed since the page was shown. Read it again, then answer"


class AgreeForm(Form):
    """The second prescriber's answer, under their own password."""

    drafted: ClassVar[bool] = False

    answer = Radios(
        "Do you agree to this order?",
        choices=AGREES,
        coerce=Agreed,
        required="Select whether you agree",
        called="The answer",
    )
    words = Reason("If you do not agree: why?", called="Why you do not agree", rows=2, max=2000)
    password = Password(
        "Password",
        required="Enter the password of the second prescriber",
        max=1000,
        autocomplete="off",
    )

    def validate_words(self, field: Any) -> None:
        """Whoever ordered is told why."""
        if self.answer.data is Agreed.DECLINED and field.data is None:
            raise ValidationError("Enter why you do not agree")


class PressForm(Form):
    """A button alone."""

    drafted: ClassVar[bool] = False
