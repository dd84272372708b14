"""From verdicts to a figure: lines keep who counts where and why, sums follow from the lines."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from careplan.audit.rules.bands import Proportion
from careplan.audit.rules.census import Census
from careplan.audit.rules.facts import Service
from careplan.audit.rules.measure import Measure
from careplan.audit.rules.verdict import Answer, Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One record and what the measure said of it."""

    id: str
    service_id: str
    episode_id: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """The lines behind a figure: members first by id, then the listed exclusions."""

    lines: tuple[Line, ...] = ()
    every: bool = False

    @property
    def members(self) -> tuple[Line, ...]:
        """The records in the denominator."""
        return tuple(line for line in self.lines if line.verdict.counts)

    @property
    def hits(self) -> tuple[Line, ...]:
        """The records in the numerator; for a mean, every member."""
        return tuple(li for li in self.members if self.every or li.verdict.answer is Answer.MET)

    @property
    def misses(self) -> tuple[Line, ...]:
        """The members that do not show what the measure asks for."""
        return tuple(li for li in self.members if li.verdict.answer is Answer.NOT_MET)

    @property
    def figure(self) -> Proportion:
        """Numerator and denominator, exact."""
        members = self.members
        part = sum((line.verdict.part for line in members), Fraction(0))
        return Proportion(part, sum((line.verdict.whole for line in members), Fraction(0)))

    def excluded(self) -> dict[str, tuple[Line, ...]]:
        """The listed outsiders by reason, reasons in alphabetical order; a reason nobody has is absent."""
        outside = [line for line in self.lines if not line.verdict.counts]
        reasons = sorted({line.verdict.reason for line in outside})
        return {r: tuple(li for li in outside if li.verdict.reason == r) for r in reasons}

    def counts(self) -> dict[str, int]:
        """How many were left out for each reason."""
        return dict(sorted(Counter(li.verdict.reason for li in self.lines if not li.verdict.counts).items()))


def tally(measure: Measure[Any], services: Iterable[Service], census: Census) -> Tally:
    """The measure over all these services; whoever is no member leaves no line, and order never matters."""
    lines = []
    for service in services:
        for case in measure.cases(service, census):
            verdict = measure.judge(case, census)
            if verdict.counts or verdict.listed:
                lines.append(Line(case.id, service.id, case.episode_id, verdict))
    return Tally(tuple(sorted(lines, key=lambda line: line.id)), measure.every)


def pooled(tallies: Sequence[Tally]) -> Tally:
    """Several services' tallies as one."""
    lines = sorted((li for one in tallies for li in one.lines), key=lambda line: line.id)
    return Tally(tuple(lines), any(one.every for one in tallies))
