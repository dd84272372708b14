"""Partnerships, providers, services, workers, memberships."""

from datetime import date

import factory

from careplan.staff.models import Membership, Partnership, Provider, Service, Worker
from tests.factories.base import Fact, Row


class PartnershipFactory(Row):
    class Meta:
        model = Partnership

    name = "Testshire drug partnership"


class ProviderFactory(Row):
    class Meta:
        model = Provider

    name = "Fictional Recovery Trust"
    sector = "voluntary"


class ServiceFactory(Row):
    class Meta:
        model = Service

    name = factory.Sequence(lambda n: f"Service {n}")
    provider_id = factory.LazyFunction(lambda: ProviderFactory().id)
    partnership_id = factory.LazyFunction(lambda: PartnershipFactory().id)
    prescribing = True
    structured = True
    out_of_hours = False
    opened_on = date(2001, 4, 1)


class WorkerFactory(Row):
    class Meta:
        model = Worker

    username = factory.Sequence(lambda n: f"worker{n}")
    name = "Kay Keyworker"
    profession = "keyworker"
    prescriber = "none"


class MembershipFactory(Fact):
    class Meta:
        model = Membership

    worker_id = factory.LazyFunction(lambda: WorkerFactory().id)
    service_id = factory.LazyFunction(lambda: ServiceFactory().id)
    role = "keyworker"
    from_on = date(2010, 1, 1)
