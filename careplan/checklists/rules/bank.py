"""The question bank of one edition, made from its data file and checked while it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from careplan.checklists.codes import AnswerType, Fact, Kind, Presence
from careplan.checklists.rules.bounds import UNBOUNDED, Bounds, Place

C = TypeVar("C", bound=StrEnum)


class BankFault(ValueError):
    """The data file of an edition breaks a promise; the message names the item."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer in rows: its words, and text, number, yes_no, substance or level."""

    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer to an item looks like."""

    type: AnswerType
    options: tuple[str, ...] = ()
    counts_as_not_asked: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    unit: str = ""
    hint: str = ""
    also: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    bounds: Bounds = UNBOUNDED

    @property
    def places(self) -> tuple[Place, ...]:
        """Scores with places of their own beside the value."""
        return self.bounds.places

    @property
    def wrapped(self) -> bool:
        """Whether the stored answer is an object with `value` beside a text, a date, a tool or a score."""
        return bool(self.also or self.tools)


@dataclass(frozen=True, slots=True)
class Condition:
    """One reason to ask: a fact holds, or the controlling item has rows or one of the codes."""

    item: str | None = None
    fact: Fact | None = None
    codes: frozenset[str] = frozenset()
    has_rows: bool | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its words and how it stands in the checklists; `conditions` are alternatives."""

    item: str
    section: str
    domain: str
    question: str
    answer: Answer
    presence: Mapping[Kind, Presence]
    source: str
    conditions: tuple[Condition, ...] = ()
    ask_alone: bool = False

    @property
    def is_risk(self) -> bool:
        """A risk item stands in the risk checklist, whatever list it is asked in."""
        return Kind.RISK in self.presence


@dataclass(frozen=True, slots=True)
class Bank:
    """One edition: items in the order of telling, words for sections, domains, codes and columns."""

    edition: str
    in_force_from: date
    signed_off_by: str
    items: Mapping[str, Item]
    lists: Mapping[Kind, tuple[Item, ...]]
    sections: Mapping[str, str]
    domains: Mapping[str, str]
    facts: Mapping[str, str]
    labels: Mapping[str, str]
    columns: Mapping[str, Column]
    substances: tuple[str, ...]
    ahead: frozenset[str]

    def expected(self, kind: Kind) -> tuple[Item, ...]:
        """The items that the tool score expects: always and if, not the optional ones."""
        return tuple(item for item in self.lists[kind] if item.presence[kind] is not Presence.OPTIONAL)

    def section(self, kind: Kind, slug: str) -> tuple[Item, ...]:
        """The items of one section of a checklist; empty where there are none."""
        return tuple(item for item in self.lists[kind] if item.section == slug)

    def sections_of(self, kind: Kind) -> tuple[str, ...]:
        """The sections of a checklist that hold an item, in the order of telling."""
        held = {item.section for item in self.lists[kind]}
        return tuple(slug for slug in self.sections if slug in held)


def read_bank(data: Mapping[str, Any], name: str, bounds: Mapping[str, Bounds] | None = None) -> Bank:
    """The bank in a data file of that name (`1` for 1.toml), with the bounds of its items; BankFault for the first
    promise it breaks.
    """
    if data["edition"] != name:
        raise BankFault(f"edition {data['edition']} stands in a file named {name}")
    slugs = {title: slug for slug, title in data["sections"].items()}
    items: dict[str, Item] = {}
    for row in data["items"]:
        item = _item(row, slugs, tuple(data["substances"]), bounds or {})
        if item.item in items:
            raise BankFault(f"{item.item}: twice in the bank")
        items[item.item] = item
    for item in items.values():
        _check_conditions(item, items)
    bank = Bank(
        edition=name,
        in_force_from=data["in_force_from"],
        signed_off_by=data["signed_off_by"],
        items=MappingProxyType(items),
        lists={kind: tuple(item for item in items.values() if kind in item.presence) for kind in Kind},
        sections=MappingProxyType(data["sections"]),
        domains=MappingProxyType(data["domains"]),
        facts=MappingProxyType(data["facts"]),
        labels=MappingProxyType(data["labels"]),
        columns=MappingProxyType({code: Column(**column) for code, column in data["columns"].items()}),
        substances=tuple(data["substances"]),
        ahead=frozenset(data["ahead"]),
    )
    _check_words(bank)
    _check_bounds(bank, bounds or {})
    return bank


def _item(
    row: Mapping[str, Any],
    slugs: Mapping[str, str],
    substances: tuple[str, ...],
    bounds: Mapping[str, Bounds],
) -> Item:
    code = row["item"]
    if row["section"] not in slugs:
        raise BankFault(f"{code}: unknown section {row['section']}")
    presence = {_known(Kind, kind, code): _known(Presence, how, code) for kind, how in row["in"].items()}
    conditions = tuple(_condition(part, code) for part in row.get("asked_if", {}).get("any", ()))
    if Presence.IF in presence.values() and not conditions:
        raise BankFault(f"{code}: asked only if, but no condition is given")
    return Item(
        item=code,
        section=slugs[row["section"]],
        domain=row["domain"],
        question=row["question"],
        answer=replace(
            _answer(row["answer"], code, substances), bounds=bounds.get(code) or bounds.get("", UNBOUNDED)
        ),
        presence=MappingProxyType(presence),
        source=row["source"],
        conditions=conditions,
        ask_alone=row.get("sensitive") == "ask_alone",
    )


def _answer(row: Mapping[str, Any], code: str, substances: tuple[str, ...]) -> Answer:
    options = substances if row.get("options") == "substances" else tuple(row.get("options", ()))
    not_asked = frozenset(row.get("counts_as_not_asked", ()))
    if not not_asked <= set(options):
        raise BankFault(f"{code}: counts_as_not_asked names no option")
    return Answer(
        type=_known(AnswerType, row["type"], code),
        options=options,
        counts_as_not_asked=not_asked,
        columns=tuple(row.get("columns", ())),
        min=row.get("min"),
        max=row.get("max"),
        unit=row.get("unit", ""),
        hint=row.get("hint", ""),
        also=tuple(row.get("also", ())),
        tools=tuple(row.get("with", {}).get("tool", ())),
        levels=tuple(row.get("levels", ())),
        domains=tuple(row.get("domains", ())),
    )


def _condition(part: Mapping[str, Any], code: str) -> Condition:
    match part:
        case {"fact": fact, **rest} if not rest:
            return Condition(fact=_known(Fact, fact, code))
        case {"item": str(item), "is": codes, **rest} if not rest:
            return Condition(item=item, codes=frozenset(codes))
        case {"item": str(item), "includes": codes, **rest} if not rest:
            return Condition(item=item, codes=frozenset(codes))
        case {"item": str(item), "has_rows": bool(wanted), **rest} if not rest:
            return Condition(item=item, has_rows=wanted)
    raise BankFault(f"{code}: no condition is written {dict(part)}")


def _check_conditions(item: Item, items: Mapping[str, Item]) -> None:
    for condition in item.conditions:
        if condition.item is None:
            continue
        if condition.item not in items:
            raise BankFault(f"{item.item}: its condition names the unknown item {condition.item}")
        if item.item in _controllers(condition.item, items):
            raise BankFault(f"{item.item}: its condition depends on itself")
        answer = items[condition.item].answer
        known = {"yes", "no"} if answer.type is AnswerType.YES_NO else set(answer.options)
        if not condition.codes <= known or (condition.has_rows is not None and not answer.columns):
            raise BankFault(f"{item.item}: its condition asks {condition.item} for what it cannot answer")


def _controllers(code: str, items: Mapping[str, Item]) -> set[str]:
    """The item and everything its being asked depends on."""
    found: set[str] = set()
    ahead = [code]
    while ahead:
        here = ahead.pop()
        if here not in found and here in items:
            found.add(here)
            ahead += [condition.item for condition in items[here].conditions if condition.item]
    return found


def _check_words(bank: Bank) -> None:
    for item in bank.items.values():
        answer = item.answer
        codes = (*answer.options, *answer.tools, *answer.levels, *answer.domains)
        wordless = [code for code in codes if not bank.labels.get(code)]
        wordless += [column for column in answer.columns if column not in bank.columns]
        wordless += [c.fact for c in item.conditions if c.fact and not bank.facts.get(c.fact)]
        if item.domain not in bank.domains or not item.source or not item.question:
            wordless.append("domain, source or question")
        if wordless:
            raise BankFault(f"{item.item}: no words for {', '.join(wordless)}")


def _check_bounds(bank: Bank, bounds: Mapping[str, Bounds]) -> None:
    for code, held in bounds.items():
        if not code:
            continue
        if code not in bank.items:
            raise BankFault(f"{code}: bounds of an unknown item")
        answer = bank.items[code].answer
        columns = {one.column for one in held.numbers if one.column} | set(held.needs) | set(held.choices)
        unknown = columns - set(answer.columns) | {one.tool for one in held.numbers if one.tool} - set(
            answer.tools
        )
        unknown |= {option for options in held.choices.values() for option in options} - set(bank.labels)
        if unknown:
            raise BankFault(f"{code}: bounds name {', '.join(sorted(unknown))}, which it does not have")


def _known(codes: type[C], value: str, item: str) -> C:
    try:
        return codes(value)
    except ValueError:
        raise BankFault(f"{item}: {value} is not one of {', '.join(codes)}") from None
