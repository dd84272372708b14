"""Allergies and live courses that stand anywhere in the installation for a person; a rule decides who reads which."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import told_order
from careplan.clients.models import Client, Episode, Merge, Packet, Transfer
from careplan.clients.queries.packets import stands
from careplan.clients.rules.likeness import Person, likeness
from careplan.clients.rules.packets import read
from careplan.ground.corrections import live
from careplan.ground.marks import CLIENT, ON, SERVICES, Rows, mark
from careplan.ground.types import parsed
from careplan.prescribing.models import Course
from careplan.record.rules.allergies import Told
from careplan.staff.models import Service

_PERSON = (
    *(Client.first_name, Client.last_name, Client.date_of_birth, Client.sex, Client.nhs_number),
    Client.birth_known,
)


def _near() -> ColumnElement[bool]:
    """The client's own record, and whatever shares the number, the day of birth or the key of the name."""
    return or_(
        Client.root_id == CLIENT,
        Client.date_of_birth == bindparam("born", type_=Date),
        Client.nhs_number == bindparam("number"),
        and_(Client.name_key == bindparam("key"), Client.name_key != ""),
    )


@dataclass(frozen=True, slots=True)
class Near:
    """An answer about allergies of somebody who may be the client, or a course out of reach, which has no `record`.

    `place`: how many were told before; `brought`: a transfer took the person to a service within reach. `packet`: the
    text of one that the service accepted, which holds the answer.
    """

    root_id: str
    first_name: str
    last_name: str
    date_of_birth: date
    sex: str
    nhs_number: str | None
    birth_known: str
    service_id: str
    place: int = 0
    record: str | None = None
    service: str = ""
    day: date = date.min
    value: str | None = None
    brought: bool | int = False
    packet: str | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Every answer about allergies of a person, the oldest first; whether a course runs out of the worker's reach."""

    told: tuple[Told, ...]
    treated: bool


def values_of(me: Client) -> dict[str, Any]:
    """What `branches` asks of the client."""
    return {"number": me.nhs_number or "", "born": me.date_of_birth, "key": _person(me).key}


def elsewhere(near: Iterable[Near], may: frozenset[str], episode: Episode) -> Elsewhere:
    """What every record of the person says, alike by the one rule.

    `may`: the services whose records the worker may open. What a referral brought to one of them counts as open.
    """
    me = episode.client
    person = _person(me)
    same = [one for one in near if one.root_id == me.root_id or likeness(person, _person(one))]
    told = sorted((one for one in same if one.record is not None), key=lambda one: one.place)
    treated = any(one.record is None for one in same)
    answers = [one for one in told if one.packet is None]
    packets = [_packed(one, may) for one in told if one.packet is not None]
    told_of = (*(_told_by(one, me, episode, may) for one in answers), *filter(None, packets))
    return Elsewhere(told_of, treated)


def _packed(one: Near, may: frozenset[str]) -> Told | None:
    """What a packet says of allergies; None where it says nothing."""
    told = read(one.packet or "").told_of_allergies()
    if told is None:
        return None
    readable = one.service_id in may
    return Told(one.record or "", one.service_id, one.service, told[1], told[0], False, readable, sent=True)


def _told_by(one: Near, me: Client, episode: Episode, may: frozenset[str]) -> Told:
    here = one.root_id == me.root_id and one.service_id == episode.service_id
    mine = here or one.service_id in may
    value = parsed(one.value)
    where = (one.record or "", one.service_id, one.service)
    return Told(*where, one.day, value, here, mine or bool(one.brought), not mine)


def _person(one: Client | Near) -> Person:
    return Person(one.first_name, one.last_name, one.date_of_birth, one.sex, one.nhs_number, one.birth_known)


def branches() -> Iterator[Rows]:
    """All begin at the episodes of people who may be the client, which are read once."""
    near = _near_episodes()
    yield _told(near)
    yield _sent(near)
    yield _running(near)


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


def _whose(near: CTE) -> dict[str, Any]:
    return {name: near.c[name] for name in ("root_id", *(column.key for column in _PERSON), "service_id")}


def _running(near: CTE) -> Rows:
    """Courses that have begun and not ended, at services whose records the worker may not open."""
    return (
        mark(Near, near.c.root_id, **_whose(near))
        .join(Course, Course.episode_id == near.c.episode_id)
        .where(live(Course), near.c.deceased_on.is_(None), near.c.service_id.not_in(SERVICES))
        .where(Course.first_dose_on <= ON, or_(Course.ended_on.is_(None), Course.ended_on > ON))
    )


def _told(near: CTE) -> Rows:
    """Answers about allergies that are not mere copies, numbered in the order they were told."""
    copied = and_(Answer.carried_from.is_not(None), Answer.confirmed_on.is_(None))
    told = {
        "place": func.row_number().over(order_by=(*told_order(Assessment), near.c.service_id)),
        "record": _record(near),
        "service": Service.name,
        "day": func.coalesce(Assessment.completed_on, Assessment.started_on),
        "value": Answer.value,
        "brought": _brought(near),
    }
    return (
        mark(Near, near.c.root_id, **_whose(near), **told)
        .join(Assessment, Assessment.episode_id == near.c.episode_id)
        .join(Answer, Answer.assessment_id == Assessment.root_id)
        .join(Service, Service.id == near.c.service_id)
        .where(Answer.item == "allergies", Answer.status == "answered", ~copied)
        .where(live(Answer), live(Assessment))
    )


def _sent(near: CTE) -> Rows:
    """Packets that came with the client to these episodes, unless the transfer was struck out; the oldest first."""
    sent = {
        "place": func.row_number().over(order_by=(Packet.sent_on, Packet.id)),
        "record": Packet.id,
        "service": Packet.sent_by,
        "packet": Packet.content,
    }
    return (
        mark(Near, near.c.root_id, **_whose(near), **sent)
        .join(Packet, Packet.episode_id == near.c.episode_id)
        .where(stands(Packet))
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
            there.service_id.in_(SERVICES),
            whose.root_id == near.c.root_id,
        )
        .correlate(near)
        .exists()
    )
