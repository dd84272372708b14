"""Links of the client survey, and counts of its answers."""

from datetime import UTC, date, datetime

import factory

from careplan.survey.models import SurveyCount, SurveyLink
from careplan.survey.queries import digest
from tests.factories.base import Row
from tests.factories.staff import ServiceFactory


class SurveyLinkFactory(Row):
    """`secret`: what its address ends with."""

    class Meta:
        model = SurveyLink

    class Params:
        secret = "fictitious-secret"

    service_id = factory.LazyFunction(lambda: ServiceFactory().id)
    secret_sha256 = factory.LazyAttribute(lambda one: digest(one.secret))
    until = datetime(2099, 1, 1, tzinfo=UTC)


class SurveyCountFactory(Row):
    class Meta:
        model = SurveyCount

    service_id = factory.LazyFunction(lambda: ServiceFactory().id)
    month = date(2026, 1, 1)
    question = "satisfied"
    positive = 6
    answered = 8
