"""Who is looked at: episodes, courses and orders on a day, as the review defines them."""

from collections.abc import Iterator, Sequence
from datetime import date

from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode, Service
from careplan.audit.review.rules.measure import Case
from careplan.clients.rules.facts import Intervention
from careplan.ground.dates import running
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.facts import Course, Prescription


def episodes(service: Service, census: Census) -> Iterator[Case[Episode]]:  # noqa: ARG001 - the shape of `cases`
    """Every episode of the service."""
    return (Case(episode.id, episode, episode) for episode in service.episodes)


def interventions(service: Service, census: Census) -> Iterator[Case[Intervention]]:  # noqa: ARG001
    """Every intervention of the service."""
    return (Case(i.id, i, e) for e in service.episodes for i in e.interventions)


def open_courses(service: Service, census: Census) -> Iterator[Case[Course]]:
    """Courses open on the census in an episode open on the census."""
    for episode in service.episodes:
        if running(episode.referred_on, episode.closed_on, census.on):
            for course in episode.courses:
                if course.open_on(census.on):
                    yield Case(course.id, course, episode)


def prescriptions(service: Service, census: Census, drug: Drug) -> Iterator[Case[Prescription]]:  # noqa: ARG001
    """Every prescription of the drug."""
    for episode in service.episodes:
        for course in episode.courses:
            for prescription in course.prescriptions if course.drug == drug else ():
                yield Case(prescription.id, prescription, episode)


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
