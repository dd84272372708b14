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

from careplan.audit.review.rules.bands import OPERATORS, ORDER, Band, Cut, cut_from
from careplan.audit.review.rules.numbers import Number, Numbers
from careplan.audit.review.rules.overall import OverallRule

REVIEWS = Path(__file__).parents[2] / "reviews"
CURRENT = "2005-06"
OUTLIERS = frozenset({"outlier_high", "outlier_low"})
RULES = frozenset({"cut", "midpoint", "answer"}) | OUTLIERS
LEVELS = frozenset({"service", "partnership"})
MORE = frozenset({"at_least", "above"})
"""The words of cut-offs that ask for more."""


class RulesetError(ValueError):
    """The file breaks its own rules; the message says where."""


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """What the review says of one measure. `cut` is none where the band has another rule (`rule`).

    `measure` names the function that judges records. Fewer records or people than `low_n` are flagged as few; it is
    0 where they are never few. At `level` partnership a single service has no band.
    """

    id: str
    measure: str
    words: str
    numerator: str
    denominator: str
    unit: str | None
    low_n: int
    origin: str
    cut_words: str
    source: str
    where: str
    rule: str
    level: str
    cut: Cut | None

    @property
    def compares(self) -> bool:
        """Whether its band comes from the figures of other units: an outlier is weak, any other fair."""
        return self.rule in OUTLIERS

    @property
    def up(self) -> bool:
        """Whether a higher figure is a better one, by the words of its cut-offs or the bad side of its outliers."""
        if self.cut is None:
            return self.rule != "outlier_high"
        return any(word in MORE for _, limits in self.cut.steps for word, _ in limits)


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A question and the measures whose bands it averages."""

    id: str
    words: str
    measures: tuple[MeasureRule, ...]


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
    def number(self) -> int:
        """The criterion's number in the review."""
        return int(self.id[1:])


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """The words of a care plan indicator, shown beside the review and never scored."""

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
    numbers: Numbers
    overall: OverallRule

    def measures(self) -> Iterator[tuple[CriterionRule, MeasureRule]]:
        """Every measure with its criterion, in order."""
        for criterion in self.criteria:
            for question in criterion.questions:
                for measure in question.measures:
                    yield criterion, measure


def sourced(row: Mapping[str, Any], sources: Mapping[str, str], name: str) -> None:
    """Refuse a row that does not say where it comes from; raises RulesetError."""
    if row["source"] not in sources or row["origin"] not in ("S", "A"):
        raise RulesetError(f"{name}: unknown source or origin")


def measure_from(row: Mapping[str, Any], sources: Mapping[str, str], few: int) -> MeasureRule:
    """One measure; raises RulesetError for an unknown source, word, rule or origin."""
    table = {band.value: row[band] for band in ORDER if band in row}
    cut = {b: {word: Fraction(limit) for word, limit in t.items()} for b, t in table.items()}
    if not all(t.keys() <= OPERATORS.keys() for t in cut.values()):
        raise RulesetError(f"measure {row['id']}: a cut-off uses an unknown word")
    rule, level = row.get("rule", "cut"), row.get("level", "service")
    if rule not in RULES or level not in LEVELS or (rule == "cut" and not cut):
        raise RulesetError(f"measure {row['id']}: unknown rule or level, or no cut-off")
    sourced(row, sources, f"measure {row['id']}")
    return MeasureRule(
        id=row["id"],
        measure=row.get("measure", row["id"]),
        words=row["words"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        unit=row.get("unit"),
        low_n=few if row.get("low_n") else 0,
        origin=row["origin"],
        cut_words=row["cut"],
        source=row["source"],
        where=row["where"],
        rule=rule,
        level=level,
        cut=cut_from(cut) if cut else None,
    )


def numbers_from(table: Mapping[str, Mapping[str, Any]], sources: Mapping[str, str]) -> Numbers:
    """The numbers by name; raises RulesetError for an unknown source or origin."""
    for name, row in table.items():
        sourced(row, sources, f"number {name}")
    return Numbers(
        {
            name: Number(Fraction(row["value"]), row["words"], row["origin"], row["source"], row["where"])
            for name, row in table.items()
        }
    )


def overall_from(row: Mapping[str, Any], sources: Mapping[str, str]) -> OverallRule:
    """The rule of the overall rating."""
    sourced(row, sources, "overall")
    steps = tuple((band, int(row[band])) for band in reversed(ORDER) if band in row)
    return OverallRule(row["enough"], steps, row["source"], row["where"], row.get("rates", ""))


def criterion_from(row: Mapping[str, Any], sources: Mapping[str, str], few: int) -> CriterionRule:
    """One criterion with its questions."""
    return CriterionRule(
        id=row["id"],
        words=row["words"],
        cap=Band(row["cap"]),
        services=row["services"],
        published=row.get("published", {}),
        questions=tuple(
            QuestionRule(q["id"], q["words"], tuple(measure_from(m, sources, few) for m in q["measures"]))
            for q in row["questions"]
        ),
    )


def read(text: bytes) -> Ruleset:
    """The ruleset of a file's bytes; raises RulesetError when an id stands twice."""
    data = tomllib.loads(text.decode(), parse_float=Decimal)
    numbers = numbers_from(data["numbers"], data["sources"])
    few = numbers.whole("few")
    ruleset = Ruleset(
        name=data["name"],
        edition=data["edition"],
        sha256=hashlib.sha256(text).hexdigest(),
        banner=data["banner"],
        citation=data["citation"],
        sources=data["sources"],
        criteria=tuple(criterion_from(row, data["sources"], few) for row in data["criteria"]),
        indicators=tuple(IndicatorRule(**row) for row in data.get("indicators", ())),
        gaps=data.get("gaps", {}),
        numbers=numbers,
        overall=overall_from(data["overall"], data["sources"]),
    )
    ids = [measure.id for _, measure in ruleset.measures()] + [i.id for i in ruleset.indicators]
    if len(ids) != len(set(ids)):
        raise RulesetError("a measure stands twice")
    return ruleset


def editions() -> tuple[str, ...]:
    """The names of all rulesets, the current one first."""
    return (CURRENT, *sorted(file.stem for file in REVIEWS.glob("*.toml") if file.stem != CURRENT))


@cache
def load(edition: str = CURRENT) -> Ruleset:
    """The ruleset of an edition, read once."""
    return read((REVIEWS / f"{edition}.toml").read_bytes())
