"""What banner and overview stand on, used again while nothing of the record was written (decision 60).

A keyworker opens several pages of one client in a row. What other services hold of the person, an allergy or a course,
is read each time: their marks are not among the worker's.
"""

from collections.abc import Callable, Hashable
from datetime import date
from typing import TYPE_CHECKING

from flask import request

from careplan.ground import gathering
from careplan.ground.db import db
from careplan.ground.memory import Kept
from careplan.ground.requests import SAFE
from careplan.prescribing.queries import OpenCourse, course_summary
from careplan.record.queries import BannerFacts, banner_facts, values, with_elsewhere
from careplan.staff.doors import actor
from careplan.trail.queries import wrote

if TYPE_CHECKING:
    from careplan.clients.models import Episode

FACTS: Kept[BannerFacts] = Kept(most=128)
COURSES: Kept[list[OpenCourse]] = Kept(most=64)
"""By episode and what is shown of it, of this process."""


def facts(services: frozenset[str], episode: "Episode", on: date, *, whole: bool = False) -> BannerFacts:
    """What the banner says of an episode; `whole` adds what the overview shows. One statement."""
    new: list[BannerFacts] = []

    def make() -> BannerFacts:
        new.append(banner_facts(services, episode, on, whole=whole))
        return new[0]

    if _may_differ():
        return make()
    dead = episode.client.deceased_on is not None
    kept = FACTS.get((episode.id, whole), (dead, *_state(services, episode, on)), make)
    return kept if new else with_elsewhere(kept, services, episode, on)


def courses(services: frozenset[str], episode: "Episode", on: date) -> list[OpenCourse]:
    """The open courses of an episode. Three statements, none while they are kept."""
    make: Callable[[], list[OpenCourse]] = lambda: course_summary(services, episode.id, on)  # noqa: E731
    return make() if _may_differ() else COURSES.get(episode.id, _state(services, episode, on), make)


def _may_differ() -> bool:
    """Whether this request may see what no mark tells of yet: it writes, or waited for somebody who wrote."""
    return request.method not in SAFE or wrote(db.session())


def _state(services: frozenset[str], episode: "Episode", on: date) -> tuple[Hashable, ...]:
    """The marks were read with worker and episode, before any fact: what is written meanwhile the next page reads."""
    told = values(services, episode, on) | {"services": services}
    return actor().mark, episode.mark, gathering.rooms(), *told.values()
