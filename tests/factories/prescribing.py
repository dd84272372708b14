"""Courses and what hangs on them. Give `course=` to the children."""

from datetime import date
from decimal import Decimal

import factory

from careplan.prescribing.models import (
    Agreement,
    Course,
    DoseEvent,
    DoseOrder,
    OwnLimit,
    Prescription,
    Reassessment,
    Regimen,
    WeekFinding,
)
from tests.factories.base import Fact
from tests.factories.clients import OfEpisode
from tests.factories.staff import ServiceFactory


class CourseFactory(OfEpisode):
    class Meta:
        model = Course

    drug = "methadone"
    first_dose_on = date(2025, 1, 20)
    intent = "maintenance"
    tolerance = "assured"
    sedatives_or_alcohol = False


class OfCourse(Fact):
    class Meta:
        abstract = True
        exclude = ("course",)

    course = factory.SubFactory(CourseFactory)
    course_id = factory.SelfAttribute("course.id")
    service_id = factory.SelfAttribute("course.service_id")


class DoseOrderFactory(OfCourse):
    class Meta:
        model = DoseOrder

    effective_on = date(2025, 1, 20)
    daily_mg = Decimal(30)
    formulation = "oral_mixture"
    phase = "induction"


class AgreementFactory(OfCourse):
    class Meta:
        model = Agreement

    effective_on = date(2025, 1, 20)
    daily_mg = Decimal(40)
    formulation = "oral_mixture"
    phase = "induction"
    reason = "Titrated in the clinic with daily review"


class OwnLimitFactory(Fact):
    class Meta:
        model = OwnLimit

    service_id = factory.LazyFunction(lambda: ServiceFactory().id)
    standard = "uk-2017/1"
    name = "methadone_start_max"
    value = Decimal(20)
    effective_on = date(2026, 1, 5)
    reason = "Nobody is at night within reach"
    looser = False
    lead = "Leah Lead"
    registration = "7012345"


class RegimenFactory(OfCourse):
    class Meta:
        model = Regimen

    effective_on = date(2025, 1, 20)
    collect = "1111110"
    supervised = "1111110"


class PrescriptionFactory(OfCourse):
    class Meta:
        model = Prescription

    serial = "00000000001"
    form = "fp10mda"
    signed_on = date(2025, 1, 20)
    starts_on = date(2025, 1, 20)
    ends_on = date(2025, 2, 2)
    formulation = "oral_mixture"
    total_mg = Decimal(420)
    status = "issued"


class DoseEventFactory(OfCourse):
    class Meta:
        model = DoseEvent

    happened_on = date(2025, 1, 20)
    mode = "supervised"
    status = "taken"
    mg = Decimal(30)
    source = "own"


class ReassessmentFactory(OfCourse):
    class Meta:
        model = Reassessment

    reassessed_on = date(2025, 2, 1)
    tolerance = "uncertain"
    intoxicated = False
    withdrawal = "Mild."
    other_use = "None reported."
    plan = "Restart at 30 mg."


class WeekFindingFactory(Fact):
    class Meta:
        model = WeekFinding
        exclude = ("regimen",)

    regimen = factory.SubFactory(RegimenFactory)
    regimen_id = factory.SelfAttribute("regimen.id")
    service_id = factory.SelfAttribute("regimen.service_id")
    rule = "S1"
    severity = "W"
    message = "Supervised on 3 days a week"
    standard = "uk-2017/1"
