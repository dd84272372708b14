"""Policies, posts, clinical audits, incidents, returns and their evidence."""

from datetime import date
from decimal import Decimal

import factory

from careplan.governance.models import Evidence, Return
from careplan.governance.registers import ClinicalAudit, Incident, Post, ServicePolicy
from tests.factories.base import Fact
from tests.factories.staff import ServiceFactory


class OfService(Fact):
    class Meta:
        abstract = True

    service_id = factory.LazyFunction(lambda: ServiceFactory().id)


class ServicePolicyFactory(OfService):
    class Meta:
        model = ServicePolicy

    policy = "prescribing"
    approved_on = date(2024, 9, 1)
    review_due_on = date(2026, 9, 1)


class PostFactory(OfService):
    class Meta:
        model = Post

    role = "practitioner"
    established_wte = Decimal(1)
    status = "filled"
    direct_work_percent = Decimal(80)
    experience_years = Decimal(4)
    experience_in = "substance_misuse"


class ClinicalAuditFactory(OfService):
    class Meta:
        model = ClinicalAudit

    title = "Doses and supervised consumption"
    completed_on = date(2025, 2, 3)
    signed_off_by = "Dr Pria Prescriber"


class IncidentFactory(OfService):
    class Meta:
        model = Incident

    happened_on = date(2025, 2, 3)
    kind = "drug_error"
    severity = "low"


class ReturnFactory(Fact):
    """For a partnership give `level="partnership"` and its id as `unit_id`."""

    class Meta:
        model = Return

    level = "service"
    unit_id = factory.LazyFunction(lambda: ServiceFactory().id)
    question = "6.4"
    key = "caseload.system"
    value = "yes"
    recorded_on = date(2025, 2, 3)


class EvidenceFactory(Fact):
    """A link; for a document give kind, file_name, media_type, content, sha256 and `url=None`."""

    class Meta:
        model = Evidence

    level = "service"
    unit_id = factory.LazyFunction(lambda: ServiceFactory().id)
    question = "6.4"
    key = "caseload.system"
    kind = "link"
    title = "Description of the caseload system"
    url = "https://service.example/caseload"
