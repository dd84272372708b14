"""What two clients who may be one person are prescribed."""

from datetime import date

from sqlalchemy import or_, select

from careplan.clients.models import Episode
from careplan.clients.queries.merging import same_person
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.codes import Drug
from careplan.prescribing.models import Course
from careplan.staff.models import Service


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
