"""One question of a section page: its control, its choices, and what was said before."""

from dataclasses import dataclass

from careplan.assessment.codes import Status
from careplan.assessment.forms.answers import OTHER
from careplan.assessment.forms.section import Question
from careplan.assessment.labels import NEED, OTHER_WORDS, STATUSES
from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.bank import Item
from careplan.ui.words import YES_NO

LONG_LIST = 12


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question of the section page. `follows` and `codes` name the answer that reveals it, when hidden."""

    question: Question
    follows: str = ""
    codes: str = ""
    carried: str = ""
    carried_when: str = ""
    carried_by: str = ""
    must_confirm: bool = False
    optional: bool = False

    @property
    def item(self) -> Item:
        """The item of the bank."""
        return self.question.item

    @property
    def wide(self) -> bool:
        """Whether the answer takes the whole width: a table, or more options than stand in two lines."""
        many = len(self.item.answer.options) > LONG_LIST and self.item.answer.type is AnswerType.ANY_OF
        return many or self.item.answer.type is AnswerType.ROWS

    @property
    def stands_below(self) -> bool:
        """Whether what was said before stands in the control itself, word for word."""
        written = self.item.answer.type in (AnswerType.TEXT, AnswerType.ROWS)
        return written and not self.question.sent

    @property
    def mark(self) -> str:
        """What was chosen beside the answer: why there is none, and whether it is a need."""
        status = self.question.status
        words = [STATUSES[Status(status)]] if status in STATUSES else []
        return " · ".join([*words, NEED] if self.question.need else words)

    @property
    def codes_and_words(self) -> list[tuple[str, str]]:
        """What can be chosen."""
        if self.item.answer.type is AnswerType.YES_NO:
            return list(YES_NO.items())
        labels = self.question.bank.labels
        return [(code, labels[code]) for code in self.item.answer.options]

    @property
    def options(self) -> list[tuple[str, str, str]]:
        """The same, each with the id of its control."""
        name = self.question.name
        return [(f"{name}-{n}", code, words) for n, (code, words) in enumerate(self.codes_and_words, 1)]

    @property
    def tools(self) -> list[tuple[str, str]]:
        """The screening tools of which one gave the answer, code and words."""
        return [(code, self.question.bank.labels[code]) for code in self.item.answer.tools]

    @property
    def control(self) -> str:
        """Which control the page shows."""
        kind = self.item.answer.type
        if kind is AnswerType.ONE_OF and len(self.item.answer.options) > LONG_LIST:
            return "select"
        return "one_of" if kind is AnswerType.YES_NO else kind.value

    def choices(self, column: str, typed: str = "") -> list[tuple[str, str]]:
        """What a cell of a column is chosen from, with what stands in it and other words; empty for free text."""
        bank, answer = self.question.bank, self.item.answer
        match bank.columns[column].kind:
            case "yes_no":
                listed = list(YES_NO.items())
            case "substance":
                listed = [(code, bank.labels[code]) for code in bank.substances]
            case "level":
                listed = [(code, bank.labels[code]) for code in answer.levels]
            case _ if column in answer.bounds.choices:
                listed = [(bank.labels[code], bank.labels[code]) for code in answer.bounds.choices[column]]
            case _:
                return []
        if typed and typed not in {*dict(listed), OTHER}:
            listed.append((typed, typed))
        return [*listed, (OTHER, OTHER_WORDS)] if column in answer.bounds.open else listed
