"""Assessments and answers."""

from datetime import date

import factory

from careplan.assessment.models import Answer, Assessment, ChecklistChoice
from tests.factories.base import Fact
from tests.factories.clients import OfEpisode


class AssessmentFactory(OfEpisode):
    class Meta:
        model = Assessment

    kind = "comprehensive"
    checklist = factory.SelfAttribute("kind")
    edition = "1"
    started_on = date(2025, 1, 20)


class AnswerFactory(Fact):
    """Give `assessment=`."""

    class Meta:
        model = Answer
        exclude = ("assessment",)

    assessment = factory.SubFactory(AssessmentFactory)
    assessment_id = factory.SelfAttribute("assessment.id")
    service_id = factory.SelfAttribute("assessment.service_id")
    item = "confidentiality_explained"
    status = "answered"
    value = True


class ChecklistChoiceFactory(Fact):
    class Meta:
        model = ChecklistChoice

    checklist = "comprehensive"
    edition = "1"
    from_on = date(2024, 1, 1)
    hidden = ""
