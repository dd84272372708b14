"""Answers chosen from a list: radios, checkboxes, a select, one tick box."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from careplan.ui.fields.base import Check, Field
from careplan.ui.fields.clean import refusal
from careplan.ui.words import YES_NO


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what is stored, what is read, a hint; `alone` unticks all other boxes."""

    value: str
    label: str
    hint: str = ""
    alone: bool = False


Box = tuple[str, str, str, str, bool, bool]
"""Id, value, words, hint, whether ticked, whether it stands alone."""


def as_choices(choices: Iterable[Any] | Mapping[Any, str] | None) -> list[Choice]:
    """Choice, WTForms SelectChoice, a mapping of value to words, or plain words."""
    if isinstance(choices, Mapping):
        return [Choice(str(value), words) for value, words in choices.items()]
    return [_as_choice(one) for one in choices or ()]


def _as_choice(one: Any) -> Choice:
    if isinstance(one, Choice):
        return one
    if isinstance(one, str):
        return Choice(str(one), str(one))
    return Choice(str(one.value), str(one.label), hint=str((one.render_kw or {}).get("hint", "")))


def choice_fault(values: Collection[str], options: Iterable[Choice], called: str) -> str | None:
    """Why these answers cannot be taken: one is not on the list, or one that stands alone has others beside it."""
    listed = {option.value: option for option in options}
    if any(value not in listed for value in values):
        return f"Select from the list: {called}"
    alone = next((listed[value].label for value in values if listed[value].alone), None)
    return f"Select “{alone}” or other answers, not both" if alone and len(values) > 1 else None


class _Chosen(Field):
    """What the fields with choices share. `choices` may be set on the form's field later."""

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Check] = (),
        *,
        choices: Iterable[Any] | Mapping[Any, str] | None = None,
        coerce: Callable[[str], Any] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.choices = choices
        self.coerce = coerce

    @property
    def options(self) -> list[Choice]:
        """The choices as they are now."""
        return as_choices(self.choices)

    def check(self) -> str | None:
        """Refuse an answer that is not on the list, or one that stands alone beside another."""
        sent = self.data if isinstance(self.data, list) else [] if self.data is None else [self.data]
        return choice_fault([str(value) for value in sent], self.options, self.called)

    def read(self, text: str) -> Any:
        """The stored value; an unknown one is refused by `check`."""
        try:
            return self.coerce(text)
        except (ValueError, KeyError):
            raise ValueError(f"Select from the list: {self.called}") from None

    def _ticked(self) -> set[str]:
        return {self.typed}

    @property
    def boxes(self) -> Iterator[Box]:
        """A box for each choice."""
        ticked = self._ticked()
        for place, one in enumerate(self.options, 1):
            stem = self.id if place == 1 else f"{self.id}-{place}"
            yield stem, one.value, one.label, one.hint, one.value in ticked, one.alone


class Radios(_Chosen):
    """One answer as text (or what `coerce` makes of it), or None. `inline` sets them side by side."""

    component = "radios"

    def __init__(
        self, label: str = "", validators: Sequence[Check] = (), *, inline: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.inline = inline


class YesNo(Radios):
    """True, False, or None where nothing was chosen."""

    def __init__(self, label: str = "", validators: Sequence[Check] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, choices=YES_NO, inline=True, **kwargs)

    def check(self) -> str | None:
        """Nothing that `read` has not refused."""
        return None

    def read(self, text: str) -> bool:
        """Whether it says yes."""
        if text not in ("yes", "no"):
            raise ValueError(f"Select from the list: {self.called}")
        return text == "yes"

    def write(self, value: Any) -> str:
        """The value of the radio."""
        return "yes" if value else "no"


class Select(_Chosen):
    """One answer from a long list, or None; the first line is empty, or `blank`; none where `blank` is None."""

    component = "select"

    def __init__(
        self, label: str = "", validators: Sequence[Check] = (), *, blank: str | None = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.blank = blank

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Value and words of each choice below the first line."""
        return ((option.value, option.label) for option in self.options if option.value)


class Checkboxes(_Chosen):
    """Any number of answers: a list in the order of the choices, [] when none is ticked."""

    component = "checkboxes"
    most: ClassVar[int] = 500

    def nothing(self) -> Any:
        """No box ticked."""
        return []

    def process_data(self, value: Any) -> None:
        """Take the values of the program."""
        self.data = list(value or [])
        self.ticked = {str(one) for one in self.data}

    def _ticked(self) -> set[str]:
        return self.ticked

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Each value once, whatever was sent."""
        sent = list(dict.fromkeys(str(value) for value in valuelist if value))
        self.data, self.ticked = [], set(sent)
        if len(sent) > self.most or any(refusal(one, self.called, self.max) for one in sent):
            raise ValueError(f"Select from the list: {self.called}")
        order = [option.value for option in self.options]
        self.data = [self.read(one) for one in sorted(sent, key=lambda one: _place(order, one))]


def _place(order: list[str], value: str) -> int:
    return order.index(value) if value in order else len(order)


class TickBox(Field):
    """One box: True or False. `required` is the sentence when it must be ticked; `about` a hint below its label."""

    component = "tick_box"

    def __init__(
        self, label: str = "", validators: Sequence[Check] = (), *, about: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.about = about

    def read(self, text: str) -> bool:
        """True for the value of the box."""
        if text not in ("y", "yes", "on", "true", "True", "1"):
            raise ValueError(f"Tick or leave empty: {self.called}")
        return True

    def write(self, value: Any) -> str:
        """The value of the box."""
        return "y" if value else ""

    def nothing(self) -> Any:
        """Not ticked."""
        return False

    def process_data(self, value: Any) -> None:
        """Take a value of the program."""
        super().process_data(bool(value))

    @property
    def empty(self) -> bool:
        """Whether the box is left empty."""
        return not self.data

    @property
    def boxes(self) -> tuple[Box]:
        """The one box."""
        return ((self.id, "y", self.words, self.about, bool(self.data), False),)
