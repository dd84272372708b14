"""The numbers of a ruleset: days, months and limits that are not cut-offs, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from careplan.ground.standards import StandardError, Words


class Number(Struct, frozen=True, forbid_unknown_fields=True):
    """One number with what it means, and where it stands in its source."""

    value: Fraction
    words: Words
    where: Words


@dataclass(frozen=True)
class Numbers:
    """The numbers by name; StandardError for a name that the file lacks."""

    rows: Mapping[str, Number]

    def exact(self, name: str) -> Fraction:
        """The number as it is."""
        if name not in self.rows:
            raise StandardError(f"a ruleset lacks numbers.{name}")
        return self.rows[name].value

    def whole(self, name: str) -> int:
        """A number of months or of records."""
        return self._wholes[name] if name in self._wholes else int(self.exact(name))

    @cached_property
    def _wholes(self) -> dict[str, int]:
        """Made once: a report asks for them at every record."""
        return {name: int(one.value) for name, one in self.rows.items()}

    def days(self, name: str) -> timedelta:
        """A number of days."""
        return timedelta(days=self.whole(name))
