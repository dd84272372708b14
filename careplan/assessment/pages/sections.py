"""The pages of an open assessment: counts by section, questions with their options, where to go on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from careplan.assessment.codes import Kind, Status
from careplan.assessment.forms.answers import OTHER
from careplan.assessment.forms.section import Question, SectionForm
from careplan.assessment.labels import NEED, OTHER_WORDS, STATUSES
from careplan.assessment.pages.counting import Count, count
from careplan.assessment.pages.words import answer_words
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.saved import may_stand
from careplan.assessment.rules.triggers import SAFETY
from careplan.checklists.codes import AnswerType, Presence
from careplan.checklists.rules.asked import (
    Sitting,
    completeness,
    condition_holds,
    is_asked,
    needs_confirming,
)
from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.bounds import Life
from careplan.checklists.rules.values import asked_when, in_words
from careplan.clients.models import Episode
from careplan.ui.frame import Difference
from careplan.ui.words import YES_NO, day_near

REASONS = tuple((status.value, words) for status, words in STATUSES.items())
LONG_LIST = 12
ELSEWHERE = frozenset({"risk_levels"})
"""Items that are filled in on a page of their own: the levels on the risk page."""


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


@dataclass(frozen=True, slots=True)
class Section:
    """Everything the page of one section says."""

    sheet: Sheet
    count: Count
    asked: tuple[ShownQuestion, ...]
    left_out: tuple[tuple[str, str], ...]
    saved_at: datetime | None
    unchanged: int


def life(episode: Episode, on: date) -> Life:
    """What bounds the client's answers on the day: nothing of a birth that is estimated or not known."""
    return Life(on, episode.client.birth.earliest)


def items_of(sheet: Sheet, slug: str) -> tuple[Item, ...]:
    """The items of a section that the service's form holds and that are filled in there."""
    return tuple(
        item for item in sheet.bank.section(sheet.kind, slug) if item.item not in sheet.hidden | ELSEWHERE
    )


def stamp(sheet: Sheet, items: Sequence[Item]) -> str:
    """Names the state of a section: the moment of its last change; empty before the first."""
    at = max((sheet.saved[item.item].saved_at for item in items if item.item in sheet.saved), default=None)
    return at.isoformat() if at else ""


def saved_at(sheet: Sheet, items: Sequence[Item]) -> datetime | None:
    """When somebody last saved the section here; answers that were merely carried in do not count."""
    rows = [sheet.saved[item.item] for item in items if item.item in sheet.saved]
    return max((one.saved_at for one in rows if not one.copied or one.confirmed), default=None)


def counts(sheet: Sheet, sitting: Sitting) -> list[Count]:
    """All sections of the checklist; what the service's form leaves out is not counted here."""
    out = sheet.hidden | ELSEWHERE
    judged = {code: was_asked for code, was_asked in completeness(sitting).items() if code not in out}
    return [
        count(
            sheet,
            slug,
            {
                item.item: judged[item.item]
                for item in sheet.bank.section(sheet.kind, slug)
                if item.item in judged
            },
        )
        for slug in sheet.bank.sections_of(sheet.kind)
        if items_of(sheet, slug)
    ]


def section(sheet: Sheet, slug: str, questions: Sequence[Question], sitting: Sitting) -> Section:
    """The page of one section: what is asked, what follows an answer on the same page, what is left out and why."""
    items = [question.item for question in questions]
    here = {item.item for item in items}
    request = tuple(_shown(sheet, question, here, sitting) for question in questions)
    shown = tuple(one for one in request if one.follows or one.question.sent or is_shown(one.item, sitting))
    out = [one.item for one in request if not one.question.sent and not is_shown(one.item, sitting)]
    left_out = tuple((item.question, asked_when(sheet.bank, item)) for item in out)
    judged = {item.item: is_asked(sitting, item) for item in items if counts_here(item, sitting)}
    unchanged = len(in_bulk(questions, sheet.kind, sitting.on))
    return Section(sheet, count(sheet, slug, judged), shown, left_out, saved_at(sheet, items), unchanged)


def _is_if(item: Item, kind: Kind) -> bool:
    return item.presence.get(kind) is Presence.IF


def is_shown(item: Item, sitting: Sitting) -> bool:
    """Whether the question belongs on the page with the present answers."""
    return not _is_if(item, sitting.kind) or condition_holds(sitting, item)


def counts_here(item: Item, sitting: Sitting) -> bool:
    """Whether the item is expected with the present answers."""
    return item.presence[sitting.kind] is not Presence.OPTIONAL and is_shown(item, sitting)


def alone(question: Question) -> dict[str, tuple[ShownQuestion, ...]]:
    """The page of one question."""
    return {"asked": (ShownQuestion(question),)}


def _shown(sheet: Sheet, question: Question, here: set[str], sitting: Sitting) -> ShownQuestion:
    item, current = question.item, question.saved
    optional = item.presence[sheet.kind] is Presence.OPTIONAL
    follows = codes = ""
    if not is_shown(item, sitting) and not question.sent:
        on_page = [one for one in item.conditions if one.item in here and one.codes]
        if on_page:
            follows, codes = on_page[0].item or "", " ".join(sorted(on_page[0].codes))
    if current is None or current.given.carried_on is None:
        return ShownQuestion(question, follows, codes, optional=optional)
    must = needs_confirming(item, sheet.kind, current.given.carried_on, sitting.on)
    words = answer_words(sheet, item, current)
    when = day_near(current.given.carried_on, sitting.on)
    return ShownQuestion(question, follows, codes, words, when, current.source_by, must, optional)


def became(title: str, form: SectionForm) -> tuple[str, str]:
    """What a save did to the section, and how the page says it."""
    if form.replies:
        return f"{title}: saved.", "success"
    return f"{title}: nothing was changed.", "info"


def corrected(struck: Iterable[str], left: Iterable[str]) -> Iterator[str]:
    """What a corrected answer did to the safety tasks it had raised."""
    for words in struck:
        yield f"Struck out with the correction: {words}."
    for words in left:
        yield f"This was raised before, so it stays: record what was done, or strike it out as a mistake. {words}."


def differences(sheet: Sheet, form: SectionForm, sent: MultiDict[str, str]) -> list[Difference]:
    """For each question that one of the two changed: what is saved now, and what was entered."""
    mine, theirs = form.apart(sent)
    return [
        (
            question.item.question,
            answer_words(sheet, question.item, question.saved),
            _entered(sheet, question) if question.name in mine else UNTOUCHED,
        )
        for question in form.questions
        if question.name in mine | theirs
    ]


def merged(form: SectionForm, sent: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What is sent again to save this worker's changes over the new version: the others' stay as they are."""
    mine, _ = form.apart(sent)
    kept = [pair for question in form.questions if question.name not in mine for pair in question.as_saved]
    here = {name.split("-")[0] for name in mine}
    changed = [(name, value) for name, value in sent.items(multi=True) if name.split("-")[0] in here]
    form.show_as_saved()
    return [*kept, *changed]


UNTOUCHED = "not changed by you"


def _entered(sheet: Sheet, question: Question) -> str:
    reply = question.reply
    if reply is None and not question.problem:
        return answer_words(sheet, question.item, question.saved)
    if reply is None:
        return ", ".join(text for text in question.typed.values() if text)
    if reply.status is Status.ANSWERED:
        return in_words(sheet.bank, question.item, reply.value)
    return STATUSES[reply.status]


def in_bulk(questions: Iterable[Question], kind: Kind, on: date) -> list[Question]:
    """The questions whose answer of earlier may be held to stand together with others."""
    watched = {watch.item for watch in SAFETY.on(on).triggers.values()}
    return [one for one in questions if one.saved and may_stand(one.item, kind, one.saved, watched, on)]
