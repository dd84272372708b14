"""Who is looked at: episodes, courses and orders on a day, as the review defines them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic

from careplan.audit.review.measures.units import T
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode, Service
from careplan.clients.rules.facts import Intervention
from careplan.ground.dates import running
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import Course, Prescription


@dataclass(frozen=True, slots=True)
class EpisodeCase:
    """An episode, judged as such."""

    episode: Episode

    @property
    def id(self) -> str:
        """The episode's id."""
        return self.episode.id

    @property
    def episode_id(self) -> str:
        """The episode itself."""
        return self.episode.id


@dataclass(frozen=True, slots=True)
class OfEpisode(Generic[T]):
    """A record of an episode, ready to be judged."""

    episode: Episode
    record: T

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def episode_id(self) -> str:
        """The episode it belongs to."""
        return self.episode.id


InterventionCase = OfEpisode[Intervention]
CourseCase = OfEpisode[Course]


@dataclass(frozen=True, slots=True)
class PrescriptionCase(OfEpisode[Prescription]):
    """A prescription of a course."""

    course: Course


def episodes(service: Service, census: Census) -> Iterator[EpisodeCase]:  # noqa: ARG001 - the shape of `cases`
    """Every episode of the service."""
    return (EpisodeCase(episode) for episode in service.episodes)


def interventions(service: Service, census: Census) -> Iterator[InterventionCase]:  # noqa: ARG001
    """Every intervention of the service."""
    return (OfEpisode(e, i) for e in service.episodes for i in e.interventions)


def open_courses(service: Service, census: Census) -> Iterator[CourseCase]:
    """Courses open on the census in an episode open on the census."""
    for episode in service.episodes:
        if running(episode.referred_on, episode.closed_on, census.on):
            for course in episode.courses:
                if course.open_on(census.on):
                    yield OfEpisode(episode, course)


def prescriptions(service: Service, census: Census) -> Iterator[PrescriptionCase]:  # noqa: ARG001
    """Every prescription of the service."""
    for episode in service.episodes:
        for course in episode.courses:
            for prescription in course.prescriptions:
                yield PrescriptionCase(episode, prescription, course)


def deceased(episode: Episode, day: date) -> bool:
    """Whether the client had died by then."""
    return episode.deceased_on is not None and episode.deceased_on <= day


def paused(episode: Episode, day: date) -> bool:
    """Whether the client was cared for elsewhere on that day."""
    return bool(episode.pauses) and any(pause.covers(day) for pause in episode.pauses)


def gives_buprenorphine(services: Sequence[Service], census: Census) -> bool:
    """Whether any buprenorphine course was open in the period; if none was, its measures do not apply."""
    return any(
        open_within(course, census)
        for service in services
        for episode in service.episodes
        for course in episode.courses
        if course.drug == Drug.BUPRENORPHINE
    )


def open_within(course: Course, census: Census) -> bool:
    """Open on some day of the period; a course that ended on its first day was open on none."""
    if course.first_dose_on > census.on:
        return False
    return course.ended_on is None or course.ended_on > max(census.first, course.first_dose_on)
