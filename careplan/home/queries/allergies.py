"""Allergies that stand anywhere in the installation for a person; who may read which is decided by a rule."""

from functools import cache
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import told_order
from careplan.clients.models import Client, Episode, Transfer
from careplan.clients.rules.likeness import Person, likeness
from careplan.ground.corrections import live
from careplan.ground.db import read
from careplan.ground.types import Id
from careplan.home.rules.allergies import Told
from careplan.staff.models import Service


def told(may: frozenset[str], episode: Episode) -> list[Told]:
    """Every answer about allergies of this person, the oldest first; of records alike by the one rule. One statement.

    `may`: the services whose records the worker may open. What a referral brought to one of them counts as open.
    """
    me = episode.client
    person = _person(me)
    values: dict[str, Any] = {"services": sorted(may), "client": me.root_id, "number": me.nhs_number or ""}
    values |= {"born": me.date_of_birth, "key": person.key}
    found = []
    for row in read(_told(), values):
        mine = row.root_id == me.root_id
        other = Person(
            row.first_name, row.last_name, row.date_of_birth, row.sex, row.nhs_number, row.birth_known
        )
        if mine or likeness(person, other):
            here = mine and row.service_id == episode.service_id
            readable = here or row.service_id in may or bool(row.brought)
            found.append(Told(row.root_id, row.service_id, row.service, row.day, row.value, here, readable))
    return found


def _person(one: Client) -> Person:
    return Person(one.first_name, one.last_name, one.date_of_birth, one.sex, one.nhs_number, one.birth_known)


@cache
def _told() -> Select[*tuple[Any, ...]]:
    """Built once: people with the number, the day of birth or the key of the name, and the client's own record."""
    named, source = aliased(Client), aliased(Assessment)
    person = (Client.first_name, Client.last_name, Client.date_of_birth, Client.sex, Client.nhs_number)
    near = or_(
        Client.root_id == bindparam("client", type_=Id),
        Client.date_of_birth == bindparam("born", type_=Date),
        Client.nhs_number == bindparam("number"),
        and_(Client.name_key == bindparam("key"), Client.name_key != ""),
    )
    copied = and_(Answer.carried_from.is_not(None), Answer.confirmed_on.is_(None))
    day = func.coalesce(Assessment.completed_on, Assessment.started_on).label("day")
    return (
        select(Client.root_id, *person, Client.birth_known, Episode.service_id, Service.name.label("service"))
        .add_columns(day, Answer.value, _brought().label("brought"))
        .select_from(Answer)
        .join(Assessment, Assessment.root_id == Answer.assessment_id)
        .join(Episode, Episode.root_id == Assessment.episode_id)
        .join(named, named.id == Episode.client_id)
        .join(Client, Client.root_id == named.root_id)
        .join(Service, Service.id == Episode.service_id)
        .outerjoin(source, source.id == Answer.carried_from)
        .where(near, Answer.item == "allergies", Answer.status == "answered", ~copied)
        .where(live(Answer), live(Assessment), live(Episode), live(Client))
        .order_by(*told_order(source), Episode.service_id)
    )


def _brought() -> Any:
    """Whether a referral took the person from the row's service to one of the worker's."""
    there, whose = aliased(Episode), aliased(Client)
    return (
        select(Transfer.id)
        .join(there, there.id == Transfer.to_episode_id)
        .join(whose, whose.id == there.client_id)
        .where(
            live(Transfer),
            Transfer.service_id == Episode.service_id,
            there.service_id.in_(bindparam("services", expanding=True)),
            whose.root_id == Client.root_id,
        )
        .correlate(Episode, Client)
        .exists()
    )
