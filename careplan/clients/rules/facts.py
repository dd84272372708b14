"""The frozen facts of a stay in treatment, and what follows from them on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from careplan.clients.codes import PRESCRIBING, STRUCTURED, InterventionKind, PauseReason, TransferBasis
from careplan.clients.rules.waits import Days
from careplan.ground.dates import running


@dataclass(frozen=True, slots=True)
class Intervention:
    """What was offered and started, with its own wait."""

    id: str
    kind: InterventionKind
    days: Days

    def open_on(self, day: date) -> bool:
        """From its start to the day before its end."""
        return running(self.days.started_on, self.days.ended_on, day)

    def considered(self, day: date) -> bool:
        """Prescribing that was asked for by the day and not ended by then."""
        return self.kind in PRESCRIBING and running(self.days.referred_on, self.days.ended_on, day)


@dataclass(frozen=True, slots=True)
class Pause:
    """Cared for elsewhere; `until_on` is the first day back, None while away."""

    from_on: date
    until_on: date | None = None
    reason: PauseReason | None = None

    def covers(self, day: date) -> bool:
        """Whether the client is away on the day."""
        return running(self.from_on, self.until_on, day)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task that somebody has to answer."""

    id: str
    kind: str
    words: str
    due_on: date

    def late(self, day: date) -> bool:
        """Whether it should have been answered before the day."""
        return self.due_on < day


@dataclass(frozen=True, slots=True)
class Keyworker:
    """Who keeps the case."""

    name: str


@dataclass(frozen=True, slots=True)
class Stay:
    """An episode of the client, with the name of its service."""

    id: str
    service: str
    referred_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral to another service."""

    sent_to: str
    basis: TransferBasis
    sent_on: date


def treatment_start(interventions: Iterable[Intervention], day: date) -> date | None:
    """The first start of a structured intervention, as seen on the day (improvement review, populations)."""
    starts = (one.days.started_on for one in interventions if one.kind in STRUCTURED)
    return min((start for start in starts if start is not None and start <= day), default=None)


def structured_on(interventions: Iterable[Intervention], day: date) -> bool:
    """Whether a structured intervention is open on the day."""
    return any(one.kind in STRUCTURED and one.open_on(day) for one in interventions)
