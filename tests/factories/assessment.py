"""Assessments and answers."""

from datetime import date

import factory

from careplan.assessment.models import Answer, Assessment, ChecklistChoice, ToolResult
from careplan.assessment.rules.scores import score
from careplan.checklists.rules.tools import TOOLS
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


class ToolResultFactory(OfEpisode):
    """Give `answers=` for another result of PHQ-9; every question is answered with 1."""

    class Meta:
        model = ToolResult

    tool = "phq_9"
    edition = "1"
    done_on = date(2025, 2, 3)
    answers = factory.LazyAttribute(lambda one: dict.fromkeys(TOOLS.latest.by_code[one.tool].items, 1))
    answered = factory.LazyAttribute(lambda one: _score(one).answered)
    points = factory.LazyAttribute(lambda one: _score(one).points)
    total = factory.LazyAttribute(lambda one: _score(one).total)
    band = factory.LazyAttribute(lambda one: _score(one).band)


def _score(one):
    return score(TOOLS.edition(one.edition).by_code[one.tool], one.answers)
