"""The diary: which days it shows, who is booked twice, appointments that repeat, and when one may be. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from careplan.clients.codes import CALLED_OFF, AppointmentOutcome
from careplan.team.rules import WALK_IN

EVERY = {"week": 7, "fortnight": 14, "four_weeks": 28}
"""Days from one appointment of a series to the next."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An appointment as the diary shows it. `minutes` are those booked or, where nobody said, those of the standard.

    `id` is the first of its chain, `starts_at` as a London clock shows it. `noted`: a note was written about it.
    `twice`: another takes the same worker or room. `instead`: for whom it stands in a colleague's day.
    """

    id: str
    episode_id: str
    service_id: str
    client: str
    starts_at: datetime
    minutes: int
    purpose: str
    worker_id: str | None = None
    worker: str = ""
    place: str = ""
    clinic: str = ""
    outcome: AppointmentOutcome | None = None
    late_minutes: int | None = None
    noted: bool = False
    twice: bool = False
    instead: str = ""

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def stands(self) -> bool:
        """Whether somebody is or was waited for."""
        return self.outcome not in CALLED_OFF

    def meets(self, other: "Slot") -> bool:
        """Whether both take the same worker or room at the same time; to a group or a clinic many come at once."""
        worker = self.worker_id and self.worker_id == other.worker_id
        place = self.place and (self.service_id, self.place) == (other.service_id, other.place)
        if self.id == other.id or not (worker or place):
            return False
        together = self.starts_at == other.starts_at and self.purpose == other.purpose == "group"
        if together or (self.clinic and self.clinic == other.clinic):
            return False
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def series(on: date, every: str | None, times: int) -> Iterator[date]:
    """The days of a series; one where it does not repeat."""
    for number in range(times if every else 1):
        yield on + timedelta(days=number * EVERY[every or "week"])


def week_of(day: date) -> list[date]:
    """Monday to Sunday of the week that holds the day."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def by_day(slots: Iterable[Slot]) -> dict[date, list[Slot]]:
    """The appointments by their London day, each day in the order of the clock."""
    days: dict[date, list[Slot]] = {}
    for one in sorted(slots, key=lambda one: (one.starts_at, one.client, one.id)):
        days.setdefault(one.starts_at.date(), []).append(one)
    return days


@dataclass(frozen=True, slots=True)
class Stay:
    """The days between which a client can have been here: birth where it is known, referral, death."""

    born: date | None
    referred: date
    died: date | None


def day_fault(on: date | None, *, stay: Stay, today: date, ahead_days: int) -> str:
    """The sentence that refuses the day of an appointment; empty where it may stand."""
    if on is None:
        return ""
    if stay.born is not None and on < stay.born:
        return "The day of the appointment is before this client’s birth"
    if on < stay.referred:
        return "The day of the appointment is before this client’s referral here"
    if on > today + timedelta(days=ahead_days):
        return f"The day of the appointment must be within {ahead_days} days from today"
    if stay.died is not None and on > stay.died:
        return "The day of the appointment is after this client’s death"
    return ""


def past_fault(starts_at: datetime, outcome: str | None, *, now: datetime, repeats: bool) -> tuple[str, str]:
    """The field and the sentence that refuse an appointment of an earlier day, or one to come; empty where it may be.

    An earlier day is recorded with what came of it, today either way; what comes has no outcome yet.
    """
    if starts_at > now and outcome:
        return "outcome", "Leave this empty: the appointment is still to come"
    if starts_at.date() < now.date() and not outcome:
        return "day", "This day has passed. Enter one to come, or select below what came of the appointment"
    if outcome and repeats:
        return "every", "Record an appointment of the past by itself, and the series from its next day"
    return "", ""


@dataclass(frozen=True, slots=True)
class Booking:
    """What is booked, but for the moment."""

    purpose: str
    worker_id: str | None
    minutes: int | None = None
    place: str | None = None
    clinic: str | None = None
    words: str | None = None
    moved_from: str | None = None


def walk_in(worker_id: str) -> Booking:
    """What stands in the diary for who came without an appointment and was seen by the worker."""
    return Booking("other", worker_id, clinic=WALK_IN)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an appointment: the code, how late the client came, why it was called off."""

    outcome: str | None
    late_minutes: int | None = None
    outcome_words: str | None = None
