"""What a browser sent for one item, read into the value that is stored; ValueError carries the worker's sentence.

Keys begin with the item's code: `pain`, `pain-text`, `pain-status`, `next_appointment-day`, `pain-need`;
rows are `children_under_18-0-age`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

from werkzeug.datastructures import MultiDict

from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.bank import Bank, Item
from careplan.checklists.rules.bounds import Bound, Life, before_birth, lacking, number_beyond
from careplan.checklists.rules.values import bounds
from careplan.ui.fields.choices import Choice, choice_fault
from careplan.ui.fields.clean import blank, refusal, shown, tidy
from careplan.ui.fields.days import PARTS, read_day
from careplan.ui.fields.numbers import read_amount, read_whole, within

LONGEST = 20_000
SHORT = 2_000
MOST_ROWS = 40
NUMBER = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?", re.ASCII)
YES_NO = {"yes": True, "no": False}
OTHER, ENDED = "other", "ended"
"""The choice of a cell that is said in other words, and the part of a row that holds no longer."""


@dataclass(slots=True)
class Sent:
    """The part of a POST that belongs to one item; `typed` and `ticked` keep what came, for showing it again."""

    bank: Bank
    item: Item
    form: MultiDict[str, str]
    life: Life
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


OUTSIDE = frozenset({"status", "need", "confirm"})
"""Parts of a question that are not its answer."""


def parts_of(item: Item, pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The parts that are not blank; line breaks count only where the control has lines."""
    lines = {"text"} | ({""} if item.answer.type is AnswerType.TEXT else set())
    told = ((part, tidy(text)) for part, text in pairs)
    return frozenset(
        (part, text if part in lines else text.replace("\n", "")) for part, text in told if not blank(text)
    )


def answer_of(sent: Sent) -> Any:
    """The value for the item, None when nothing was entered."""
    value = READERS[sent.item.answer.type](sent)
    if not sent.item.answer.wrapped:
        _refuse_number(sent, value)
        return value
    beside: dict[str, Any] = {key: text for key, text in _beside(sent) if text}
    scores = dict(_places(sent))
    value = next(iter(scores.values()), None) if value is None else value
    beside |= scores
    _refuse_number(sent, value, str(beside.get("tool", "")))
    if value is None:
        if beside:
            raise ValueError(f"Answer the question before you add to it: {sent.called}")
        return None
    return {"value": value, **beside}


def _refuse_number(sent: Sent, value: Any, tool: str = "") -> None:
    """Refuse a number beyond what it can be. A value in rows is refused cell by cell."""
    for bound in sent.item.answer.bounds.numbers:
        if value is None or bound.column or bound.tool not in ("", tool):
            continue
        if wanted := number_beyond(bound, str(value), sent.life):
            with_tool = f" with {sent.bank.labels[tool]}" if bound.tool else ""
            raise ValueError(f"Enter {wanted}{with_tool} for {sent.called}")


def _places(sent: Sent) -> Iterator[tuple[str, int]]:
    """Scores in places of their own."""
    for one in sent.item.answer.places:
        text = sent.one(one.place)
        if text and (wanted := number_beyond(Bound(most=one.most), text, sent.life)):
            raise ValueError(f"Enter {wanted} for the {one.label}")
        if text:
            yield one.place, int(text)


def _beside(sent: Sent) -> Iterator[tuple[str, str]]:
    answer = sent.item.answer
    if "text" in answer.also:
        yield "text", sent.one("text")
    if "date" in answer.also:
        yield "date", _date(sent, "date-") or ""
    if answer.tools:
        yield "tool", _one_listed(sent, "tool", answer.tools)


ALONE = ("none", "none_safe")
"""Options that rule out all others: nothing, and no safe way to reach the client."""


def _listed(sent: Sent, came: Collection[str], options: tuple[str, ...]) -> None:
    """Refuse what is not among the options, and one that rules out all others beside another."""
    labels = sent.bank.labels
    choices = [Choice(code, labels.get(code, code), alone=code in ALONE) for code in options]
    if sentence := choice_fault(came, choices, sent.called):
        raise ValueError(sentence if sent.called in sentence else f"{sentence}, for {sent.called}")


def _one_listed(sent: Sent, part: str, options: tuple[str, ...]) -> str:
    text = sent.one(part)
    _listed(sent, [text] if text else [], options)
    return text


def _yes_no(sent: Sent) -> bool | None:
    text = _one_listed(sent, "", tuple(YES_NO))
    return YES_NO[text] if text else None


def _one_of(sent: Sent) -> str | None:
    return _one_listed(sent, "", sent.item.answer.options) or None


def _any_of(sent: Sent) -> list[str] | None:
    options = sent.item.answer.options
    came = dict.fromkeys(str(value) for value in sent.form.getlist(sent.item.item) if value)
    sent.ticked = tuple(code for code in options if code in came)
    _listed(sent, came, options)
    return list(sent.ticked) or None


def _whole(sent: Sent) -> int | None:
    text = sent.one()
    if not text:
        return None
    return int(within(read_whole(text, sent.called), sent.called, *bounds(sent.item.answer)))


def _number(sent: Sent) -> int | Decimal | None:
    text = sent.one()
    if not text:
        return None
    return numeric(within(read_amount(text, sent.called), sent.called, *bounds(sent.item.answer)))


def numeric(number: Decimal) -> int | Decimal:
    """A number as it is stored: whole where it is whole."""
    return int(number) if number == number.to_integral_value() else number


def _day(sent: Sent) -> str | None:
    return _date(sent, "")


def _date(sent: Sent, prefix: str) -> str | None:
    day = read_day({part: sent.one(f"{prefix}{part}", 40) for part in PARTS}, sent.called)
    if day is None:
        return None
    if before_birth(day.isoformat(), sent.life):
        raise ValueError(f"Enter a date on or after the day the client was born for {sent.called}")
    if day > sent.life.on and not prefix and sent.item.item not in sent.bank.ahead:
        raise ValueError(f"{sent.called} must be today or in the past")
    return day.isoformat()


def _text(sent: Sent) -> str | None:
    return sent.one("", LONGEST) or None


def _rows(sent: Sent) -> list[dict[str, Any]] | None:
    columns = sent.item.answer.columns
    none = sent.one("none") != ""
    values: list[dict[str, Any]] = []
    ended = False
    for number in count():
        if not any(sent.key(f"{number}-{column}") in sent.form for column in columns):
            break
        cells = {column: _cell_text(sent, number, column) for column in columns}
        if sent.one(f"{number}-{ENDED}"):
            ended = True
            continue
        row = {column: _cell(sent, column, text) for column, text in cells.items() if text}
        _refuse_row(sent, row, cells, len(values) + 1)
        values += [row] if row else []
    if none and values:
        raise ValueError(f"Select that there are none or fill in rows, not both, for {sent.called}")
    return values if values or none or ended else None


def _cell_text(sent: Sent, number: int, column: str) -> str:
    """What was chosen or typed in a cell; in other words where it is none of the choices."""
    text = sent.one(f"{number}-{column}")
    if text != OTHER or column not in sent.item.answer.bounds.open:
        return text
    words = sent.one(f"{number}-{column}-{OTHER}")
    if not words:
        label = sent.bank.columns[column].label
        raise ValueError(f"Say which “{label}” in row {number + 1} of {sent.called}, or choose another")
    return words


def _refuse_row(sent: Sent, row: dict[str, Any], cells: dict[str, str], number: int) -> None:
    """Refuse what a row cannot hold, or what it lacks."""
    bounds, words = sent.item.answer.bounds, sent.bank.columns
    where = f"in row {number} of {sent.called}"
    for bound in bounds.numbers:
        text = cells.get(bound.column, "")
        if text and (wanted := number_beyond(bound, text, sent.life)):
            raise ValueError(f"Enter {wanted} for “{words[bound.column].label}” {where}")
    for column in bounds.events & set(row):
        if before_birth(cells[column], sent.life):
            raise ValueError(
                f"“{words[column].label}” {where} must be on or after the day the client was born"
            )
    for column in lacking(bounds, row):
        raise ValueError(f"Fill in “{words[column].label}” {where}")


def _cell(sent: Sent, column: str, text: str) -> Any:
    kind = sent.bank.columns[column].kind
    if kind == "yes_no" and text in YES_NO:
        return YES_NO[text]
    if kind == "number" and NUMBER.fullmatch(text):
        return numeric(read_amount(text, column))
    return text


READERS: dict[AnswerType, Callable[[Sent], Any]] = {
    AnswerType.YES_NO: _yes_no,
    AnswerType.ONE_OF: _one_of,
    AnswerType.ANY_OF: _any_of,
    AnswerType.WHOLE_NUMBER: _whole,
    AnswerType.SCALE: _whole,
    AnswerType.NUMBER: _number,
    AnswerType.DATE: _day,
    AnswerType.TEXT: _text,
    AnswerType.ROWS: _rows,
}
