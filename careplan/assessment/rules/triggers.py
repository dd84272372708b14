"""Safety triggers: answers to act on today; each holds completing back until an action is recorded."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from careplan.checklists.codes import AnswerType, Status
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank
from careplan.checklists.rules.values import bare
from careplan.ground.standards import Edition, Positive, Series, Words

OPIOID_ITEMS = frozenset(
    {"main_problem_substance", "other_problem_substances", "substances_used", "depressant_combinations"}
)
"""The items that tell whether a person uses opioids."""


class Trigger(StrEnum):
    """What was said that cannot wait."""

    SUICIDAL_THOUGHTS = "suicidal_thoughts"
    URGENT_PHYSICAL_HEALTH = "urgent_physical_health"
    CHILD_SAFEGUARDING = "child_safeguarding"
    DOMESTIC_ABUSE = "domestic_abuse"
    SEVERE_WITHDRAWAL = "severe_withdrawal"
    LOST_TOLERANCE = "lost_tolerance"
    PREGNANT = "pregnant"
    RECENT_OVERDOSE = "recent_overdose"
    TREATED_ELSEWHERE = "treated_elsewhere"


class Watch(Struct, frozen=True, forbid_unknown_fields=True):
    """One trigger of the standard: the item it reads, the codes that raise it, and the words of its task."""

    item: Words
    words: Words
    codes: frozenset[str] = field(default=frozenset(), name="is")
    unless: frozenset[str] = field(default=frozenset(), name="is_not")


class SafetyStandard(Edition, frozen=True, kw_only=True):
    """Watches by trigger, days of a recent overdose, codes of opioids."""

    triggers: Mapping[Trigger, Watch]
    overdose_days: Positive
    opioids: frozenset[str]

    def __post_init__(self) -> None:
        """Refuse a standard that leaves a trigger out."""
        if set(self.triggers) != set(Trigger):
            raise ValueError(f"triggers are missing: {', '.join(sorted(set(Trigger) - set(self.triggers)))}")


SAFETY = Series(Path(__file__).parents[1] / "standards", "safety", SafetyStandard)


@dataclass(frozen=True, slots=True)
class Finding:
    """A trigger that was raised, by which item, with the words of its task."""

    trigger: Trigger
    item: str
    words: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said or confirmed in this assessment (`told`), and together with earlier answers (`with_earlier`)."""

    bank: Bank
    told: Mapping[str, Given]
    with_earlier: Mapping[str, Given]
    on: date


def findings(answers: Answers, standard: SafetyStandard) -> tuple[Finding, ...]:
    """What must be acted on, in order; earlier answers only tell whether opioids are used."""
    watches = (
        (trigger, standard.triggers[trigger]) for trigger in Trigger if _raised(trigger, answers, standard)
    )
    return tuple(Finding(trigger, watch.item, watch.words) for trigger, watch in watches)


def is_watched_for(bank: Bank, item: str, given: Given, on: date, standard: SafetyStandard) -> bool:
    """Whether the answer is what a trigger waits for, whatever else was said: it is said again, never taken over."""
    told = {item: given}
    for trigger, watch in standard.triggers.items():
        if watch.item != item:
            continue
        if trigger is Trigger.RECENT_OVERDOSE:
            return recent_overdose(bank, told, on, standard.overdose_days)
        return _matches(watch, set(codes(bank, told, item)))
    return False


def decided(touched: Collection[str], standard: SafetyStandard) -> frozenset[Trigger]:
    """The triggers that a save of these items decides about: whatever reads one of them."""
    return frozenset(
        trigger
        for trigger, watch in standard.triggers.items()
        if watch.item in touched or (trigger is Trigger.LOST_TOLERANCE and OPIOID_ITEMS.intersection(touched))
    )


def told_here(given: Mapping[str, Given]) -> dict[str, Given]:
    """Answers that were given or confirmed in the assessment itself, not merely carried into it."""
    return {
        item: answer
        for item, answer in given.items()
        if answer.status is Status.ANSWERED and (answer.carried_on is None or answer.confirmed_on is not None)
    }


def uses_opioids(bank: Bank, given: Mapping[str, Given], opioids: Collection[str]) -> bool:
    """Whether any answer says that the person uses opioids: a substance named, or taken with depressants."""
    named = {*codes(bank, given, "main_problem_substance"), *codes(bank, given, "other_problem_substances")}
    named |= {row.get("substance") for row in value_of(bank, given, "substances_used") or ()}
    together = {"sometimes", "most_days"}.intersection(codes(bank, given, "depressant_combinations"))
    return bool(named & set(opioids) or together)


def recent_overdose(bank: Bank, given: Mapping[str, Given], on: date, days: int) -> bool:
    """Whether the last overdose was `days` days before `on` or fewer."""
    value = value_of(bank, given, "overdose_last_date")
    return value is not None and on - timedelta(days=days) <= date.fromisoformat(value) <= on


def codes(bank: Bank, given: Mapping[str, Given], item: str) -> Iterator[str]:
    """The options that were answered; yes or no for a yes_no item, none where nothing was answered."""
    value = value_of(bank, given, item)
    if value is None:
        return
    if bank.items[item].answer.type is AnswerType.YES_NO:
        yield "yes" if value else "no"
    elif isinstance(value, list):
        yield from value
    else:
        yield value


def value_of(bank: Bank, given: Mapping[str, Given], item: str) -> Any:
    """The answered value of an item, without what stands beside it; None where nothing was answered."""
    current_answer = given.get(item)
    if current_answer is None or item not in bank.items or current_answer.status is not Status.ANSWERED:
        return None
    return bare(bank.items[item], current_answer.value)


def _raised(trigger: Trigger, answers: Answers, standard: SafetyStandard) -> bool:
    if trigger is Trigger.RECENT_OVERDOSE:
        return recent_overdose(answers.bank, answers.told, answers.on, standard.overdose_days)
    watch = standard.triggers[trigger]
    if not _matches(watch, set(codes(answers.bank, answers.told, watch.item))):
        return False
    return trigger is not Trigger.LOST_TOLERANCE or uses_opioids(
        answers.bank, answers.with_earlier, standard.opioids
    )


def _matches(watch: Watch, answered: Collection[str]) -> bool:
    return bool(set(answered) - watch.unless if watch.unless else watch.codes.intersection(answered))
