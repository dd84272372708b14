"""What may wait for a worker in all rooms: their facts in one statement, each beside the record that it is of."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, or_, select, union_all
from sqlalchemy.orm import aliased

from careplan.clients.codes import READ_RECORD
from careplan.clients.models import Client, Episode
from careplan.clients.rules.names import listed_name
from careplan.clients.rules.todo import LEAD, Of
from careplan.ground.corrections import live
from careplan.ground.marks import SERVICES, kind_of, reader
from careplan.ground.offers import Pending, Todo
from careplan.ground.reading import read
from careplan.ground.types import Id
from careplan.staff.rules import Actor

WORKER = bindparam("worker", type_=Id)
WORKERS: BindParameter[Any] = bindparam("workers", expanding=True)
"""The worker and those for whom the worker stands in (`Actor.works_for`)."""
MANAGED: BindParameter[Any] = bindparam("managed", expanding=True)
"""The services in which the worker countersigns, among `SERVICES`, in which the worker opens records."""


def kept_open() -> Select[str]:
    """The root ids of the open episodes that the worker keeps, or somebody for whom the worker stands in."""
    return select(Episode.root_id).where(
        Episode.service_id.in_(SERVICES),
        Episode.keyworker_id.in_(WORKERS),
        Episode.closed_on.is_(None),
        live(Episode),
    )


def pending(offers: tuple[Pending, ...], worker: Actor, on: date) -> Iterator[Todo]:
    """What of these rooms' facts waits for the worker. One statement, and what the lines of these facts read."""
    values = {
        "services": sorted(worker.open_services(READ_RECORD)),
        "managed": sorted(worker.services(LEAD)),
        "worker": worker.id,
        "workers": sorted(worker.works_for),
        "on": on,
    }
    for offer in offers:
        values |= offer.values(on)
    fact_of = reader(tuple(fact for offer in offers for fact in offer.facts))
    rows: dict[str, list[tuple[Any, Of | None]]] = defaultdict(list)
    for kind, fact, episode_id, service_id, keyworker_id, first_name, last_name, *ends in read(
        _statement(offers), values
    ):
        of = episode_id and Of(
            episode_id, service_id, keyworker_id, listed_name(first_name, last_name), *ends
        )
        rows[kind].append((fact_of(kind, fact), of))
    for offer in offers:
        if facts := [row for fact in offer.facts for row in rows[kind_of(fact)]]:
            yield from offer.lines(facts, worker, on)


@cache
def _statement(offers: tuple[Pending, ...]) -> Select[*tuple[Any, ...]]:
    """Built once: building it takes longer than running it."""
    facts = union_all(*(rows for offer in offers for rows in offer.rows())).subquery("facts")
    named, own = aliased(Client), (Episode.id, Episode.service_id, Episode.keyworker_id)
    return (
        select(facts.c.c0, facts.c.c3, *own)
        .add_columns(Client.first_name, Client.last_name, Episode.closed_on, Client.deceased_on)
        .outerjoin(Episode, and_(Episode.root_id == facts.c.c1, live(Episode)))
        .outerjoin(named, named.id == Episode.client_id)
        .outerjoin(Client, and_(Client.root_id == named.root_id, live(Client)))
        .where(or_(facts.c.c1.is_(None), Episode.service_id.in_(SERVICES)))
        .order_by(facts.c.c2, facts.c.c0, facts.c.c1, facts.c.c3)
    )
