"""What a browser sent for one item, read into the value that is stored; ValueError carries the worker's sentence."""

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Any

from careplan.assessment.forms.sent import Sent
from careplan.assessment.forms.tables import YES_NO, numeric, read_rows
from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.bounds import Bound, before_birth, number_beyond
from careplan.checklists.rules.values import bounds
from careplan.ui.fields.choices import Choice, choice_fault
from careplan.ui.fields.days import PARTS, read_day
from careplan.ui.fields.numbers import read_amount, read_whole, within

LONGEST = 20_000


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


READERS: dict[AnswerType, Callable[[Sent], Any]] = {
    AnswerType.YES_NO: _yes_no,
    AnswerType.ONE_OF: _one_of,
    AnswerType.ANY_OF: _any_of,
    AnswerType.WHOLE_NUMBER: _whole,
    AnswerType.SCALE: _whole,
    AnswerType.NUMBER: _number,
    AnswerType.DATE: _day,
    AnswerType.TEXT: _text,
    AnswerType.ROWS: read_rows,
}
