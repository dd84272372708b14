"""What is still running in an episode, and the latest day on which something happened in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, union_all

from careplan.clients.models import Episode, Intervention, Pause
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.models import CarePlan, CarePlanReview
from careplan.plans.rules.leaving import earliest_close
from careplan.prescribing.queries import courses, history
from careplan.prescribing.queries.courses import History
from careplan.prescribing.rules.standard import standard


@dataclass(frozen=True, slots=True)
class Running:
    """Interventions and courses without an end, and the first day on which the episode may close."""

    interventions: tuple[Intervention, ...]
    courses: tuple[History, ...]
    earliest: date


def ended_on(episode: Episode) -> date | None:
    """The day the episode closed or the client died, whichever came first."""
    return min(
        (day for day in (episode.closed_on, episode.client.deceased_on) if day is not None), default=None
    )


def running(services: frozenset[str], episode: Episode) -> Running:
    """What leaving treatment has to end, and from which day on it may."""
    offered = list(
        db.session.scalars(
            select(Intervention)
            .where(
                Intervention.service_id.in_(services),
                Intervention.episode_id == episode.root_id,
                live(Intervention),
            )
            .order_by(Intervention.id)
        )
    )
    taken = history(services, courses(services, episode.root_id), None, standard())
    days = [*_of_interventions(offered), *_of_courses(taken), *_last_days(services, episode)]
    return Running(
        interventions=tuple(one for one in offered if one.ended_on is None),
        courses=tuple(one for one in taken if one.course.ended_on is None),
        earliest=earliest_close([episode.referred_on, episode.triaged_on, *days]),
    )


def _of_interventions(offered: list[Intervention]) -> Iterator[date | None]:
    for one in offered:
        yield from (one.referred_on, one.first_offered_on, one.started_on, one.ended_on)


def _of_courses(taken: list[History]) -> Iterator[date | None]:
    for one in taken:
        yield from (one.course.first_dose_on, one.course.ended_on)
        yield max((dose.on for dose in one.logged), default=None)


def _last_days(services: frozenset[str], episode: Episode) -> Iterator[date | None]:
    """The last review, the last agreement of a plan, and the last time a pause began."""
    days: list[tuple[Any, Any]] = [
        (CarePlanReview, CarePlanReview.reviewed_on),
        (CarePlan, CarePlan.agreed_on),
        (Pause, Pause.from_on),
    ]
    last = [
        select(func.max(day)).where(
            room.service_id.in_(services), room.episode_id == episode.root_id, live(room)
        )
        for room, day in days
    ]
    yield from db.session.scalars(union_all(*last))


def pause(services: frozenset[str], episode: Episode, pause_id: str) -> Pause | None:
    """One pause of this episode."""
    found: Pause | None = db.session.scalars(
        select(Pause).where(
            Pause.service_id.in_(services),
            Pause.episode_id == episode.root_id,
            Pause.id == pause_id,
            live(Pause),
        )
    ).first()
    return found
