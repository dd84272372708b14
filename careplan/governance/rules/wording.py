"""How answers are asked for and printed: the words of `standards/evidence-*.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from careplan.governance.codes import Level, Policy
from careplan.governance.rules.asked import NONE, STANDARDS, Asked, returns_asked
from careplan.ground.standards import Edition, Positive, Series, Words

ALWAYS: Literal["always"] = "always"
NEVER = "never"
PRESCRIBING_ONLY = frozenset({"1.1", "2.1", "5.3"})
"""Questions of criteria 1 to 5, which a service that does not prescribe is not asked."""
NHS_ONLY = frozenset({"5.3"})
"""The survey of NHS staff."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a question: what is asked, how errors name it, the words of its codes."""

    asked: Asked
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
        return self.asked.key

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
        wanted = [question for question, fields in self.questions.items() if fields[0].asked.level is level]
        spared = (frozenset() if prescribing else PRESCRIBING_ONLY) | (frozenset() if nhs else NHS_ONLY)
        return tuple(sorted((one for one in wanted if one not in spared), key=place))


EVIDENCE = Series(STANDARDS, "evidence", Wording)


def wording() -> Wording:
    """The words of the last edition."""
    return EVIDENCE.latest


def _field(request: Asked, row: FieldWords, codes: Mapping[str, str]) -> Field:
    texts = (*request.words, NONE) if request.type == "words" else request.words
    words = {code: (row.none if code == NONE else "") or codes[code] for code in texts}
    called = row.called or row.label.rstrip("?")
    return Field(request, row.label, called, row.hint, row.unit, row.empty, row.needed, words)


def said(field: Field, value: str) -> str:
    """An answer as it is printed: words for codes, a date as a date, a number with its unit."""
    if field.asked.type in ("word", "words"):
        return "; ".join(field.codes.get(code, code) for code in value.split(" "))
    if field.asked.type == "date":
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return f"{value} {field.unit}".strip()
