"""The pages of an open assessment: counts by section, questions with their options, where to go on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from careplan.assessment.codes import Kind, Status
from careplan.assessment.forms.own import OwnForm
from careplan.assessment.forms.section import Question
from careplan.assessment.labels import STATUSES
from careplan.assessment.pages.counting import Count, count
from careplan.assessment.pages.shown import ShownQuestion
from careplan.assessment.pages.words import answer_words
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.saved import may_stand
from careplan.assessment.rules.triggers import SAFETY
from careplan.checklists.codes import Presence
from careplan.checklists.queries import leaves
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
from careplan.checklists.rules.visits import company
from careplan.clients.models import Episode
from careplan.ui.frame import Difference
from careplan.ui.words import day_near

REASONS = tuple((status.value, words) for status, words in STATUSES.items())
SUBSTANCES = "substances_used"
ELSEWHERE = frozenset({"risk_levels"})
"""Items that are filled in on a page of their own: the levels on the risk page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section on a page: how far it is, and its questions."""

    count: Count
    asked: tuple[ShownQuestion, ...]

    @property
    def told(self) -> str:
        """When most of what was said before was said, and to whom; rows name what differs."""
        sources = Counter(one.source for one in self.asked if one.carried)
        return sources.most_common(1)[0][0] if sources else ""

    @property
    def must(self) -> bool:
        """Whether some of it must be confirmed."""
        return any(one.must_confirm and not one.question.confirmed for one in self.asked)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything a page of one section, or of short neighbours, says."""

    sheet: Sheet
    parts: tuple[Part, ...]
    left_out: tuple[tuple[str, str], ...]
    saved_at: datetime | None
    unchanged: int
    others: Sequence[str] = ()

    @property
    def title(self) -> str:
        """The names of its sections."""
        return titles(self.sheet, self.slugs)

    @property
    def slugs(self) -> list[str]:
        """The addresses of its sections."""
        return [one.count.slug for one in self.parts]


def titles(sheet: Sheet, slugs: Iterable[str]) -> str:
    """The names of sections that stand on one page: of more than two the first and the last."""
    names = [sheet.bank.sections[one] for one in slugs]
    return " · ".join(names) if len(names) < 3 else f"{names[0]} – {names[-1]}"


def life(episode: Episode, on: date) -> Life:
    """What bounds the client's answers on the day: nothing of a birth that is estimated or not known."""
    return Life(on, episode.client.birth.earliest, episode.referred_on)


def items_of(sheet: Sheet, slug: str) -> tuple[Item, ...]:
    """The items on the page of a section that the service's form holds and that are filled in there."""
    out = sheet.hidden | ELSEWHERE
    items = (item for one in leaf_of(sheet, slug) for item in sheet.bank.section(sheet.kind, one))
    return tuple(item for item in items if item.item not in out)


def leaf_of(sheet: Sheet, slug: str) -> tuple[str, ...]:
    """The sections on the page of a section."""
    return leaves(sheet.assessment.edition, sheet.kind, sheet.hidden | ELSEWHERE).get(slug, ())


def place_of(sheet: Sheet, slug: str, item: str = "") -> dict[str, Any]:
    """Where a section, or an item in it, stands: the address of its page, and the place on it."""
    first = leaf_of(sheet, slug)[0]
    return {"slug": first, "_anchor": f"q-{item}" if item else None if slug == first else f"s-{slug}"}


def stamp(sheet: Sheet, items: Sequence[Item]) -> str:
    """Names the state of a section: the moment of its last change; empty before the first."""
    at = max((sheet.saved[item.item].saved_at for item in items if item.item in sheet.saved), default=None)
    return at.isoformat() if at else ""


def saved_at(sheet: Sheet, items: Sequence[Item]) -> datetime | None:
    """When somebody last saved the section here; answers that were merely carried in do not count."""
    rows = [sheet.saved[item.item] for item in items if item.item in sheet.saved]
    return max((one.saved_at for one in rows if not (one.waits or one.stands)), default=None)


def counts(sheet: Sheet, sitting: Sitting) -> list[Count]:
    """All sections of the checklist; what the service's form leaves out is not counted here."""
    out = sheet.hidden | ELSEWHERE
    judged = {code: was_asked for code, was_asked in completeness(sitting).items() if code not in out}
    here = {
        slug: [one.item for one in sheet.bank.section(sheet.kind, slug) if one.item not in out]
        for slug in sheet.bank.sections_of(sheet.kind)
    }
    return [
        count(sheet, slug, {item: judged[item] for item in items if item in judged})
        for slug, items in here.items()
        if items
    ]


def page(sheet: Sheet, slug: str, questions: Sequence[Question], sitting: Sitting) -> Page:
    """The page of a section: what is asked, what follows an answer on the same page, what is left out and why."""
    here = {question.item.item for question in questions}
    named, others = _named(sheet), company(sheet.bank, sheet.given, sitting.on)
    every = [
        replace(_shown(sheet, question, here, named, sitting), accompanied=bool(others))
        for question in questions
    ]
    out = [one.item for one in every if not one.question.sent and not is_shown(one.item, sitting)]
    parts = tuple(_part(sheet, one, every, sitting) for one in leaf_of(sheet, slug))
    left_out = tuple((item.question, asked_when(sheet.bank, item)) for item in out)
    saved = saved_at(sheet, [question.item for question in questions])
    unchanged = len(in_bulk(questions, sheet.kind, sitting.on))
    return Page(sheet, parts, left_out, saved, unchanged, others)


def _part(sheet: Sheet, slug: str, every: Sequence[ShownQuestion], sitting: Sitting) -> Part:
    mine = [one for one in every if one.item.section == slug]
    shown = tuple(one for one in mine if one.follows or one.question.sent or is_shown(one.item, sitting))
    judged = {one.item.item: is_asked(sitting, one.item) for one in mine if counts_here(one.item, sitting)}
    return Part(count(sheet, slug, judged), shown)


def _is_if(item: Item, kind: Kind) -> bool:
    return item.presence.get(kind) is Presence.IF


def is_shown(item: Item, sitting: Sitting) -> bool:
    """Whether the question belongs on the page with the present answers."""
    return not _is_if(item, sitting.kind) or condition_holds(sitting, item)


def counts_here(item: Item, sitting: Sitting) -> bool:
    """Whether the item is expected with the present answers."""
    return item.presence[sitting.kind] is not Presence.OPTIONAL and is_shown(item, sitting)


def alone(question: Question) -> tuple[ShownQuestion, ...]:
    """The page of one question."""
    return (ShownQuestion(question),)


def _shown(
    sheet: Sheet, question: Question, here: set[str], named: frozenset[str], sitting: Sitting
) -> ShownQuestion:
    item, current = question.item, question.saved
    optional = item.presence[sheet.kind] is Presence.OPTIONAL
    follows = codes = ""
    if not is_shown(item, sitting) and not question.sent:
        on_page = [one for one in item.conditions if one.item in here and (one.codes or one.has_rows)]
        if on_page:
            follows, codes = on_page[0].item or "", " ".join(sorted(on_page[0].codes))
    if current is None or current.given.carried_on is None:
        return ShownQuestion(question, follows, codes, optional=optional, named=named)
    must = needs_confirming(item, sheet.kind, current.given.carried_on, sitting.on)
    words = answer_words(sheet, item, current)
    when = day_near(current.given.carried_on, sitting.on)
    by = current.source_by
    return ShownQuestion(question, follows, codes, words, when, by, must, optional, named)


def _named(sheet: Sheet) -> frozenset[str]:
    """The substances that the table of what is used names."""
    current = sheet.saved.get(SUBSTANCES)
    rows = current.given.value or () if current else ()
    return frozenset(row["substance"] for row in rows if row.get("substance"))


def became(title: str, form: OwnForm) -> tuple[str, str]:
    """What a save did to the section, and how the page says it."""
    if form.replies or form.own_answers:
        return f"{title}: saved.", "success"
    return f"{title}: nothing was changed.", "info"


def corrected(struck: Iterable[str], left: Iterable[str]) -> Iterator[str]:
    """What a corrected answer did to the safety tasks it had raised."""
    for words in struck:
        yield f"Struck out with the correction: {words}."
    for words in left:
        yield f"This was raised before, so it stays: record what was done, or strike it out as a mistake. {words}."


def differences(sheet: Sheet, form: OwnForm, sent: MultiDict[str, str]) -> list[Difference]:
    """For each question that one of the two changed: what is saved now, and what was entered."""
    mine, theirs = form.apart(sent)
    own = [(one.words, one.answer, text) for one, text in form.own_answers]
    return own + [
        (
            question.item.question,
            answer_words(sheet, question.item, question.saved),
            _entered(sheet, question) if question.name in mine else UNTOUCHED,
        )
        for question in form.questions
        if question.name in mine | theirs
    ]


def merged(form: OwnForm, sent: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What is sent again to save this worker's changes over the new version: the others' stay as they are."""
    mine, _ = form.apart(sent)
    kept = [pair for question in form.questions if question.name not in mine for pair in question.as_saved]
    here = {name.split("-")[0] for name in mine}
    own = [(one.field, text) for one in form.own if (text := sent.get(one.field) or one.answer)]
    changed = [(name, value) for name, value in sent.items(multi=True) if name.split("-")[0] in here]
    form.show_as_saved()
    return [*kept, *changed, *own]


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
