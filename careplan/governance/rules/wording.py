"""How answers are asked for and printed: the words of `standards/evidence-1.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from careplan.governance.codes import Level, Policy
from careplan.governance.rules.asked import NONE, STANDARDS, Asked, returns_asked

ALWAYS, NEVER = "always", "never"
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


@dataclass(frozen=True, slots=True)
class Wording:
    """An edition of the words."""

    near_days: int
    policies: Mapping[Policy, str]
    questions: Mapping[str, tuple[Field, ...]]
    titles: Mapping[str, str]

    def of(self, level: Level, prescribing: bool = True, nhs: bool = True) -> tuple[str, ...]:
        """The questions that a unit of this level is asked, in the order of the review."""
        found = [question for question, fields in self.questions.items() if fields[0].asked.level is level]
        spared = (frozenset() if prescribing else PRESCRIBING_ONLY) | (frozenset() if nhs else NHS_ONLY)
        return tuple(sorted((one for one in found if one not in spared), key=place))


def place(question: str) -> tuple[int, ...]:
    """Where a question stands in the review: 10.2 after 2.2."""
    return tuple(int(part) for part in question.split("."))


@cache
def wording(edition: str = "1") -> Wording:
    """The words of an edition, read once; KeyError where a key, question, code or policy has none."""
    data = tomllib.loads((STANDARDS / f"evidence-{edition}.toml").read_text("utf-8"))
    questions: dict[str, tuple[Field, ...]] = {}
    for asked in returns_asked().values():
        found = _field(asked, data["fields"][asked.key], data["codes"])
        questions[asked.question] = (*questions.get(asked.question, ()), found)
    policies = {policy: data["policies"][policy.value] for policy in Policy}
    titles = {question: data["questions"][question] for question in questions}
    return Wording(data["near_days"], policies, questions, titles)


def _field(asked: Asked, row: Mapping[str, str], codes: Mapping[str, str]) -> Field:
    known = (*asked.words, NONE) if asked.type == "words" else asked.words
    words = {code: row[code] if code == NONE and NONE in row else codes[code] for code in known}
    called = row.get("called", row["label"].rstrip("?"))
    needed = row.get("needed", ALWAYS)
    return Field(
        asked,
        row["label"],
        called,
        row.get("hint", ""),
        row.get("unit", ""),
        row.get("empty", ""),
        needed,
        words,
    )


def said(field: Field, value: str) -> str:
    """An answer as it is printed: words for codes, a date as a date, a number with its unit."""
    if field.asked.type in ("word", "words"):
        return "; ".join(field.codes.get(code, code) for code in value.split(" "))
    if field.asked.type == "date":
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return f"{value} {field.unit}".strip()
