"""Small numbers for readers who may not see records: no cell from 1 to 4, and no way back to one by subtraction.

Counts that are known to lie inside each other (a denominator inside another) are compared as sets: where the
difference of two published ones would be small, one of them is hidden as well.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from careplan.audit.rules.engine import Report
from careplan.audit.rules.tally import Line, Tally

LEAST = 5
POPULATION = "cp1"
"""The numerator of CP1 (has an active plan) is itself the population of other indicators."""


def small(count: int) -> bool:
    """Whether a count would point at somebody."""
    return 0 < count < LEAST


@dataclass(frozen=True, slots=True)
class Figure:
    """What one figure would give away: its cells, and its sets of records whose nesting is known."""

    cells: tuple[int, ...]
    sets: tuple[frozenset[str], ...]

    @property
    def is_small(self) -> bool:
        """Whether one of its own cells is small."""
        return any(small(cell) for cell in self.cells)

    def gives_away(self, other: "Figure") -> bool:
        """Whether a reader of both can subtract their way to a small cell."""
        return any(
            (one < two or two < one) and small(abs(len(one) - len(two)))
            for one in self.sets
            for two in other.sets
        )


def ids(lines: Iterable[Line]) -> frozenset[str]:
    """The ids as a set."""
    return frozenset(line.id for line in lines)


def figure(tally: Tally, numerator_too: bool = False) -> Figure:
    """The figure of a tally; a mean publishes its denominator alone."""
    members, hits = ids(tally.members), ids(tally.hits)
    cells = (len(members),) if tally.every else (len(members), len(hits), len(members) - len(hits))
    return Figure(cells, (members, hits) if numerator_too else (members,))


def hidden(figures: Mapping[str, Figure]) -> frozenset[str]:
    """The keys of figures that must be hidden: small ones first, then those that give most of the rest away."""
    gone = {key for key, one in figures.items() if one.is_small}
    shown = [(key, one) for key, one in figures.items() if key not in gone]
    pairs = [(a, b) for (a, one), (b, two) in combinations(shown, 2) if one.gives_away(two)]
    while pairs:
        counted = Counter(key for pair in pairs for key in pair)
        worst = max(sorted(counted), key=lambda key: counted[key])
        gone.add(worst)
        pairs = [pair for pair in pairs if worst not in pair]
    return frozenset(gone)


def hidden_in(report: Report) -> frozenset[str]:
    """The measures and indicators to hide. Tool scores count items of a form, not people, and always stay."""
    found = {key: figure(tally, key == POPULATION) for key, tally in report.indicators.items()}
    for criterion in report.criteria:
        for question in criterion.questions:
            for key, result in question.results.items():
                if result.rule.low_n and result.figure is not None:
                    found[key] = figure(result.tally)
    return hidden(found)


def hidden_items(rows: Mapping[str, tuple[frozenset[str], frozenset[str]]]) -> frozenset[str]:
    """The completeness items to hide; each comes with the assessments that expected and that asked it."""
    return hidden(
        {
            item: Figure((len(expected), len(asked), len(expected) - len(asked)), (expected,))
            for item, (expected, asked) in rows.items()
        }
    )
