"""Treatment journeys: the episodes of one client that follow each other closely, within a unit (spec 05 §3 and §8)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode, Service, once
from careplan.audit.review.rules.numbers import Numbers
from careplan.clients.rules.facts import treatment_start


@dataclass(frozen=True, slots=True)
class Stay:
    """An episode with its treatment start, as seen on a day; without `closed_on` it is open on that day."""

    episode: Episode
    started_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Journey:
    """Episodes that count as one stay in treatment, in the order of their treatment starts."""

    stays: tuple[Stay, ...]

    @property
    def first(self) -> Episode:
        """The episode that began it."""
        return self.stays[0].episode

    @property
    def started_on(self) -> date:
        """The first treatment start."""
        return self.stays[0].started_on

    @property
    def last(self) -> Stay | None:
        """The stay that was closed last, of several on one day that with the greatest id; none while one is open."""
        closed = [(one.closed_on, one.episode.id, one) for one in self.stays if one.closed_on is not None]
        return max(closed)[2] if len(closed) == len(self.stays) else None

    @property
    def closed_on(self) -> date | None:
        """The latest close; none while an episode is open."""
        return self.last.closed_on if self.last is not None else None


@once
def stay_on(episode: Episode, day: date) -> Stay | None:
    """The episode as seen on the day; none without a treatment start up to then, or with one after its close."""
    closed = episode.closed_on if episode.closed_on is not None and episode.closed_on <= day else None
    start = treatment_start(episode.interventions, closed or day)
    return None if start is None else Stay(episode, start, closed)


def joined(stays: Iterable[Stay], gap: timedelta) -> Iterator[Journey]:
    """The journeys of one client: a stay joins when it starts at most `gap` after the latest close so far."""
    journey: list[Stay] = []
    latest: date | None = None  # none while an episode of the journey is open: it never ends
    for stay in sorted(stays, key=lambda one: (one.started_on, one.episode.id)):
        if journey and latest is not None and stay.started_on > latest + gap:
            yield Journey(tuple(journey))
            journey, latest = [], date.min
        ended = latest if journey else date.min
        journey.append(stay)
        latest = None if ended is None or stay.closed_on is None else max(ended, stay.closed_on)
    if journey:
        yield Journey(tuple(journey))


def journeys(services: Sequence[Service], census: Census, numbers: Numbers) -> Iterator[Journey]:
    """The journeys within these services, client by client; two records of a client are never merged."""
    mine: dict[str, list[Stay]] = defaultdict(list)
    for service in services:
        for episode in service.episodes:
            stay = stay_on(episode, census.on)
            if stay is not None:
                mine[episode.client_id].append(stay)
    for _, stays in sorted(mine.items()):
        yield from joined(stays, numbers.days("journey_gap_days"))
