"""The boxes of a profile: four weeks and their total, a rating, units."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from careplan.outcomes.rules import answers
from careplan.outcomes.rules.answers import TOTAL, WEEKS, Wrong
from careplan.outcomes.rules.standard import TOP
from careplan.ui.fields import Field
from careplan.ui.fields.clean import refusal, shown, tidy

BOXES = (*((name, f"Week {place}", 2) for place, name in enumerate(WEEKS, 1)), (TOTAL, "Total", 3))


class TopDays(Field):
    """Days of the last 28, as text, NA or None. Boxes are named `<name>-week1` to `<name>-week4`, `<name>-total`.

    A draft of a row may name the total by the field alone.
    """

    component = "date_input"
    longest: ClassVar[int] = 40

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {name: "" for name, _, _ in BOXES}
        self.wrong: tuple[str, ...] = ()

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Read the boxes instead of one key."""
        self.wrong = ()
        super().process(None, *args, **kwargs)
        if formdata is None:
            return
        sent = {name: formdata.getlist(f"{self.name}-{name}") for name, _, _ in BOXES}
        sent[TOTAL] = sent[TOTAL] or formdata.getlist(self.name)
        self.raw_data = [value for values in sent.values() for value in values]
        self.parts = {name: shown(tidy(str(values[0]))) if values else "" for name, values in sent.items()}
        self.typed = self.parts[TOTAL]
        self.data = None
        try:
            self.data = self._read_parts(sent)
        except Wrong as refused:
            self.wrong = refused.boxes
            self.process_errors.append(str(refused))

    def process_data(self, value: str | None) -> None:
        """Take an answer of the record, whose weeks nobody kept."""
        super().process_data(value)
        self.parts = {name: self.typed if name == TOTAL else "" for name, _, _ in BOXES}

    def _read_parts(self, sent: Mapping[str, Sequence[Any]]) -> str | None:
        for name, values in sent.items():
            if len(values) > 1:
                raise Wrong(f"{self.called} was sent more than once. Enter it once", name)
            text = tidy(str(values[0])) if values else ""
            if sentence := refusal(text, self.called, self.max):
                raise Wrong(sentence, name)
        return answers.days(self.parts, self.called, TOP.latest.bounds)

    @property
    def focus(self) -> str:
        """The first wrong box."""
        return f"{self.id}-{self.wrong[0] if self.wrong else WEEKS[0]}"

    @property
    def boxes(self) -> Iterator[tuple[str, str, int, str, str, bool]]:
        """Each box: part, words, width, text, keyboard, whether it is marked as wrong."""
        for name, words, width in BOXES:
            keyboard = "text" if name == TOTAL else "numeric"
            yield name, words, width, self.parts[name], keyboard, bool(self.errors) and name in self.wrong


class TopRating(Field):
    """A rating as text, NA or None."""

    width = 4
    autocomplete = "off"

    def read(self, text: str) -> str | None:
        """The answer as the record holds it."""
        return answers.rating(text, self.called, TOP.latest.bounds)


class TopUnits(TopRating):
    """Units of alcohol as text, NA or None."""

    def read(self, text: str) -> str | None:
        """The answer as the record holds it."""
        return answers.units(text, self.called, TOP.latest.bounds)
