"""One question of a section page: its control, its choices, and what was said before."""

from dataclasses import dataclass

from careplan.assessment.codes import Status
from careplan.assessment.forms.section import Question
from careplan.assessment.forms.tables import FURTHER, OTHER
from careplan.assessment.labels import FURTHER_WORDS, OTHER_WORDS, STATUSES
from careplan.assessment.rules.tables import TABLES, TablesStandard
from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.values import bare, row_words
from careplan.ui.words import YES_NO

LONG_LIST = 12
IN_SIGHT = 8
"""So many choices of a cell stand side by side, one click each; more are a list."""
LISTED = frozenset({"unit"})
"""Columns that are a list all the same: the unit may be typed with its amount."""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question of the section page. `follows` and `codes` name the answer that reveals it, when hidden.

    `named`: substances that a table of the assessment names; `accompanied`: somebody else is there today.
    """

    question: Question
    follows: str = ""
    codes: str = ""
    carried: str = ""
    carried_when: str = ""
    carried_by: str = ""
    must_confirm: bool = False
    optional: bool = False
    named: frozenset[str] = frozenset()
    accompanied: bool = False

    @property
    def _tables(self) -> TablesStandard:
        return TABLES.latest

    @property
    def in_view(self) -> tuple[str, ...]:
        """The substances that stand in sight before any is named."""
        return self._tables.in_sight.substances

    @property
    def item(self) -> Item:
        """The item of the bank."""
        return self.question.item

    @property
    def reads(self) -> str:
        """The row of a table that answers it, where nobody did yet."""
        read = self._tables.reads.get(self.item.item)
        return "" if self.question.saved or self.question.sent or read is None else read.words

    @property
    def put_off(self) -> bool:
        """Whether it waits behind a click, because it is only asked alone and somebody else is there."""
        return self.item.ask_alone and self.accompanied and not self.question.sent

    @property
    def wide(self) -> bool:
        """Whether the answer takes the whole width: a table, or more options than stand in two lines."""
        return (self.is_long and self.control == "any_of") or self.item.answer.type is AnswerType.ROWS

    @property
    def is_long(self) -> bool:
        """Whether there are more choices than stand in two lines."""
        return len(self.item.answer.options) > LONG_LIST

    @property
    def stands_below(self) -> bool:
        """Whether what was said before stands in the control itself: chosen, or word for word."""
        return not self.question.sent

    @property
    def source(self) -> str:
        """When the answer that is carried over was given, and to whom."""
        by = f", to {self.carried_by}" if self.carried_by else ""
        return f"{self.carried_when}{by}" if self.carried else ""

    @property
    def said(self) -> tuple[str, ...]:
        """The options that were chosen before, which stay marked whatever is chosen now."""
        if not self.carried or self.question.saved is None or not self.item.answer.options:
            return ()
        value = bare(self.item, self.question.saved.given.value)
        return tuple(value) if isinstance(value, list) else (value,)

    @property
    def in_reach(self) -> list[tuple[str, str, str]]:
        """Of a long list those that were chosen, or that the tables of the record name, or the most common."""
        question = self.question
        chosen = {*question.ticked, question.typed.get("", "")}
        near = {*chosen, *(self.named or self.in_view)}.intersection(self.item.answer.options)
        if not self.is_long or not near:
            return self.options
        return [one for one in self.options if one[1] in near]

    @property
    def put_away(self) -> list[tuple[str, str, str]]:
        """The rest of a long list, behind one click."""
        near = self.in_reach
        return [one for one in self.options if one not in near]

    def held_row(self, n: int) -> str:
        """A row as the record holds it, in words, where it stands closed; empty for one that is being written."""
        question = self.question
        if n >= question.saved_rows or question.sent or question.saved is None:
            return ""
        return row_words(question.bank, self.item, question.saved.given.value[n])

    @property
    def mark(self) -> str:
        """What was chosen beside the answer: why there is none."""
        status = self.question.status
        return STATUSES[Status(status)] if status in STATUSES else ""

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
        if (
            kind is AnswerType.ONE_OF
            and self.is_long
            and not set(self.in_view).issubset(self.item.answer.options)
        ):
            return "select"
        return "one_of" if kind is AnswerType.YES_NO else kind.value

    @property
    def has_options(self) -> bool:
        """Whether a cell of its table has choices that stand side by side, besides yes and no."""
        columns = self.item.answer.columns
        return any(len(self.choices(one)) > len(YES_NO) and self.in_sight(one) for one in columns)

    def in_sight(self, column: str) -> bool:
        """Whether the choices of a cell stand side by side."""
        return column not in LISTED and 0 < len(self.choices(column)) <= IN_SIGHT

    def further(self, column: str) -> list[tuple[str, str]]:
        """What is chosen from a list where none of the choices in sight fits; empty where it is said in words."""
        bank = self.question.bank
        if bank.columns[column].kind != "substance":
            return []
        return [(code, bank.labels[code]) for code in bank.substances if code not in self.in_view]

    def choices(self, column: str, typed: str = "") -> list[tuple[str, str]]:
        """What a cell of a column is chosen from, with what stands in it and other words; empty for free text."""
        bank, answer = self.question.bank, self.item.answer
        match bank.columns[column].kind:
            case "yes_no":
                listed = list(YES_NO.items())
            case "substance":
                listed = [(code, bank.labels[code]) for code in self.in_view]
                if typed and typed not in (*self.in_view, FURTHER):
                    listed.append((typed, bank.labels.get(typed, typed)))
                return [*listed, (FURTHER, FURTHER_WORDS)]
            case "level":
                listed = [(code, bank.labels[code]) for code in answer.levels]
            case _ if column in answer.bounds.choices:
                listed = [(bank.labels[code], bank.labels[code]) for code in answer.bounds.choices[column]]
            case _:
                return []
        if typed and typed not in {*dict(listed), OTHER}:
            listed.append((typed, typed))
        return [*listed, (OTHER, OTHER_WORDS)] if column in answer.bounds.open else listed
