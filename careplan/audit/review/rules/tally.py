"""From verdicts to a figure: lines keep who counts where and why, sums follow from the lines."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from careplan.audit.review.rules.bands import Proportion
from careplan.audit.review.rules.verdict import Answer, Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One record and what the measure said of it; `unit_id` is its service, or the partnership that answered."""

    id: str
    unit_id: str
    episode_id: str | None
    verdict: Verdict


@dataclass(frozen=True)
class Tally:
    """The lines behind a figure: members first by id, then the listed exclusions.

    `fixed` is the figure where it is not the sum of the lines.
    """

    lines: tuple[Line, ...] = ()
    every: bool = False
    apart: bool = False
    fixed: Proportion | None = None

    @cached_property
    def counted(self) -> tuple[Line, ...]:
        """The records that are not left out."""
        return tuple(line for line in self.lines if line.verdict.counts)

    @cached_property
    def members(self) -> tuple[Line, ...]:
        """The records in the denominator."""
        return tuple(li for li in self.counted if not self.apart or li.verdict.answer is Answer.NOT_MET)

    @cached_property
    def hits(self) -> tuple[Line, ...]:
        """The records in the numerator; for a mean, every member."""
        return tuple(li for li in self.counted if self.every or li.verdict.answer is Answer.MET)

    @cached_property
    def misses(self) -> tuple[Line, ...]:
        """The members that do not show what the measure asks for."""
        return tuple(li for li in self.counted if li.verdict.answer is Answer.NOT_MET)

    @cached_property
    def figure(self) -> Proportion:
        """Numerator and denominator, exact."""
        if self.fixed is not None:
            return self.fixed
        counted = [line.verdict for line in self.counted]
        part, whole = sum(one.part for one in counted), sum(one.whole for one in counted)
        return Proportion(Fraction(part), Fraction(whole))

    @property
    def outside(self) -> "Tally":
        """The exclusions alone."""
        return Tally(tuple(line for line in self.lines if not line.verdict.counts))

    def excluded(self) -> dict[str, tuple[Line, ...]]:
        """The listed outsiders by reason, reasons in alphabetical order; a reason nobody has is absent."""
        matching_lines: dict[str, list[Line]] = {}
        for line in self.outside.lines:
            matching_lines.setdefault(line.verdict.reason, []).append(line)
        return {reason: tuple(lines) for reason, lines in sorted(matching_lines.items())}

    def counts(self) -> dict[str, int]:
        """How many were left out for each reason."""
        return dict(sorted(Counter(line.verdict.reason for line in self.outside.lines).items()))
