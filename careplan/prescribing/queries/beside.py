"""The other courses of a client: of another drug, just ended, or of somebody who may be the same person."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.clients.queries.merging import same_person
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.codes import Drug
from careplan.prescribing.models import Course
from careplan.prescribing.queries.courses import history
from careplan.prescribing.rules.facts import Facts
from careplan.prescribing.rules.standard import standard
from careplan.staff.models import Service


def beside(
    services: frozenset[str], client_ids: Iterable[str], on: date
) -> dict[str, list[tuple[str, Facts]]]:
    """By client (an id of the chain): root id and facts of the courses of these services that ran lately."""
    model, link, uk = aliased(Client), aliased(Client), standard(on)
    since = on - timedelta(days=uk["depot_monthly_days"].whole)
    open_courses = db.session.execute(
        select(model.id, Course)
        .select_from(model)
        .join(link, link.root_id == model.root_id)
        .join(Episode, Episode.client_id == link.id)
        .join(Course, Course.episode_id == Episode.root_id)
        .where(model.id.in_(sorted(set(client_ids))), Course.service_id.in_(services))
        .where(live(Course), live(Episode))
        .where(Course.first_dose_on <= on, or_(Course.ended_on.is_(None), Course.ended_on > since))
        .order_by(model.id, Course.id)
    ).all()
    many = Counter(client for client, _ in open_courses)
    rows = [(client, course) for client, course in open_courses if many[client] > 1]
    kept: dict[str, list[tuple[str, Facts]]] = defaultdict(list)
    if rows:
        histories = history(services, [course for _, course in rows], None, uk)
        for (client, _), one in zip(rows, histories, strict=True):
            kept[client].append((one.id, one.facts))
    return kept


def open_courses(services: frozenset[str], client_id: str, on: date) -> list[tuple[Drug, date, str]]:
    """Courses of the client at these services that have not ended by the day: drug, first dose, name of the service."""
    rows = (
        select(Course.drug, Course.first_dose_on, Service.name)
        .join(Episode, Episode.root_id == Course.episode_id)
        .join(Service, Service.id == Course.service_id)
        .where(Episode.client_id.in_(same_person(client_id)), Course.service_id.in_(services))
        .where(live(Course), live(Episode), or_(Course.ended_on.is_(None), Course.ended_on > on))
        .order_by(Course.drug, Course.first_dose_on, Course.id)
    )
    return [(Drug(drug), first, name) for drug, first, name in db.session.execute(rows)]
