"""What the checks read: what happened when, and when it was entered by whom. Corrections keep the first entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

IMPORT = "import"
"""The name that an import writes where a package does not say who recorded a row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of a day, with the moment and the civil day on which it was first entered; none where unknown."""

    on: date
    at: datetime | None
    entered_on: date | None
    by: str | None

    @property
    def days_late(self) -> int:
        """Days from the fact to its entry; below nothing for what was entered ahead."""
        return (self.entered_on - self.on).days if self.entered_on is not None else 0


@dataclass(frozen=True, slots=True)
class Fact:
    """Anything with a date: an assessment, a plan, a review, a dose order, a start."""

    id: str
    episode_id: str
    kind: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Assessed:
    """A completed assessment with its risk levels by domain."""

    id: str
    episode_id: str
    kind: str
    entry: Entry
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreed plan with the words of its goals by id."""

    id: str
    episode_id: str
    entry: Entry
    goals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stay:
    """Whose episode it is, and whose caseload it stands in now."""

    id: str
    client_id: str
    keyworker_id: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A service's record as the checks see it; `returns` are the days on which it gave a return."""

    stays: Mapping[str, Stay]
    assessments: tuple[Assessed, ...] = ()
    plans: tuple[Agreed, ...] = ()
    reviews: tuple[Fact, ...] = ()
    others: tuple[Fact, ...] = ()
    returns: frozenset[date] = frozenset()
