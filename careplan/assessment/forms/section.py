"""The form of one section: every item with its answer, or why there is none; light, because it is the busiest page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar
from zlib import crc32

from werkzeug.datastructures import MultiDict

from careplan.assessment.codes import Status
from careplan.assessment.forms.answers import answer_of
from careplan.assessment.forms.sent import Sent
from careplan.assessment.forms.shown import typed_of
from careplan.assessment.forms.tables import MOST_ROWS
from careplan.assessment.rules.saved import Reply, SavedAnswer
from careplan.assessment.rules.scores import tools_of
from careplan.checklists.codes import AnswerType
from careplan.checklists.rules.agreeing import clashes
from careplan.checklists.rules.bank import Bank, Item
from careplan.checklists.rules.bounds import Life
from careplan.checklists.rules.tools import Tool
from careplan.checklists.rules.values import bare, check_value
from careplan.ui.fields import Form, Hidden

REASONS = tuple(status for status in Status if status is not Status.ANSWERED)
ROW = re.compile(r"([0-9]{1,4})-", re.ASCII)
"""How the part of a cell begins: with the number of its row, counted from 0."""
CHOSEN = frozenset({AnswerType.YES_NO, AnswerType.ONE_OF, AnswerType.ANY_OF})


class Question:
    """One item on the page: what is typed in it, what is wrong with it, and the reply it makes."""

    hidden: ClassVar[bool] = False
    offered: Sequence[str] = ()
    unsettled: Sequence[Any] = ()

    def __init__(self, bank: Bank, item: Item, saved: SavedAnswer | None, life: Life) -> None:
        self.bank, self.item, self.saved, self.life = bank, item, saved, life
        self.name = self.id = self.short_name = item.item
        self.errors: list[str] = []
        self.problem = self.cell = ""
        self.sent = self.from_rows = False
        self.reply: Reply | None = None
        self.typed, self.ticked = typed_of(item, saved.given.value if saved else None)
        self.need = bool(saved and saved.need)
        self.status = _shown_status(saved)
        self.confirmed = bool(saved and saved.given.confirmed_on)

    @property
    def focus(self) -> str:
        """The id of the control at fault; else of the first."""
        answer = self.item.answer
        if self.cell:
            return f"{self.id}-{self.cell}"
        if answer.type is AnswerType.DATE:
            return f"{self.id}-day"
        if answer.type is AnswerType.ROWS:
            return f"{self.id}-0-{answer.columns[0]}"
        return f"{self.id}-1" if answer.type in CHOSEN else self.id

    @property
    def stands(self) -> bool:
        """Whether it was told today elsewhere: there is nothing to confirm."""
        return bool(self.saved and self.saved.stands)

    @property
    def tools(self) -> list[Tool]:
        """The scored tools that give its answer and are filled in place."""
        return tools_of(self.item)

    @property
    def rows(self) -> int:
        """How many rows to show: those filled in and a spare one."""
        filled = (ROW.match(part) for part, text in self.typed.items() if text)
        last = max((int(one[1]) for one in filled if one), default=-1)
        return max(self.saved_rows, min(last + 2, MOST_ROWS))

    @property
    def saved_rows(self) -> int:
        """How many rows the record holds: each may end."""
        value = self.saved.given.value if self.saved else None
        return len(value) if self.item.answer.columns and isinstance(value, list) else 0

    @property
    def as_saved(self) -> list[tuple[str, str]]:
        """The question as the record holds it, as a browser sends it back untouched."""
        current = self.saved
        ticks = {"need": current and current.need, "confirm": current and current.confirmed}
        pairs = [*self._as_shown().items(multi=True), (f"{self.name}-status", _shown_status(current))]
        return [*pairs, *((f"{self.name}-{part}", "y") for part, on in ticks.items() if on)]

    @property
    def mark(self) -> str:
        """A short sign of what the record holds, by which an answer that comes back is known as untouched."""
        return self.mark_of(MultiDict(self.as_saved))

    def mark_of(self, form: MultiDict[str, str]) -> str:
        """The same sign of what was sent."""
        beside = [form.get(f"{self.name}-{part}", "") for part in ("status", "need", "confirm")]
        text = repr((sorted(self._sent(form).parts()), beside))
        return f"{crc32(text.encode('utf-8', 'replace')):x}"

    def take(self, form: MultiDict[str, str]) -> None:
        """Read what was sent; the problem is told by `errors` once the form is validated."""
        sent = self._sent(form)
        if not sent.arrived:
            return
        self.sent = True
        self.need, self.confirmed = sent.key("need") in form, sent.key("confirm") in form
        self.problem = self.cell = ""
        try:
            self.status = sent.one("status", 40)
            value = self._value(sent)
        except ValueError as refused:
            self.problem, value = str(refused), None
            self.cell = getattr(refused, "part", "")
        if value is not None and self._still_not_asked():
            self.status = ""
        if not self.problem:
            self._decide(value)

    def _value(self, sent: Sent) -> Any:
        """What was entered; the saved value, whatever its faults, where nothing of it was changed."""
        current = self.saved.given.value if self.saved else None
        if current is not None and sent.parts() == self._sent(self._as_shown()).parts():
            return current
        try:
            return answer_of(sent)
        finally:
            self.typed, self.ticked = sent.everything(), sent.ticked

    def _as_shown(self) -> MultiDict[str, str]:
        """The saved value as a browser sends it back untouched."""
        typed, ticked = typed_of(self.item, self.saved.given.value if self.saved else None)
        name = self.item.item
        pairs = [(f"{name}-{part}" if part else name, text) for part, text in typed.items()]
        return MultiDict([*pairs, *((name, code) for code in ticked)])

    def _sent(self, form: MultiDict[str, str]) -> Sent:
        return Sent(self.bank, self.item, form, self.life, self.saved_rows)

    @property
    def fault(self) -> str:
        """The rule that the value in the record breaks, having come by another way than this page; else empty."""
        if self.saved is None or self.saved.given.value is None:
            return ""
        try:
            answer_of(self._sent(self._as_shown()))
        except ValueError as sentence:
            return str(sentence)
        return ""

    def _decide(self, value: Any) -> None:
        status = Status.ANSWERED
        if self.status:
            if self.status not in REASONS:
                self.problem = f"Select one of the listed reasons for “{self.item.question}”"
                return
            status = Status(self.status)
            clears = status is Status.NOT_ASKED and self.item.answer.type in CHOSEN
            if value is not None and not clears:
                self.problem = (
                    f"Give an answer or say why there is none, not both, for “{self.item.question}”"
                )
                return
            value = None
        elif value is None:
            if self.saved is None and not self.need:
                return
            status = Status.NOT_ASKED
        elif sentence := check_value(self.item, value):
            self.problem = f"This answer cannot be kept: {sentence}"
            return
        self._reply(status, value)

    @property
    def value(self) -> Any:
        """The answer as it will stand, without what stands beside it; None where there is none."""
        given = self.reply or (self.saved.given if self.saved else None)
        return None if given is None or given.value is None else bare(self.item, given.value)

    def hold(self) -> None:
        """The answer of earlier stands, unless this page changed it."""
        if self.sent and self.saved and not (self.reply or self.problem):
            given = self.saved.given
            self.confirmed = True
            self.reply = Reply(self.item.item, given.status, given.value, self.saved.need, True, True)

    def _still_not_asked(self) -> bool:
        """The page said that nothing had been asked, and still says so: what was entered is the answer."""
        return self.status == Status.NOT_ASKED and _shown_status(self.saved) == self.status

    def _reply(self, status: Status, value: Any) -> None:
        current = self.saved
        keeps = bool(current and current.copied and current.says(status, value, current.need))
        confirmed = keeps and self.confirmed
        need = self.need if self.item.domain != "consent" else None
        if (
            current
            and current.says(status, value, need)
            and (not current.copied or current.confirmed == confirmed)
        ):
            return
        self.reply = Reply(self.item.item, status, value, need, keeps, confirmed)


class SectionForm(Form):
    """All questions of a section on one page; `replies` are what changed, ready to be saved.

    `shown` carries the marks of the questions as the page showed them.
    """

    shown = Hidden()
    settled: Sequence[Reply] = ()

    def __init__(
        self, bank: Bank, items: Sequence[Item], saved: Mapping[str, SavedAnswer], life: Life
    ) -> None:
        self.bank = bank
        here = {item.item for item in items}
        self.elsewhere = {
            name: bare(bank.items[name], one.given.value)
            for name, one in saved.items()
            if name not in here and name in bank.items and one.given.value is not None and not one.waits
        }
        self.questions = [Question(bank, item, saved.get(item.item), life) for item in items]
        super().__init__()
        if not self.shown.data:
            self.show_as_saved()

    def show_as_saved(self) -> None:
        """The page now shows what the record holds."""
        self.shown.data = " ".join(f"{question.name}={question.mark}" for question in self.questions)

    def apart(self, sent: MultiDict[str, str]) -> tuple[frozenset[str], frozenset[str]]:
        """The items that this worker changed, and those that somebody else did, since the page was shown."""
        marks = dict(pair.split("=", 1) for pair in (self.shown.data or "").split() if "=" in pair)
        mine = {one.name for one in self.questions if one.sent and one.mark_of(sent) != marks.get(one.name)}
        return frozenset(mine), frozenset(
            one.name for one in self.questions if one.mark != marks.get(one.name)
        )

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Read every question besides the hidden fields."""
        super().process(formdata, *args, **kwargs)
        sent = self.meta.wrap_formdata(self, formdata)
        if sent is not None:
            for question in self.questions:
                question.take(sent)

    def __iter__(self) -> Iterator[Any]:
        """The hidden fields, then the questions, for the frame's error summary and drafts."""
        yield from super().__iter__()
        yield from self.questions

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell every question's problem; a page of which nothing arrived is refused."""
        valid = super().validate(extra_validators)
        for question in self.questions:
            question.errors = [question.problem] if question.problem else []
        self._refuse_clashes()
        if not any(question.sent for question in self.questions):
            self.form_errors.append("Nothing of this page arrived. Check your answers and save again")
        return (
            bool(valid) and not self.form_errors and not any(question.errors for question in self.questions)
        )

    def _refuse_clashes(self) -> None:
        """Refuse answers that cannot both be, where one of them was changed here.

        What was told or confirmed in other sections counts with what stands on this page.
        """
        known = {one.name: one for one in self.questions if one.sent}
        values = self.elsewhere | {name: one.value for name, one in known.items() if not one.problem}
        changed = {name for name, one in known.items() if one.reply}
        for clash in clashes(self.bank, values):
            here = [name for name in (clash.at, *sorted(clash.items)) if name in known]
            if clash.items & changed and not known[here[0]].errors:
                known[here[0]].errors = [clash.sentence]
                known[here[0]].cell = clash.cell if here[0] == clash.at else ""

    def gives_answer(self) -> bool:
        """Whether the one question of the page has an answer or a reason why there is none."""
        if not self.replies and not self.questions[0].errors:
            self.questions[0].errors = ["Enter the answer, or select why there is none"]
        return bool(self.replies)

    @property
    def replies(self) -> list[Reply]:
        """What changed."""
        return [*(question.reply for question in self.questions if question.reply), *self.settled]


def _shown_status(current: SavedAnswer | None) -> str:
    """The reason why there is no answer, as the page shows it: a tick for the care plan alone gives none."""
    if current is None or current.given.status is Status.ANSWERED:
        return ""
    ticked = current.given.status is Status.NOT_ASKED and current.need
    return "" if ticked else current.given.status.value
