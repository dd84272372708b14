"""Words: one line, many lines, a password."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from careplan.ground.persons import is_name, is_telephone, name_fault, postcode
from careplan.ground.reasons import is_reason
from careplan.ui.fields.base import Check, Field
from careplan.ui.fields.clean import visible

NO_ACCOUNT = (
    "Say in words what was done: one letter or one word repeated, or the words beside the field, say nothing"
)
NO_REASON = "Say it in words: one letter or one word repeated, or the words beside the field, are no reason"


class Text(Field):
    """One line of text, or None. Line breaks and tabs become spaces."""

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Check] = (),
        *,
        width: int | None = None,
        autocomplete: str = "off",
        suggests: Callable[[], Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.width = width or self.width
        self.autocomplete = autocomplete
        self.suggests = suggests
        if suggests:
            self.datalist = f"{self.id}-list"

    def read(self, text: str) -> str:
        """The line."""
        return text.replace("\n", " ").replace("\t", " ")


class Person(Text):
    """The name of somebody, or of where somebody works: words, not one letter."""

    def check(self) -> str | None:
        """Whether it names anybody."""
        return None if self.empty or is_name(str(self.data)) else f"{self.called} must be a name, in words"


class PersonName(Person):
    """A name that is kept as one: as the record package binds names, with nothing that cannot be seen."""

    def check(self) -> str | None:
        """Whether it names anybody and can be read."""
        fault = "" if self.empty else name_fault(str(self.data))
        return f"{self.called} must have {fault}" if fault else super().check()


class Telephone(Text):
    """A number to ring, as written; an extension may stand beside it."""

    def check(self) -> str | None:
        """Whether it can be dialled."""
        if self.empty or is_telephone(str(self.data)):
            return None
        return f"{self.called} must be a telephone number with its code, like 01632 960 001"


class Postcode(Text):
    """A postcode, or ZZ99 3VZ for no fixed abode; in capitals with one space, however it is typed."""

    def read(self, text: str) -> str:
        """As BS 7666 writes it."""
        written = postcode(text)
        if written is None:
            raise ValueError("Postcode must be a full UK postcode, like LS1 4AP, or ZZ99 3VZ")
        return written


class SearchText(Text):
    """One line of words to look for: what cannot be shown is left out, not refused."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read as every field, without the characters that nobody sees."""
        super().process_formdata([visible(str(value)) for value in valuelist])


class Password(Text):
    """A password: kept as typed (spaces count), never printed back."""

    component = "password_input"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read as every field, but hold the exact characters."""
        super().process_formdata(valuelist)
        self.data = str(valuelist[0]) if self.data is not None else None
        self.typed = ""


class LongText(Field):
    """Several lines of text, or None; with a count of characters when the limit is one that a worker may meet."""

    longest: ClassVar[int] = 20_000

    def __init__(
        self, label: str = "", validators: Sequence[Check] = (), *, rows: int = 4, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.rows = rows
        self.component = "character_count" if self.max < self.longest else "textarea"


class Reason(LongText):
    """Why something is done: words, not one letter repeated and not the hint."""

    refusal: ClassVar[str] = NO_REASON

    def check(self) -> str | None:
        """Whether it says something."""
        return None if is_reason(str(self.data), self.hint, self.words) else self.refusal


class WhatWasDone(Reason):
    """What was done about a matter of safety: "x" closes nothing."""

    refusal = NO_ACCOUNT
