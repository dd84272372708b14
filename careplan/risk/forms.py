"""Forms of the risk room: levels, an action, completing, the countersignature."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar

from careplan.assessment import completing
from careplan.ground.clock import today
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.labels import DOMAINS, FIRST, LEVELS
from careplan.risk.rules import Minimum, needs_reason
from careplan.ui.fields import Day, Form, LongText, Radios, Reason, Text


def _level(domain: RiskDomain) -> Radios:
    words = DOMAINS[domain]
    choices = {level.value: name for level, name in LEVELS.items()}
    return Radios(words, called=f"The level of {words.lower()}", choices=choices, coerce=Level, inline=True)


def _reason(domain: RiskDomain) -> Reason:
    called = f"The reason for the level of {DOMAINS[domain].lower()}"
    return Reason("Why?", called=called, max=2000, rows=2)


def _action(domain: RiskDomain) -> LongText:
    return LongText(
        "What will be done?", called=f"What will be done about {_about(domain)}", max=2000, rows=2
    )


def _responsible(domain: RiskDomain) -> Text:
    return Text("Who will do it?", called=f"Who will do it about {_about(domain)}", max=100)


def _due_on(domain: RiskDomain) -> Day:
    called = f"The day for {_about(domain)}"
    too_early = f"{called} must be today or later"
    return Day("By when?", called=called, earliest=today, too_early=too_early)


def _beside(domain: RiskDomain, question: str, called: str) -> LongText:
    return LongText(question, called=f"{called} of {_about(domain)}", max=2000, rows=2)


def _triggers(domain: RiskDomain) -> LongText:
    return _beside(
        domain, "What are the triggers and warning signs? (optional)", "Triggers and warning signs"
    )


def _escalation(domain: RiskDomain) -> LongText:
    return _beside(domain, "What is done if it gets worse? (optional)", "What is done if it gets worse")


def _about(domain: RiskDomain) -> str:
    return DOMAINS[domain].lower()


class LevelsForm(Form):
    """One level, one reason and one action for each domain; any of them may wait."""

    self_level, self_reason = _level(RiskDomain.SELF), _reason(RiskDomain.SELF)
    from_others_level, from_others_reason = _level(RiskDomain.FROM_OTHERS), _reason(RiskDomain.FROM_OTHERS)
    to_others_level, to_others_reason = _level(RiskDomain.TO_OTHERS), _reason(RiskDomain.TO_OTHERS)
    children_level, children_reason = _level(RiskDomain.CHILDREN), _reason(RiskDomain.CHILDREN)
    self_action, from_others_action, to_others_action, children_action = map(_action, RiskDomain)
    self_who, from_others_who, to_others_who, children_who = map(_responsible, RiskDomain)
    self_due, from_others_due, to_others_due, children_due = map(_due_on, RiskDomain)
    self_triggers, from_others_triggers, to_others_triggers, children_triggers = map(_triggers, RiskDomain)
    self_escalation, from_others_escalation, to_others_escalation, children_escalation = map(
        _escalation, RiskDomain
    )

    def show(self, levels: Mapping[RiskDomain, tuple[Level, str]]) -> None:
        """Fill in what is set already; a form that holds a draft keeps it."""
        if self.from_draft:
            return
        for domain in self.domains:
            if domain not in levels:
                continue
            level, reason = levels[domain]
            self[f"{domain}_level"].process_data(level.value)
            self[f"{domain}_reason"].process_data(reason)

    def keep(self, domains: Collection[RiskDomain]) -> None:
        """Ask for the levels of these domains alone; actions have a page of their own then."""
        for domain in RiskDomain:
            for part in (*STEP, *BESIDES):
                del self[f"{domain}_{part}"]
            if domain not in domains:
                del self[f"{domain}_level"], self[f"{domain}_reason"]

    @property
    def domains(self) -> list[RiskDomain]:
        """The domains that are asked for."""
        return [domain for domain in RiskDomain if f"{domain}_level" in self]

    def judged(self) -> Iterator[tuple[RiskDomain, Level | None, str | None]]:
        """Every domain that is asked for, with what was entered."""
        for domain in self.domains:
            yield domain, self[f"{domain}_level"].data, self[f"{domain}_reason"].data

    def steps(self) -> Iterator[tuple[RiskDomain, Level | None, tuple[Any, ...], tuple[Any, ...]]]:
        """The domains of which an action was begun, each with its level, what was entered of the action, and beside."""
        for domain, level, _ in self.judged():
            if f"{domain}_action" not in self:
                continue
            parts = tuple(self[f"{domain}_{part}"] for part in STEP)
            besides = tuple(self[f"{domain}_{part}"] for part in BESIDES)
            if any(one.data for one in (*parts, *besides)):
                yield domain, level, parts, besides

    def lacks_steps(self) -> bool:
        """Whether an action is half entered, or stands under a low level; the sentences stand at their fields."""
        wanted = ("Enter what will be done about", "Enter who will do it about", "Enter the day for")
        for domain, level, parts, _ in self.steps():
            for part, words in zip(parts, wanted, strict=True):
                if not part.data:
                    part.errors = [f"{words} {_about(domain)}"]
            if level is Level.LOW:
                words = f"{DOMAINS[domain]} is low, and an action is entered"
                parts[0].errors = [f"{words}. Select a higher level, or clear the action"]
        return any(field.errors for field in self)

    def lacks_reasons(self, suggestions: Mapping[RiskDomain, tuple[Minimum, ...]]) -> bool:
        """Whether a reason is missing, or nothing was entered; the sentences stand at their fields."""
        for domain, level, reason in self.judged():
            text = self[f"{domain}_reason"]
            if level is None and reason:
                self[f"{domain}_level"].errors = [f"Select the level of {DOMAINS[domain].lower()}"]
            elif level is not None and not reason and needs_reason(level, suggestions.get(domain, ())):
                under = level is Level.LOW
                words = "lower than the answers suggest" if under else LEVELS[level].lower()
                text.errors = [f"Enter why the level of {DOMAINS[domain].lower()} is {words}"]
        if not any(level for _, level, _ in self.judged()):
            self[f"{self.domains[0]}_level"].errors = ["Select at least one level"]
        return any(field.errors for field in self)


STEP = ("action", "who", "due")
"""The parts of an action on the page of levels."""
BESIDES = ("triggers", "escalation")
"""What may stand beside it there."""


def _besides(question: str, called: str) -> LongText:
    return LongText(question, called=called, max=2000, rows=2)


class ActionForm(Form):
    """Who does what about which risk, by when; what could happen, its signs and what if it gets worse may wait."""

    domain = Radios(
        "Which risk?",
        required="Select which risk the action is for",
        called="Which risk",
        choices={domain.value: words for domain, words in DOMAINS.items()},
        coerce=RiskDomain,
    )
    risk = _besides("What could happen? (optional)", "What could happen")
    triggers = _besides("What are the triggers and warning signs? (optional)", "Triggers and warning signs")
    action = LongText(
        "What will be done?", required="Enter what will be done", called="What will be done", max=2000
    )
    responsible = Text(
        "Who will do it?",
        required="Enter the name of the person who will do it",
        called="Who will do it",
        max=100,
    )
    due_on = Day(
        "By when?",
        required="Enter the day by which it will be done",
        called="The day by which it will be done",
        hint="For example, 27 3 2027",
        earliest=today,
        too_early="The day by which it will be done must be today or later",
    )
    escalation = _besides("What is done if it gets worse? (optional)", "What is done if it gets worse")


class DoneForm(Form):
    """The action is done."""

    drafted = False


class CountersignForm(Form):
    """The manager's note; it stands on the page of risk and is sent elsewhere, so no draft is kept of it."""

    drafted = False
    note = LongText("Note (optional)", called="The note", max=2000, rows=3)


class CompleteForm(completing.CompleteForm):
    """Complete the risk assessment: levels and actions come first, whatever reason is given."""

    first: ClassVar[dict[Any, str]] = completing.CompleteForm.first | FIRST
