"""What an invented person says in an assessment: every item that applies, but for a few that nobody asked."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from careplan.checklists.codes import AnswerType, Fact, Kind, Status
from careplan.checklists.rules.asked import Given, Sitting, is_expected
from careplan.checklists.rules.bank import Bank, Item
from careplan.demo.rules.people import Person
from careplan.ground.standards import words_of

NEVER_SKIPPED = frozenset(
    {"suicidal_thoughts", "allergies", "children_under_18", "overdose_ever", "alcohol_use"}
)
DECLINED_EVERY, NOT_KNOWN_EVERY = 41, 47


@cache
def _said() -> dict[str, Any]:
    return words_of(Path(__file__).parents[1] / "answers.toml")


def sitting(
    person: Person, bank: Bank, kind: Kind, on: date, facts: Collection[Fact], first_on: date
) -> dict[str, Given]:
    """All answers by item: items whose condition does not hold are left out."""
    given: dict[str, Given] = {}
    for _ in range(3):  # an item may wait for one that waits for another
        for place, item in enumerate(bank.lists[kind]):
            view = Sitting(bank, kind, on, on, given, facts)
            optional = item.presence[kind].value == "optional" and item.item in person.says
            if item.item not in given and (is_expected(view, item) or optional):
                given[item.item] = _given(person, item, place, on, first_on)
    return {item.item: given[item.item] for item in bank.lists[kind] if item.item in given}


def skipped(person: Person, item: Item, every: int, hidden: Collection[str]) -> bool:
    """Whether nobody asked: the service's form has no such question, or it was passed over."""
    if item.item in hidden:
        return True
    turn = sum(map(ord, item.item)) + person.number * 5
    return turn % every == 0 and item.item not in NEVER_SKIPPED and item.item not in person.says


def _given(person: Person, item: Item, place: int, on: date, first_on: date) -> Given:
    if item.item in person.says:
        return Given(Status.ANSWERED, _dated(person.says[item.item], on, first_on))
    if item.item not in NEVER_SKIPPED and not item.answer.counts_as_not_asked:
        turn = place * 3 + person.number
        if turn % DECLINED_EVERY == 0:
            return Given(Status.DECLINED)
        if turn % NOT_KNOWN_EVERY == 0:
            return Given(Status.NOT_KNOWN)
    return Given(Status.ANSWERED, _dated(person.of(_variants(person, item.item), place), on, first_on))


def _variants(person: Person, item: str) -> Any:
    if item == "referral_source":
        return [person.source]
    if item == "risk_levels" and {"self", "children"} & set(person.risk):
        levels = {domain: level for domain, level in person.risk.items() if domain in ("self", "children")}
        return [[{"domain": domain, "level": level} for domain, level in levels.items()]]
    traits = (*person.traits, "woman" if person.sex == "female" else "man")
    for trait in traits:
        if item in _said()["traits"].get(trait, {}):
            return _said()["traits"][trait][item]
    return _said()[item]


def _dated(value: Any, on: date, first_on: date) -> Any:
    """`ago:40` counts from the first assessment, `in:30` and `today` from this one."""
    if isinstance(value, Mapping):
        return {key: _dated(part, on, first_on) for key, part in value.items()}
    if isinstance(value, list):
        return [_dated(part, on, first_on) for part in value]
    if value == "today":
        return on.isoformat()
    if isinstance(value, str) and value.startswith("ago:"):
        return (first_on - timedelta(days=int(value[4:]))).isoformat()
    if isinstance(value, str) and value.startswith("in:"):
        return (on + timedelta(days=int(value[3:]))).isoformat()
    return value


def half(bank: Bank, kind: Kind, given: Mapping[str, Given], sections: int) -> Iterator[tuple[str, Given]]:
    """The answers of the first sections only, as an assessment that is not finished has them."""
    first = bank.sections_of(kind)[:sections]
    return ((code, answer) for code, answer in given.items() if bank.items[code].section in first)


def is_need(item: Item, wanted: Collection[str]) -> bool:
    """Whether the worker ticked it as a need."""
    return item.item in wanted and item.answer.type is not AnswerType.TEXT
