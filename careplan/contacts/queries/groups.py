"""Groups of services: which there are, who is in one on a day, and what is recorded of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Appointment, Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.contacts.queries.diary import of_days
from careplan.contacts.registers import Group, GroupMember
from careplan.contacts.rules.diary import Slot
from careplan.contacts.rules.groups import Meeting
from careplan.ground.clock import moment_of
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Service, Worker

MEETING = tuple(
    getattr(Group, name)
    for name in (
        "root_id",
        "service_id",
        "name",
        "weekday",
        "at",
        "minutes",
        "place",
        "worker_id",
        "began_on",
        "ended_on",
    )
)


def group(services: frozenset[str], group_id: str, *, lock: bool = False) -> Meeting | None:
    """The group by any id of its chain, where it is at one of the services; who writes in its register locks it."""
    named = select(Group.root_id).where(Group.id == group_id)
    rows = select(*MEETING).where(Group.root_id.in_(named), Group.service_id.in_(services), live(Group))
    row = db.session.execute(rows.with_for_update(key_share=True) if lock else rows).first()
    return Meeting(*row) if row else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A group with the names of its service and of who leads it, and how many clients are in it."""

    group: Meeting
    service: str
    worker: str
    members: int


def groups(services: frozenset[str], on: date) -> list[Listed]:
    """The groups of the services that had not ended before the day, by service and name. One statement."""
    members = select(func.count()).where(GroupMember.group_id == Group.root_id, *_in(on)).scalar_subquery()
    rows = (
        select(*MEETING, Service.name, Worker.name, members)
        .join(Service, Service.id == Group.service_id)
        .outerjoin(Worker, Worker.id == Group.worker_id)
        .where(Group.service_id.in_(services), live(Group))
        .where(or_(Group.ended_on.is_(None), Group.ended_on >= on))
        .order_by(Service.name, Group.name, Group.id)
    )
    return [Listed(Meeting(*row[:10]), row[10], row[11] or "", row[12]) for row in db.session.execute(rows)]


def _in(on: date) -> tuple[ColumnElement[bool], ...]:
    row = GroupMember
    return live(row), row.since <= on, or_(row.until.is_(None), row.until >= on)


@dataclass(frozen=True, slots=True)
class Member:
    """A client of the group, by the episode in which they are in it."""

    episode: Episode
    name: str


def members(meeting: Meeting, on: date) -> list[Member]:
    """Who is in the group on the day, by name; who has died or left the service is not. One statement."""
    named = aliased(Client)
    rows = (
        select(Episode, Client.first_name, Client.last_name)
        .join(GroupMember, GroupMember.episode_id == Episode.root_id)
        .join(named, named.id == Episode.client_id)
        .join(Client, and_(Client.root_id == named.root_id, live(Client)))
        .where(GroupMember.group_id == meeting.id, *_in(on), Episode.service_id == meeting.service_id)
        .where(live(Episode), or_(Episode.closed_on.is_(None), Episode.closed_on >= on))
        .where(or_(Client.deceased_on.is_(None), Client.deceased_on >= on))
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), Episode.id)
    )
    return [Member(row[0], listed_name(row[1], row[2])) for row in db.session.execute(rows)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A session: who is still to be asked for, and the appointments of it, with an outcome or without."""

    asked: Sequence[Member]
    recorded: Sequence[Slot]
    booked: dict[str, Slot]

    @property
    def seen(self) -> str:
        """What tells that somebody recorded more of the session meanwhile."""
        return " ".join(sorted(one.id for one in self.recorded))


def sheet(meeting: Meeting, on: date, *, lock: bool = False) -> Sheet:
    """The register of the group on the day. Two statements, one more where its appointments are locked first."""
    row = Appointment
    mine = (row.purpose == "group", row.clinic == meeting.name, row.starts_at == moment_of(on, meeting.at))
    if lock:
        rows = select(row.id).where(row.service_id == meeting.service_id, *mine).order_by(row.id)
        db.session.execute(rows.with_for_update())
    slots = of_days(frozenset({meeting.service_id}), [on], *mine)
    done = {one.episode_id for one in slots if one.outcome is not None}
    return Sheet(
        [one for one in members(meeting, on) if one.episode.id not in done],
        [one for one in slots if one.outcome is not None],
        {one.episode_id: one for one in slots if one.outcome is None},
    )


def episode_of(meeting: Meeting, client_id: str, on: date) -> Any:
    """The client's open episode at the group's service; None without one."""
    person, named = aliased(Client), aliased(Client)
    rows = (
        select(Episode)
        .join(named, named.id == Episode.client_id)
        .join(person, person.root_id == named.root_id)
        .where(person.id == client_id, Episode.service_id == meeting.service_id, live(Episode))
        .where(or_(Episode.closed_on.is_(None), Episode.closed_on >= on))
        .order_by(Episode.referred_on.desc(), Episode.id)
    )
    return db.session.scalars(rows).first()
