"""Live opioid courses at other services of somebody who is, or may be, the client: what is asked before a dose.

Nothing of them is shown, but by `told` to whom gives a reason (decision record 0075).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from careplan.clients.models import Client, Episode, Transfer
from careplan.clients.rules.likeness import Likeness, Person, likeness
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.labels import DRUGS
from careplan.prescribing.models import Course
from careplan.prescribing.queries.days import course_summary
from careplan.prescribing.rules.elsewhere import Elsewhere
from careplan.prescribing.rules.facts import ONE_DAY
from careplan.staff.models import Service

_PERSON = (
    *(Client.first_name, Client.last_name, Client.date_of_birth, Client.sex, Client.nhs_number),
    Client.birth_known,
)


def _near(episode: Episode, on: date) -> Select[*tuple[Any, ...]]:
    """Courses that run on the day at other services, of everybody who shares number, birth or name."""
    me, named = episode.client, aliased(Client)
    here = or_(
        Client.root_id == me.root_id,
        Client.date_of_birth == me.date_of_birth,
        and_(Client.nhs_number == me.nhs_number, Client.nhs_number.is_not(None)),
        and_(Client.name_key == me.name_key, Client.name_key != ""),
    )
    mine = {episode.id, episode.root_id}
    came = select(Transfer.id).where(
        Transfer.episode_id == Course.episode_id, Transfer.to_episode_id.in_(mine), live(Transfer)
    )
    return (
        select(Course.root_id, Course.service_id, Client.root_id, came.exists(), *_PERSON)
        .join(Episode, Episode.root_id == Course.episode_id)
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .where(here, live(Course), live(Episode), Client.deceased_on.is_(None))
        .where(Course.service_id != episode.service_id, Course.first_dose_on <= on)
        .where(or_(Course.ended_on.is_(None), Course.ended_on > on))
        .order_by(Course.root_id)
    )


def elsewhere(episode: Episode, on: date) -> tuple[Elsewhere, ...]:
    """Live courses of the person at other services, the sure ones and the likenesses. One statement."""
    client = episode.client
    parts = (client.first_name, client.last_name, client.date_of_birth, client.sex, client.nhs_number)
    me = Person(*parts, client.birth_known)
    rows = []
    for course_id, service_id, root_id, came, *person in db.session.execute(_near(episode, on)):
        why = likeness(me, Person(*person))
        sure = root_id == client.root_id or Likeness.NHS_NUMBER in why
        if sure or why:
            rows.append(Elsewhere(course_id, service_id, sure, bool(came)))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a course at another service, and nothing else: drug, last dose, telephone."""

    drug: str
    last_dose_on: date | None
    telephone: str


def told(one: Elsewhere, on: date) -> tuple[Told, Episode] | None:
    """What is told of a course, and the episode it stands in, so that its service hears of it. None once it ended."""
    row = db.session.execute(
        select(Episode, Service.telephone, Client)
        .join(Course, Course.episode_id == Episode.root_id)
        .join(Service, Service.id == Course.service_id)
        .join(Client, Client.id == Episode.client_id)
        .where(Course.root_id == one.course_id, live(Course), live(Episode))
    ).first()
    if row is None:
        return None
    episode, telephone, client = row
    set_committed_value(episode, "client", client)
    running = course_summary(frozenset({one.service_id}), episode.id, on)
    course = next((each for each in running if each.id == one.course_id), None)
    if course is None:
        return None
    last = course.facts.last_covered_on(on + ONE_DAY)
    return Told(DRUGS[course.facts.drug], last, telephone or ""), episode
