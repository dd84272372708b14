"""A row was recorded by mistake."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from careplan.ui.fields import Form, Password, Reason, Select


class MistakeForm(Form):
    """Why it was a mistake."""

    why = Reason(
        "Why was it a mistake?",
        required="Enter why it was a mistake",
        called="Why it was a mistake",
        max=1000,
        rows=2,
    )


class SecondedForm(MistakeForm):
    """Why, with a colleague who agrees at this desk under their own password."""

    drafted: ClassVar[bool] = False
    colleagues: Mapping[str, str] = MappingProxyType({})

    colleague = Select(
        "Colleague who agrees",
        required="Select the colleague who agrees",
        called="The colleague",
        blank="Select a colleague",
        hint="They read this page and give their own password here",
    )
    password = Password(
        "Password of the colleague",
        required="Enter the password of the colleague",
        max=1000,
        autocomplete="off",
    )

    @classmethod
    def of(cls, colleagues: Mapping[str, str]) -> "SecondedForm":
        """The form with the colleagues who may agree, names by id."""
        form = cls()
        form.colleagues = form.colleague.choices = colleagues
        return form
