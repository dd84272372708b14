"""The review's ruleset: criteria, questions, measures, cut-offs, read from one TOML file and checked."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from careplan.audit.rules.bands import OPERATORS, Band, Cut, cut_from

REVIEWS = Path(__file__).parent.parent / "reviews"
CURRENT = "2005-06"


class RulesetError(ValueError):
    """The file breaks its own rules; the message says where."""


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """What the review says of one measure. `cut` is none where the band has another rule (`rule`)."""

    id: str
    words: str
    numerator: str
    denominator: str
    unit: str | None
    built: bool
    low_n: bool
    origin: str
    cut_words: str
    source: str
    where: str
    rule: str
    cut: Cut | None


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A question and the measures whose bands it averages."""

    id: str
    words: str
    measures: tuple[MeasureRule, ...]

    @property
    def built(self) -> bool:
        """Whether every measure can be computed, so that a band may be given."""
        return all(measure.built for measure in self.measures)


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """A criterion with its cap; `services` says whose records feed it: prescribing, structured or all."""

    id: str
    words: str
    cap: Band
    services: str
    published: Mapping[str, int]
    questions: tuple[QuestionRule, ...]

    @property
    def built(self) -> bool:
        """Whether every question can be given a band."""
        return all(question.built for question in self.questions)

    @property
    def number(self) -> int:
        """The criterion's number in the review."""
        return int(self.id[1:])


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """The words of a care plan indicator."""

    id: str
    words: str
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Ruleset:
    """One edition of a review; never edited once a report used it."""

    name: str
    edition: str
    sha256: str
    banner: str
    citation: str
    sources: Mapping[str, str]
    criteria: tuple[CriterionRule, ...]
    indicators: tuple[IndicatorRule, ...]
    gaps: Mapping[str, Mapping[str, int]]

    @property
    def built(self) -> bool:
        """Whether an overall rating may be given."""
        return all(criterion.built for criterion in self.criteria)

    def measures(self) -> Iterator[tuple[CriterionRule, MeasureRule]]:
        """Every measure with its criterion, in order."""
        for criterion in self.criteria:
            for question in criterion.questions:
                for measure in question.measures:
                    yield criterion, measure


def measure_from(row: Mapping[str, Any], sources: Mapping[str, str]) -> MeasureRule:
    """One measure; raises RulesetError for an unknown source, word or origin."""
    table = {band: row[band] for band in ("fair", "good", "excellent") if band in row}
    cut = {b: {word: Fraction(limit) for word, limit in t.items()} for b, t in table.items()}
    if not all(t.keys() <= OPERATORS.keys() for t in cut.values()):
        raise RulesetError(f"measure {row['id']}: a cut-off uses an unknown word")
    if row["source"] not in sources or row["origin"] not in ("S", "A"):
        raise RulesetError(f"measure {row['id']}: unknown source or origin")
    return MeasureRule(
        id=row["id"],
        words=row["words"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        unit=row.get("unit"),
        built=row.get("built", False),
        low_n=row.get("low_n", False),
        origin=row["origin"],
        cut_words=row["cut"],
        source=row["source"],
        where=row["where"],
        rule=row.get("rule", "cut"),
        cut=cut_from(cut) if cut else None,
    )


def criterion_from(row: Mapping[str, Any], sources: Mapping[str, str]) -> CriterionRule:
    """One criterion with its questions."""
    return CriterionRule(
        id=row["id"],
        words=row["words"],
        cap=Band(row["cap"]),
        services=row["services"],
        published=row["published"],
        questions=tuple(
            QuestionRule(q["id"], q["words"], tuple(measure_from(m, sources) for m in q["measures"]))
            for q in row["questions"]
        ),
    )


def read(text: bytes) -> Ruleset:
    """The ruleset of a file's bytes; raises RulesetError when an id stands twice."""
    data = tomllib.loads(text.decode(), parse_float=Decimal)
    ruleset = Ruleset(
        name=data["name"],
        edition=data["edition"],
        sha256=hashlib.sha256(text).hexdigest(),
        banner=data["banner"],
        citation=data["citation"],
        sources=data["sources"],
        criteria=tuple(criterion_from(row, data["sources"]) for row in data["criteria"]),
        indicators=tuple(IndicatorRule(**row) for row in data["indicators"]),
        gaps=data["gaps"],
    )
    ids = [measure.id for _, measure in ruleset.measures()] + [i.id for i in ruleset.indicators]
    if len(ids) != len(set(ids)):
        raise RulesetError("a measure stands twice")
    return ruleset


@cache
def load(edition: str = CURRENT) -> Ruleset:
    """The ruleset of an edition, read once."""
    return read((REVIEWS / f"{edition}.toml").read_bytes())
