"""What a room's registers offer to the rooms above: history, overview, striking out, files of the record package."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import Integer, Numeric, String, Text, cast, literal, select, type_coerce

from careplan.clients.codes import KEEP_DESK
from careplan.clients.registers import rows
from careplan.clients.registers.declared import Of, Register
from careplan.clients.registers.fields import Field, Findings
from careplan.clients.registers.forms import typed
from careplan.clients.registers.rows import Owner
from careplan.ground import history, marks
from careplan.ground.corrections import Why, live
from careplan.ground.history import NO_DAY, NO_WORDS
from careplan.ground.mistakes import Mistake
from careplan.ground.offers import Entry, History, Latest, Line, Marks, Part, Summary, summed_up
from careplan.staff.rules import Actor
from careplan.ui.words import day, sentence

if TYPE_CHECKING:
    from careplan.clients.models import Episode

Rows = history.Rows


def offers(part: Part, *registers: Register, **own: Any) -> dict[str, Any]:
    """What `Room` takes of the registers of a record, each joined to what the room has of its `own`.

    `part` is theirs of the history. Marks of its own stand instead of those of the registers.
    """
    history = History(lambda: [_history(one) for one in registers], _lines(part, registers), (part,))
    pages = {one.endpoint(act): one.title for one in registers for act in ("listing", "new", "row")}
    return {
        "marks": _marks(registers),
        **own,
        "registers": (*own.get("registers", ()), *registers),
        "pages": {**own.get("pages", {}), **pages},
        "history": own["history"].with_(history) if "history" in own else history,
        "mistakes": (*own.get("mistakes", ()), *map(_mistake, registers)),
    }


def _marks(registers: Iterable[Register]) -> Marks:
    rows = [
        Summary(one.noun, one.title, _mark_words(one), one.endpoint("listing"), one.seldom)
        for one in registers
    ]
    return Marks((Latest,), overview=lambda: [_latest(one) for one in registers], summary=summed_up(*rows))


def _here(register: Register, episode: Any, client: Any) -> Any:
    """SQL condition: rows of the episode (its root id), or of the client."""
    if register.of is Of.CLIENT:
        return rows.of_client(register, client)
    return register.model.episode_id == episode


def _told(register: Register) -> list[str]:
    """The fields besides the day that name a row: at most two, as a history and a mark hold no more."""
    return [name for name in register.tells if name != register.day][:2]


def _texts(register: Register) -> list[Any]:
    columns = [(register[name], getattr(register.model, name)) for name in _told(register)]
    return [_text(one, column) for one, column in columns]


def _text(one: Field, column: Any) -> Any:
    if isinstance(one.form, Findings):
        return type_coerce(column, Text)
    if one.named:
        return one.named.text(column)
    return column if isinstance(column.type, String) else cast(column, String)


def _history(register: Register) -> Rows:
    first, second = [*_texts(register), NO_WORDS, NO_WORDS][:2]
    on = getattr(register.model, register.day) if register.day else NO_DAY
    statement = history.recorded(register.noun, register.model, first, second, on)
    return statement.where(_here(register, history.EPISODE, history.CLIENT))


def _lines(part: Part, registers: Iterable[Register]) -> tuple[Line, ...]:
    return tuple(
        Line(one.noun, sentence(one.thing), one.endpoint("listing"), _entry_words(one), part.key)
        for one in registers
    )


def _words(register: Register, texts: Iterable[str | None], on: Any) -> str:
    told = zip(_told(register), texts, strict=False)
    parts = [register[name].words(_read(register, name, text)) for name, text in told if text]
    return ", ".join([day(on), *parts] if on else parts)


def _read(register: Register, name: str, text: str) -> Any:
    if isinstance(register[name].form, Findings):
        return json.loads(text)
    return Decimal(text) if isinstance(getattr(register.model, name).type, Integer | Numeric) else text


def _entry_words(register: Register) -> Any:
    def words(entry: Entry) -> str:
        return _words(register, (entry.first, entry.second), entry.on)

    return words


def _mark_words(register: Register) -> Any:
    def words(mark: Latest) -> str:
        return _words(register, (mark.first, mark.second), mark.on_day)

    return words


def _latest(register: Register) -> Rows:
    """The first row of the list, as a fact."""
    first, second = [*_texts(register), NO_WORDS, NO_WORDS][:2]
    on = getattr(register.model, register.day) if register.day else NO_DAY
    kind = cast(literal(register.noun), String)
    statement = marks.mark(Latest, register.model.id, on, kind=kind, first=first, second=second, on_day=on)
    here = _here(register, marks.EPISODE, marks.CLIENT)
    ordered = statement.where(here, live(register.model)).order_by(*register.ordered()).limit(1).subquery()
    return select(*ordered.c)


def _mistake(register: Register) -> Mistake:
    def owner(episode: "Episode") -> Owner:
        return Owner(frozenset({episode.service_id}), episode.service_id, episode)

    def struck(*, by: Actor, episode: "Episode", row: Any, **why: Unpack[Why]) -> None:
        rows.remove(register, by=by, owner=owner(episode), row=row, **why)

    return Mistake(
        kind=register.noun,
        name=register.thing,
        then="It counts nowhere any more.",
        find=lambda episode, row_id: rows.find(register, owner(episode), row_id),
        shown=register.told,
        strike=struck,
        again=lambda _, row: (register.endpoint("new"), {}, typed(register, row)),
        shared=register.of is Of.CLIENT,
        desk=register.writes is KEEP_DESK,
    )
