"""What may be released and what must not come back: figures as sets of records, and their cells."""

from collections.abc import Iterator
from dataclasses import dataclass

LEAST = 5
"""The smallest count that is shown to readers outside; nothing at all is shown as well."""
Records = frozenset[str]
Key = tuple[str, str]
"""The unit and the figure."""


def small(count: int) -> bool:
    """Whether a count would point at somebody."""
    return 0 < count < LEAST


@dataclass(frozen=True, slots=True)
class Table:
    """One figure of one report. It is released whole (numerator, denominator, value, band) or not at all.

    `part` is none for a mean. `outside` are the records left out, by reason; these are never released.
    """

    key: Key
    whole: Records
    part: Records | None = None
    outside: tuple[Records, ...] = ()

    @property
    def released(self) -> tuple[Records, ...]:
        """The sets whose sizes a reader of the figure knows."""
        return (self.whole,) if self.part is None else (self.whole, self.part)

    @property
    def is_small(self) -> bool:
        """Whether one of its own cells is small."""
        return any(small(len(cell)) for cell in self._own())

    def small_cells(self) -> Iterator[Records]:
        """Every cell from 1 to 4: numerator, complement, denominator, and each reason for leaving out."""
        yield from (cell for cell in (*self._own(), *self.outside) if small(len(cell)))

    def _own(self) -> tuple[Records, ...]:
        if self.part is None:
            return (self.whole,)
        return (self.whole, self.part, self.whole - self.part)

    def gives_away(self, other: "Table") -> bool:
        """Whether a reader of both can subtract a set from one around it and is left with a small count."""
        return any(
            small(abs(len(one) - len(two))) and (one < two or two < one)
            for one in self.released
            for two in other.released
        )
