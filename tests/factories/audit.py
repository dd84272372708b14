"""Mid-points, signed audits with what was signed, action lines."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from careplan.audit.models import ActionLine, Finding, Midpoint, SignedAudit, SignedFigure, SignedRecord
from tests.factories.base import Fact, Row
from tests.factories.staff import ServiceFactory, WorkerFactory


class MidpointFactory(Fact):
    class Meta:
        model = Midpoint

    service_id = factory.LazyFunction(lambda: ServiceFactory().id)
    ruleset = "2005-06"
    measure = "11.1"
    percent = Decimal(75)
    source = "National report 2004/05, table 3"


class SignedAuditFactory(Fact):
    """The head alone; figures, records and findings have factories of their own."""

    class Meta:
        model = SignedAudit

    level = "service"
    unit_id = factory.LazyFunction(lambda: ServiceFactory().id)
    census = date(2026, 3, 31)
    ruleset_name = "improvement-review"
    ruleset_edition = "2005-06"
    ruleset_sha256 = "0" * 64
    midpoints = factory.LazyFunction(dict)
    title = "Doses and supervised consumption"
    statement = "All courses on the census"
    signed_at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    signed_by = factory.LazyFunction(lambda: WorkerFactory().id)
    signed_name = "Mo Manager"
    signed_role = "Service manager"
    frame = factory.LazyAttribute(
        lambda row: {
            "unit": {"level": "service", "id": row.unit_id, "name": "Northgate Test Service"},
            "criteria": [
                {
                    "id": "c04",
                    "band": "fair",
                    "questions": [{"id": "4.3", "band": "fair", "measures": ["4.3a"]}],
                }
            ],
            "care_plan": [],
            "completeness": {},
            "overall": {"rating": None},
        }
    )
    sha256 = "0" * 64


class SignedFigureFactory(Row):
    class Meta:
        model = SignedFigure

    signed_audit_id = factory.LazyFunction(lambda: SignedAuditFactory().id)
    key = "4.3a"
    place = 0
    kind = "measure"
    status = "scored"
    numerator = "5"
    denominator = "7"
    value = "71.428571"
    unit = "%"
    band = "fair"
    low_n = True
    origin = "A"
    excluded = factory.LazyFunction(dict)


class SignedRecordFactory(Row):
    """Give the audit and the key of a figure that it has."""

    class Meta:
        model = SignedRecord

    key = "4.3a"
    place = 0
    record_id = "course-1"
    part = "both"
    reason = "three_or_more"


class FindingFactory(Row):
    class Meta:
        model = Finding

    signed_audit_id = factory.LazyFunction(lambda: SignedAuditFactory().id)
    place = 0
    question = "4.3"
    words = "Weekends are not supervised"


class ActionLineFactory(Fact):
    class Meta:
        model = ActionLine

    level = "service"
    unit_id = factory.LazyFunction(lambda: ServiceFactory().id)
    question = "4.3"
    measure = "4.3a"
    action = "Look at every regimen at its next review"
    owner = "Kay Keyworker"
    due_on = date(2026, 9, 30)
    start_on = date(2026, 4, 1)
    start_band = "fair"
    target = "good"
