"""Points for the charts: classes of doses and of waits, with what lies beyond the review's limits marked."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from careplan.audit.rules.engine import Result
from careplan.audit.rules.ruleset import MeasureRule

LIMIT_WORDS = {"at_least": "Weak under", "above": "Weak up to", "at_most": "Weak over", "below": "Weak from"}
Point = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Classes:
    """A histogram: the first value of each class but the first, their words, and which lie within the limits."""

    title: str
    edges: tuple[Fraction, ...]
    shorts: tuple[str, ...]
    unit: str
    inside: range

    def points(self, values: Iterable[Fraction]) -> list[Point]:
        """How many in each class."""
        counted = Counter(bisect_right(self.edges, value) for value in values)
        return [self._point(place, counted[place]) for place in range(len(self.shorts))]

    def _point(self, place: int, count: int) -> Point:
        short, within = self.shorts[place], place in self.inside
        return {
            "label": f"{short} {self.unit}",
            "short": short,
            "value": count,
            "kind": "plain" if within else "outside",
            "words": "inside" if within else "outside",
        }


def doses() -> Classes:
    """Classes of ten milligrams up to 120 mg, which itself is within the limits of 60 to 120 mg."""
    edges = (*(Fraction(mg) for mg in range(10, 120, 10)), Fraction(12001, 100))
    shorts = (*(f"{mg}–{mg + 10}" for mg in range(0, 120, 10)), "over 120")
    return Classes("Daily doses of oral methadone in maintenance", edges, shorts, "mg", range(6, 12))


def waits(title: str) -> Classes:
    """Classes of a week; up to 21 days is within the limit."""
    shorts = ("0–7", "8–14", "15–21", "22–28", "29–35", "over 35")
    return Classes(title, tuple(Fraction(n) for n in range(8, 37, 7)), shorts, "days", range(3))


HISTOGRAMS = {
    "4.1a": doses(),
    "2.1a": waits("Waits for specialist prescribing"),
    "2.1b": waits("Waits for primary care prescribing"),
}


def histogram(result: Result) -> list[Point]:
    """The classes of a mean's values; empty where there is nothing to draw."""
    classes = HISTOGRAMS.get(result.rule.id)
    members = result.tally.members
    return classes.points(line.verdict.part for line in members) if classes and members else []


def weak_limit(rule: MeasureRule) -> tuple[str, str] | None:
    """The words and the number of the cut-off to weak; none where it is not one number."""
    if rule.cut is None or rule.unit != "%":
        return None
    (word, limit), *more = rule.cut.steps[-1][1]
    return None if more else (LIMIT_WORDS[word], str(limit))
