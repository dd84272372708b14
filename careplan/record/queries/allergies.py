"""Allergies and live courses that stand anywhere in the installation for a person; a rule decides who reads which."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import told_order
from careplan.clients.models import Client, Episode, Merge, Transfer
from careplan.clients.rules.likeness import Person, likeness
from careplan.ground.corrections import live
from careplan.ground.db import read
from careplan.ground.types import CanonicalJson, Id, listed
from careplan.prescribing.models import Course
from careplan.record.rules.allergies import Told
from careplan.staff.models import Service

ON = bindparam("on", type_=Date)
TOLD, RUNS = "told", "runs"
_PERSON = (
    *(Client.first_name, Client.last_name, Client.date_of_birth, Client.sex, Client.nhs_number),
    Client.birth_known,
)


def _near() -> ColumnElement[bool]:
    """The client's own record, and whatever shares the number, the day of birth or the key of the name."""
    return or_(
        Client.root_id == bindparam("client", type_=Id),
        Client.date_of_birth == bindparam("born", type_=Date),
        Client.nhs_number == bindparam("number"),
        and_(Client.name_key == bindparam("key"), Client.name_key != ""),
    )


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Every answer about allergies of a person, the oldest first; whether a course runs out of the worker's reach."""

    told: tuple[Told, ...]
    treated: bool


def elsewhere(may: frozenset[str], episode: Episode, on: date) -> Elsewhere:
    """What every record of the person says, alike by the one rule; one statement.

    `may`: the services whose records the worker may open. What a referral brought to one of them counts as open.
    """
    me = episode.client
    result = read(_everywhere(), _values(me) | {"services": sorted(may), "on": on})
    person = _person(me)
    same = (row for row in result if row.root_id == me.root_id or likeness(person, _person(row)))
    rows = sorted(same, key=lambda row: row.place or 0)
    told = [_told_by(row, me, episode, may) for row in rows if row.kind == TOLD]
    return Elsewhere(tuple(told), any(row.kind == RUNS for row in rows))


def _told_by(row: Any, me: Client, episode: Episode, may: frozenset[str]) -> Told:
    here = row.root_id == me.root_id and row.service_id == episode.service_id
    readable = here or row.service_id in may or bool(row.brought)
    return Told(row.record, row.service_id, row.service, row.day, row.value, here, readable)


def _values(me: Client) -> dict[str, Any]:
    born, key = me.date_of_birth, _person(me).key
    return {"client": me.root_id, "number": me.nhs_number or "", "born": born, "key": key}


def _person(one: Any) -> Person:
    return Person(one.first_name, one.last_name, one.date_of_birth, one.sex, one.nhs_number, one.birth_known)


@cache
def _everywhere() -> CompoundSelect[*tuple[Any, ...]]:
    """Built once; both branches begin at the episodes of people who may be the client, which are read once."""
    near = _near_episodes()
    return union_all(_told(near), _running(near))


def _near_episodes() -> CTE:
    """Each live episode of somebody who may be the client, and who that is."""
    named = aliased(Client)
    return (
        select(Client.root_id, *_PERSON, Client.deceased_on, Episode.service_id, Episode.client_id)
        .add_columns(Episode.root_id.label("episode_id"))
        .join(named, named.root_id == Client.root_id)
        .join(Episode, Episode.client_id == named.id)
        .where(_near(), live(Client), live(Episode))
        .cte("near_episodes")
    )


def _whose(near: CTE) -> Iterator[Any]:
    return (near.c[name] for name in ("root_id", *(column.key for column in _PERSON), "service_id"))


def _running(near: CTE) -> Select[*tuple[Any, ...]]:
    """Courses that have begun and not ended, at services whose records the worker may not open."""
    absent = (cast(null(), kind) for kind in (String, Date, CanonicalJson, Boolean, Integer, Id))
    return (
        select(literal(RUNS), *_whose(near), *absent)
        .join(Course, Course.episode_id == near.c.episode_id)
        .where(live(Course), near.c.deceased_on.is_(None), ~listed(near.c.service_id, "services"))
        .where(Course.first_dose_on <= ON, or_(Course.ended_on.is_(None), Course.ended_on > ON))
    )


def _told(near: CTE) -> Select[*tuple[Any, ...]]:
    """Answers about allergies that are not mere copies, numbered in the order they were told."""
    copied = and_(Answer.carried_from.is_not(None), Answer.confirmed_on.is_(None))
    place = func.row_number().over(order_by=(*told_order(Assessment), near.c.service_id))
    day = func.coalesce(Assessment.completed_on, Assessment.started_on).label("day")
    return (
        select(literal(TOLD).label("kind"), *_whose(near))
        .add_columns(Service.name.label("service"), day, Answer.value, _brought(near).label("brought"))
        .add_columns(place.label("place"), _record(near).label("record"))
        .join(Assessment, Assessment.episode_id == near.c.episode_id)
        .join(Answer, Answer.assessment_id == Assessment.root_id)
        .join(Service, Service.id == near.c.service_id)
        .where(Answer.item == "allergies", Answer.status == "answered", ~copied)
        .where(live(Answer), live(Assessment))
    )


def _record(near: CTE) -> Any:
    """In whose record it was told: records that were joined keep their own, so that neither hides the other's."""
    link = aliased(Client)
    joined = select(Merge.id).join(link, link.id == Merge.survivor_id)
    joined = joined.where(link.root_id == near.c.root_id, Merge.undone_at.is_(None)).correlate(near)
    return case((joined.exists(), near.c.client_id), else_=near.c.root_id)


def _brought(near: CTE) -> Any:
    """Whether a referral took the person from the row's service to one of the worker's."""
    there, whose = aliased(Episode), aliased(Client)
    return (
        select(Transfer.id)
        .join(there, there.id == Transfer.to_episode_id)
        .join(whose, whose.id == there.client_id)
        .where(
            live(Transfer),
            Transfer.service_id == near.c.service_id,
            listed(there.service_id, "services"),
            whose.root_id == near.c.root_id,
        )
        .correlate(near)
        .exists()
    )
