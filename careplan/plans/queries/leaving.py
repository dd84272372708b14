"""What is still running in an episode, and the latest day on which something happened in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select, union_all

from careplan.clients.models import Episode, Intervention, Pause
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.models import CarePlan, CarePlanReview
from careplan.plans.queries.matters import last_said, matters
from careplan.plans.rules.doubts import Said
from careplan.plans.rules.leaving import earliest_close
from careplan.plans.rules.matters import Matter
from careplan.prescribing.codes import PrescriptionStatus
from careplan.prescribing.queries import courses, history
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.prescriptions import Script, prescriptions
from careplan.prescribing.rules.standard import standard


@dataclass(frozen=True, slots=True)
class Running:
    """What has no end yet, the first day on which the episode may close, and what stands open on a day.

    `scripts`: prescriptions that somebody could still take to a pharmacy. `said`: what makes an exit reason doubtful.
    """

    interventions: tuple[Intervention, ...]
    courses: tuple[History, ...]
    earliest: date
    scripts: tuple[tuple[History, Script], ...] = ()
    matters: tuple[Matter, ...] = ()
    said: Said = field(default_factory=Said)


def ended_on(episode: Episode) -> date | None:
    """The day the episode closed or the client died, whichever came first."""
    return min(
        (day for day in (episode.closed_on, episode.client.deceased_on) if day is not None), default=None
    )


def running(services: frozenset[str], episode: Episode, on: date) -> Running:
    """What leaving treatment has to end, from which day on it may, and what is open on the day."""
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
    taken = history(services, courses(services, episode.root_id), None, standard(on))
    days = [*_of_interventions(offered), *_of_courses(taken), *_last_days(services, episode)]
    still = tuple(one for one in taken if one.course.ended_on is None)
    scripts = tuple(_scripts(services, taken, on))
    drugs = tuple(one.course.drug for one in still)
    begun = bool(taken) or any(one.started_on for one in offered)
    return Running(
        interventions=tuple(one for one in offered if one.ended_on is None),
        courses=still,
        earliest=earliest_close([episode.referred_on, episode.triaged_on, *days]),
        scripts=scripts,
        matters=matters(services, episode, on, drugs, tuple(script for _, script in scripts)),
        said=last_said(services, episode, on, begun),
    )


def _scripts(services: frozenset[str], taken: list[History], on: date) -> Iterator[tuple[History, Script]]:
    """Prescriptions issued and not used up, each with its course."""
    by_id = {one.id: one for one in taken}
    for script in prescriptions(services, by_id):
        if script.status is PrescriptionStatus.ISSUED and script.row.ends_on >= on:
            yield by_id[script.course_id], script


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
    pause: Pause | None = db.session.scalars(
        select(Pause).where(
            Pause.service_id.in_(services),
            Pause.episode_id == episode.root_id,
            Pause.id == pause_id,
            live(Pause),
        )
    ).first()
    return pause
