"""Who has an appointment on a day and how they may be reached, and the words of a service."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Appointment, Client, Episode
from careplan.contacts.queries.diary import of_days
from careplan.contacts.registers import REMINDER_WORDS
from careplan.contacts.rules.diary import Slot
from careplan.contacts.rules.reminders import Reach
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.people.registers import ContactWay
from careplan.people.rules import Way
from careplan.staff.models import Service


def waiting(services: frozenset[str], on: date) -> list[Slot]:
    """The appointments of the day that stand. One statement."""
    return of_days(services, [on], Appointment.outcome.is_(None))


def reaches(episodes: Collection[str]) -> dict[str, Reach]:
    """How the clients of these episodes may be reached by text. One statement."""
    named, person, any_of = aliased(Client), aliased(Client), aliased(Client)
    way = ContactWay
    rows = db.session.execute(
        select(Episode.id, person.deceased_on, way.kind, way.value, func.coalesce(way.safe, ""))
        .add_columns(way.preferred, way.whose, way.until)
        .join(named, named.id == Episode.client_id)
        .join(person, and_(person.root_id == named.root_id, live(person)))
        .join(any_of, any_of.root_id == named.root_id)
        .outerjoin(way, and_(way.client_id == any_of.id, way.kind == "mobile", live(way)))
        .where(Episode.id.in_(episodes))
        .order_by(Episode.id, way.recorded_at.desc(), way.id)
    )
    ways: dict[str, list[tuple[Way, date | None]]] = defaultdict(list)
    died: set[str] = set()
    for id_, deceased_on, kind, value, safe, preferred, whose, until in rows:
        if kind is not None:
            ways[id_].append((Way(kind, value, safe, preferred, whose), until))
        died |= {id_} if deceased_on else set()
    return {one: Reach(tuple(ways[one]), one in died) for one in episodes}


def words(services: frozenset[str]) -> dict[str, tuple[str, str]]:
    """The service's own words of a reminder (empty: it has none) and its telephone, by its id. Two statements."""
    row = REMINDER_WORDS.model
    own = select(row.service_id, row.words).where(row.service_id.in_(services), live(row))
    latest = {one[0]: one[1] for one in db.session.execute(own.order_by(row.recorded_at, row.id))}
    rows = select(Service.id, Service.telephone).where(Service.id.in_(services)).order_by(Service.id)
    return {one[0]: (latest.get(one[0], ""), one[1] or "") for one in db.session.execute(rows)}
