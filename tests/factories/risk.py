"""Risk levels, actions, countersignatures. Give `assessment=`."""

from datetime import date

import factory

from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from tests.factories.assessment import AssessmentFactory
from tests.factories.base import Fact


class OfAssessment(Fact):
    class Meta:
        abstract = True
        exclude = ("assessment",)

    assessment = factory.SubFactory(AssessmentFactory, kind="risk")
    assessment_id = factory.SelfAttribute("assessment.id")
    service_id = factory.SelfAttribute("assessment.service_id")


class RiskLevelFactory(OfAssessment):
    class Meta:
        model = RiskLevel

    domain = "self"
    level = "low"
    reason = "No thoughts of self-harm."


class RiskActionFactory(OfAssessment):
    class Meta:
        model = RiskAction

    domain = "self"
    action = "Agree a safety plan"
    responsible = "Kay Keyworker"
    due_on = date(2025, 2, 1)


class CountersignatureFactory(OfAssessment):
    class Meta:
        model = Countersignature

    signed_on = date(2025, 1, 22)
