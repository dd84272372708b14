"""Returns: which answers a person gives for a service or a partnership, what each may be, and its words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from careplan.governance.codes import Level, Policy
from careplan.ground.dates import is_day
from careplan.ground.standards import Edition, Positive, Series, Words

STANDARDS = Path(__file__).parent.parent / "standards"
NONE = "none"
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


class AnswerKey(Struct, frozen=True, forbid_unknown_fields=True):
    """One key of a question, who answers it, and what the answer may be; `of` names the whole of a count."""

    level: Level
    question: str
    key: str
    type: Literal["count", "months", "days", "date", "word", "words"]
    words: tuple[str, ...] = ()
    of: str | None = None

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        listed = " | ".join(self.words)
        return {
            "count": "a whole number",
            "months": "a whole number of months",
            "days": "a decimal without sign, at most 9 digits and 2 places",
            "date": "a date, YYYY-MM-DD",
            "word": listed,
            "words": f"words of {listed}, once each with one space between, or {NONE}",
        }[self.type]

    def fits(self, value: str) -> bool:
        """Whether the text is an answer."""
        if self.type in ("count", "months"):
            return _WHOLE.fullmatch(value) is not None
        if self.type == "days":
            return _DECIMAL.fullmatch(value) is not None
        if self.type == "date":
            return is_day(value)
        if self.type == "word":
            return value in self.words
        given = value.split(" ")
        return value == NONE or (set(given) <= set(self.words) and len(set(given)) == len(given))


class Returns(Edition, frozen=True, kw_only=True):
    """All keys, in the order of the review."""

    keys: tuple[AnswerKey, ...]


RETURNS = Series(STANDARDS, "returns", Returns, {"keys": ("question", "key")})


@cache
def returns_asked() -> dict[tuple[str, str], AnswerKey]:
    """All keys of the last edition by question and key, in the order of the review."""
    return {(one.question, one.key): one for one in RETURNS.latest.keys}


def misfit(level: str, question: str, key: str, value: str) -> tuple[str, str] | None:
    """None for an answer that is asked for, else the column that is wrong and what was expected in it."""
    request = returns_asked()
    questions = list(dict.fromkeys(question for question, _ in request))
    if question not in questions:
        return "question", " | ".join(questions)
    if (question, key) not in request:
        return "key", " | ".join(text for of, text in request if of == question)
    wanted = request[question, key]
    if level != wanted.level:
        return "level", wanted.level
    return None if wanted.fits(value) else ("value", wanted.expected)


@dataclass(frozen=True, slots=True)
class Half:
    """One recorded half of a pair: its day, its count, whether it is the part; `row` is the caller's own."""

    day: str
    count: int
    part: bool
    row: int


def above_the_whole(halves: Iterable[Half]) -> Iterator[tuple[Half, int]]:
    """The half of each day on which the part stood above its whole, with the count of the other half.

    A pair is judged on each day that one half was recorded, by the latest of each; both on one day: the part is named.
    """
    latest: dict[bool, Half] = {}
    days: dict[str, list[Half]] = {}
    for half in halves:
        days.setdefault(half.day, []).append(half)
    for day in sorted(days):
        latest |= {half.part: half for half in days[day]}
        if len(latest) == 2 and latest[True].count > latest[False].count:
            named = max(days[day], key=lambda half: half.part)
            yield named, latest[not named.part].count


ALWAYS: Literal["always"] = "always"
NEVER = "never"
PRESCRIBING_ONLY = frozenset({"1.1", "2.1", "5.3"})
"""Questions of criteria 1 to 5, which a service that does not prescribe is not asked."""
NHS_ONLY = frozenset({"5.3"})
"""The survey of NHS staff."""
COUNTED = frozenset({"7.4"})
"""What the client survey counts: nobody types a total any more, and those of earlier days stay."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a question: what is asked, how errors name it, the words of its codes."""

    answer: AnswerKey
    label: str
    called: str
    hint: str
    unit: str
    empty: str
    needed: str
    codes: Mapping[str, str]

    @property
    def key(self) -> str:
        """The key of the return."""
        return self.answer.key

    @property
    def name(self) -> str:
        """The name of its field in a form."""
        return self.key.replace(".", "_")


def place(question: str) -> tuple[int, ...]:
    """Where a question stands in the review: 10.2 after 2.2."""
    return tuple(int(part) for part in question.split("."))


class FieldWords(Struct, frozen=True, forbid_unknown_fields=True):
    """How one key is asked for; `none`: its own words for none of the codes."""

    label: Words
    called: str = ""
    hint: str = ""
    unit: str = ""
    empty: str = ""
    needed: Literal["always", "part", "never"] = ALWAYS
    none: str = ""


class Wording(Edition, frozen=True, kw_only=True, dict=True):
    """The words of all keys, questions, codes and policies, and when evidence is near its end."""

    near_days: Positive
    titles: Mapping[str, Words] = field(name="questions")
    policies: Mapping[Policy, Words]
    codes: Mapping[str, Words]
    fields: Mapping[str, FieldWords]

    @cached_property
    def questions(self) -> dict[str, tuple[Field, ...]]:
        """The fields of each question; KeyError where a key or a code has no words."""
        questions: dict[str, tuple[Field, ...]] = {}
        for request in returns_asked().values():
            one = _field(request, self.fields[request.key], self.codes)
            questions[request.question] = (*questions.get(request.question, ()), one)
        return questions

    def of(self, level: Level, prescribing: bool = True, nhs: bool = True) -> tuple[str, ...]:
        """The questions that a unit of this level is asked, in the order of the review."""
        wanted = [question for question, fields in self.questions.items() if fields[0].answer.level is level]
        spared = (frozenset() if prescribing else PRESCRIBING_ONLY) | (frozenset() if nhs else NHS_ONLY)
        return tuple(sorted((one for one in wanted if one not in spared), key=place))


EVIDENCE = Series(STANDARDS, "evidence", Wording)


def wording() -> Wording:
    """The words of the last edition."""
    return EVIDENCE.latest


def _field(request: AnswerKey, row: FieldWords, codes: Mapping[str, str]) -> Field:
    texts = (*request.words, NONE) if request.type == "words" else request.words
    words = {code: (row.none if code == NONE else "") or codes[code] for code in texts}
    called = row.called or row.label.rstrip("?")
    return Field(request, row.label, called, row.hint, row.unit, row.empty, row.needed, words)


def value_words(field: Field, value: str) -> str:
    """An answer as it is printed: words for codes, a date as a date, a number with its unit."""
    if field.answer.type in ("word", "words"):
        return "; ".join(field.codes.get(code, code) for code in value.split(" "))
    if field.answer.type == "date":
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return f"{value} {field.unit}".strip()
