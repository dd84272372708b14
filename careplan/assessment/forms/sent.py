"""The part of a form that belongs to one item of a checklist.

Keys begin with the item's code: `pain`, `pain-text`, `pain-status`, `next_appointment-day`, `pain-need`;
rows are `children_under_18-0-age`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.bank import Bank, Item
from careplan.checklists.rules.bounds import Life
from careplan.ui.fields.clean import blank, refusal, shown, tidy

SHORT = 2_000


@dataclass(slots=True)
class Sent:
    """The part of a POST that belongs to one item; `typed` and `ticked` keep what came, for showing it again.

    `held` is how many rows of it the record holds: an import may bring more than a page takes.
    """

    bank: Bank
    item: Item
    form: MultiDict[str, str]
    life: Life
    held: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()

    def key(self, part: str = "") -> str:
        """The name of a part of this item."""
        return f"{self.item.item}-{part}" if part else self.item.item

    def one(self, part: str = "", longest: int = SHORT) -> str:
        """The text of a part, tidied; "" when nothing came."""
        values = self.form.getlist(self.key(part))
        text = tidy(str(values[0])) if values else ""
        self.typed[part] = shown(text)
        if len(values) > 1:
            raise ValueError(f"Enter one answer, not several, for {self.called}")
        if sentence := refusal(text, f"The answer to {self.called}", longest):
            raise ValueError(sentence)
        return "" if blank(text) else text

    @property
    def called(self) -> str:
        """The question, as sentences name it."""
        return f"“{self.item.question}”"

    def parts(self) -> frozenset[tuple[str, str]]:
        """What came of the answer itself: parts and texts as a browser sends back what it was shown."""
        return parts_of(self.item, self._mine())

    def everything(self) -> dict[str, str]:
        """Every part as it is shown again, also what stands after a part that was refused."""
        return {part: shown(tidy(text)) for part, text in reversed(self._mine())} | self.typed

    def _mine(self) -> list[tuple[str, str]]:
        name = self.item.item
        mine = [
            (key[len(name) + 1 :], text)
            for key, text in self.form.items(multi=True)
            if key == name or key.startswith(f"{name}-")
        ]
        return [(part, text) for part, text in mine if part not in OUTSIDE]

    @property
    def arrived(self) -> bool:
        """Whether the page that was sent showed this item."""
        return self.key("status") in self.form


SETTLE = "settle"
OUTSIDE = frozenset({"status", "need", "confirm", SETTLE})
"""Parts of a question that are not its answer."""


def parts_of(item: Item, pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The parts that are not blank; line breaks count only where the control has lines."""
    lines = {"text"} | ({""} if item.answer.type is AnswerType.TEXT else set())
    told = ((part, tidy(text)) for part, text in pairs)
    return frozenset(
        (part, text if part in lines else text.replace("\n", "")) for part, text in told if not blank(text)
    )
