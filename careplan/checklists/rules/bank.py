"""The question bank of one edition, typed by its file and checked while it is read."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from careplan.checklists.codes import AnswerType, Fact, Kind, Presence
from careplan.checklists.rules.bounds import UNBOUNDED, Bound, Bounds, Choice, Need, Place
from careplan.ground.standards import Edition, Words


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of an answer in rows: its words and its kind."""

    label: Words
    kind: Literal["text", "number", "yes_no", "substance", "level"] = "text"


class Tools(Struct, frozen=True, forbid_unknown_fields=True):
    """What an answer is given with: one of these tools."""

    tool: tuple[str, ...] = ()


class Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """What an answer to an item looks like."""

    type: AnswerType
    options: tuple[str, ...] = ()
    counts_as_not_asked: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    unit: str = ""
    hint: str = ""
    also: tuple[Literal["text", "date"], ...] = ()
    beside: Tools = field(name="with", default=Tools())
    levels: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    bounds: Bounds = UNBOUNDED

    def __post_init__(self) -> None:
        """Refuse gaps that are no options."""
        if not self.counts_as_not_asked <= set(self.options):
            raise ValueError("counts_as_not_asked names no option")

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools that give the value."""
        return self.beside.tool

    @property
    def places(self) -> tuple[Place, ...]:
        """Scores with places of their own beside the value."""
        return self.bounds.places

    @cached_property
    def wrapped(self) -> bool:
        """Whether the stored answer is an object with `value` beside a text, a date, a tool or a score."""
        return bool(self.also or self.tools)


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """One reason to ask: a fact holds, or the controlling item has rows or one of the codes."""

    item: str | None = None
    fact: Fact | None = None
    equals: frozenset[str] = field(name="is", default=frozenset())
    includes: frozenset[str] = frozenset()
    has_rows: bool | None = None

    def __post_init__(self) -> None:
        """Refuse what is none of the four ways of writing a condition."""
        ways = (self.fact is not None, bool(self.equals), bool(self.includes), self.has_rows is not None)
        if sum(ways) != 1 or (self.item is None) is (self.fact is None):
            raise ValueError("no condition is written so")

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the controlling item of which one must be answered."""
        return self.equals or self.includes


class AskedIf(Struct, frozen=True, forbid_unknown_fields=True):
    """Conditions of which one must hold."""

    any: tuple[Condition, ...] = ()


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question: its words and how it stands in the checklists. In a bank its `section` is the page's address."""

    item: Words
    section: str
    domain: str
    question: str
    answer: Answer
    presence: Mapping[Kind, Presence] = field(name="in")
    source: str
    asked_if: AskedIf = AskedIf()
    sensitive: Literal["", "ask_alone"] = ""
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse an item that depends on nothing."""
        if Presence.IF in self.presence.values() and not self.conditions:
            raise ValueError("asked only if, but no condition is given")

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions, as alternatives."""
        return self.asked_if.any

    @property
    def ask_alone(self) -> bool:
        """Whether it is only asked when nobody else is present."""
        return bool(self.sensitive)

    @property
    def is_risk(self) -> bool:
        """A risk item stands in the risk checklist, whatever list it is asked in."""
        return Kind.RISK in self.presence


class Bank(Edition, frozen=True, kw_only=True, dict=True):
    """One edition: items in the order of telling, words for sections, domains, codes and columns, bounds of answers."""

    rows: tuple[Item, ...] = field(name="items")
    sections: Mapping[str, str]
    domains: Mapping[str, str]
    facts: Mapping[str, str]
    labels: Mapping[str, str]
    columns: Mapping[str, Column]
    substances: tuple[str, ...]
    ahead: frozenset[str]
    events: frozenset[str] = frozenset()
    bounds: tuple[Bound, ...] = ()
    places: tuple[Place, ...] = ()
    needs: tuple[Need, ...] = ()
    choices: tuple[Choice, ...] = ()

    def __post_init__(self) -> None:
        """Refuse the first promise that the file breaks."""
        titles = set(self.sections.values())
        for item in self.rows:
            if item.section not in titles:
                raise ValueError(f"{item.item}: unknown section {item.section}")
        for item in self.items.values():
            _check_conditions(item, self.items)
            _check_words(item, self)
        rows: tuple[Bound | Place | Need | Choice, ...]
        rows = (*self.bounds, *self.places, *self.needs, *self.choices)
        for row in rows:
            _check_bounded(row, self)

    @cached_property
    def items(self) -> dict[str, Item]:
        """The items by their code."""
        slugs = {title: slug for slug, title in self.sections.items()}
        return {
            one.item: replace(
                one, section=slugs[one.section], answer=replace(one.answer, bounds=self._bounds(one.item))
            )
            for one in self.rows
        }

    def _bounds(self, item: str) -> Bounds:
        return Bounds(
            numbers=tuple(one for one in self.bounds if one.item == item),
            places=tuple(one for one in self.places if one.item == item),
            needs={one.column: one.needs for one in self.needs if one.item == item},
            choices={one.column: one.options for one in self.choices if one.item == item},
            open=frozenset(one.column for one in self.choices if one.item == item and one.other),
            events=self.events,
        )

    @cached_property
    def lists(self) -> dict[Kind, tuple[Item, ...]]:
        """The items of each checklist."""
        return {kind: tuple(one for one in self.items.values() if kind in one.presence) for kind in Kind}

    @cached_property
    def always(self) -> dict[Kind, frozenset[str]]:
        """The items that each checklist asks of everybody, by their code."""
        return {
            kind: frozenset(one.item for one in rows if one.presence[kind] is Presence.ALWAYS)
            for kind, rows in self.lists.items()
        }

    @cached_property
    def dependents(self) -> dict[Kind, tuple[tuple[tuple[Condition, ...], frozenset[str]], ...]]:
        """The items that each checklist asks under conditions, with these; what depends on the same stands together."""
        return {kind: tuple(self._together(kind)) for kind in Kind}

    @cached_property
    def asked_where(self) -> Callable[[Kind, tuple[bool, ...]], frozenset[str]]:
        """The items that a checklist asks where these of its `dependents` do: one set for all that share it."""

        @cache
        def asked(kind: Kind, holds: tuple[bool, ...]) -> frozenset[str]:
            rows = zip(self.dependents[kind], holds, strict=True)
            return self.always[kind].union(*(items for (_, items), is_met in rows if is_met))

        return asked

    @cached_property
    def asking_facts(self) -> frozenset[Kind]:
        """The checklists in which an item depends on a fact of the record."""
        needed = {
            kind: [one for conditions, _ in rows for one in conditions]
            for kind, rows in self.dependents.items()
        }
        return frozenset(
            kind for kind, conditions in needed.items() if any(self._on_a_fact(one) for one in conditions)
        )

    def _on_a_fact(self, condition: Condition) -> bool:
        """Whether a condition, or one that its controlling item depends on, names a fact."""
        if condition.item is None:
            return True
        return any(self._on_a_fact(one) for one in self.items[condition.item].conditions)

    def _together(self, kind: Kind) -> Iterator[tuple[tuple[Condition, ...], frozenset[str]]]:
        rows = [one for one in self.lists[kind] if one.presence[kind] is Presence.IF]
        for conditions in dict.fromkeys(one.conditions for one in rows):
            yield conditions, frozenset(one.item for one in rows if one.conditions == conditions)

    def expected(self, kind: Kind) -> tuple[Item, ...]:
        """The items that the tool score expects: always and if, not the optional ones."""
        return tuple(item for item in self.lists[kind] if item.presence[kind] is not Presence.OPTIONAL)

    def section(self, kind: Kind, slug: str) -> tuple[Item, ...]:
        """The items of one section of a checklist; empty where there are none."""
        return tuple(item for item in self.lists[kind] if item.section == slug)

    def sections_of(self, kind: Kind) -> tuple[str, ...]:
        """The sections of a checklist that hold an item, in the order of telling."""
        return tuple(slug for slug in self.sections if self.section(kind, slug))


def lineage(banks: Mapping[str, Bank], edition: str) -> list[str]:
    """The edition and those that it extends: what a service took out of one of them stays out."""
    names = [edition]
    while base := banks[names[-1]].extends:
        names.append(base)
    return names


def _check_conditions(item: Item, items: Mapping[str, Item]) -> None:
    for condition in item.conditions:
        if condition.item is None:
            continue
        if condition.item not in items:
            raise ValueError(f"{item.item}: its condition names the unknown item {condition.item}")
        if item.item in _controllers(condition.item, items):
            raise ValueError(f"{item.item}: its condition depends on itself")
        answer = items[condition.item].answer
        ids = {"yes", "no"} if answer.type is AnswerType.YES_NO else set(answer.options)
        if not condition.codes <= ids or (condition.has_rows is not None and not answer.columns):
            raise ValueError(f"{item.item}: its condition asks {condition.item} for what it cannot answer")


def _controllers(code: str, items: Mapping[str, Item]) -> set[str]:
    """The item and everything its being asked depends on."""
    ids: set[str] = set()
    ahead = [code]
    while ahead:
        here = ahead.pop()
        if here not in ids and here in items:
            ids.add(here)
            ahead += [condition.item for condition in items[here].conditions if condition.item]
    return ids


def _check_words(item: Item, bank: Bank) -> None:
    answer = item.answer
    codes = (*answer.options, *answer.tools, *answer.levels, *answer.domains)
    wordless = [code for code in codes if not bank.labels.get(code)]
    wordless += [column for column in answer.columns if column not in bank.columns]
    wordless += [c.fact for c in item.conditions if c.fact and not bank.facts.get(c.fact)]
    if item.domain not in bank.domains or not item.source or not item.question:
        wordless.append("domain, source or question")
    if wordless:
        raise ValueError(f"{item.item}: no words for {', '.join(wordless)}")


def _check_bounded(row: Bound | Place | Need | Choice, bank: Bank) -> None:
    if row.item not in bank.items:
        raise ValueError(f"{row.item}: bounds of an unknown item")
    answer = bank.items[row.item].answer
    column, tool = getattr(row, "column", ""), getattr(row, "tool", "")
    unknown = ({column} if column else set()) - set(answer.columns)
    unknown |= ({tool} if tool else set()) - set(answer.tools)
    unknown |= set(getattr(row, "needs", ())) - set(answer.columns)
    unknown |= set(getattr(row, "options", ())) - set(bank.labels)
    if unknown:
        raise ValueError(f"{row.item}: bounds name {', '.join(sorted(unknown))}, which it does not have")
