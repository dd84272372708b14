"""A course with its order, week, prescription and dose."""

from decimal import Decimal

from sqlalchemy import select

from careplan.ground.db import db
from careplan.prescribing.models import OwnLimit
from careplan.staff.models import Service
from tests.factories import prescribing
from tests.furniture.base import World

SERIES = {"prescribing.order"}
WALK = {("prescribing.rule", "rule"): "=M11"}


def _own_limit(world: World) -> OwnLimit:
    """One at the service, however many clients it has."""
    day = world.ago(50)
    same = select(OwnLimit).filter_by(service_id=world.service_id, name="storage_months", effective_on=day)
    made: OwnLimit = db.session.scalars(same).first() or world.made(
        prescribing.OwnLimitFactory,
        service_id=world.service_id,
        standard="uk-2017/1",
        name="storage_months",
        value=Decimal(6),
        effective_on=day,
        second_lead=None,
        second_registration=None,
    )
    return made


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    course = world.made(
        prescribing.CourseFactory,
        episode=world.episode,
        first_dose_on=world.ago(100),
        ended_on=None,
        verified_dose_mg=None,
    )
    order = world.made(prescribing.DoseOrderFactory, course=course, effective_on=world.ago(100))
    asked = world.made(
        prescribing.AgreementFactory,
        course=course,
        effective_on=world.now,
        asked_of=world.worker_id,
        recorded_by="another",
        outside_name=None,
        outside_registration=None,
        outside_reached=None,
        answer_words=None,
        replaces_because=None,
    )
    week = world.made(
        prescribing.RegimenFactory,
        course=course,
        effective_on=world.ago(100),
        collect="1111111",
        supervised="1111111",
    )
    world.made(prescribing.WeekFindingFactory, regimen=week)
    script = world.made(
        prescribing.PrescriptionFactory,
        course=course,
        signed_on=world.ago(5),
        starts_on=world.ago(5),
        ends_on=world.now,
        prescriber_id=world.worker_id,
    )
    dose = world.made(prescribing.DoseEventFactory, course=course, happened_on=world.ago(1))
    world.made(prescribing.ReassessmentFactory, course=course, reassessed_on=world.ago(50))
    own = _own_limit(world)
    return {
        "limit": own.name,
        "limit_id": own.id,
        "provider_id": db.session.get_one(Service, world.service_id).provider_id,
        "course_id": course.id,
        "order_id": order.id,
        "prescription_id": script.id,
        "dose_id": dose.id,
        "regimen_id": week.id,
        "agreement_id": asked.id,
    }
