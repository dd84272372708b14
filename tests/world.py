"""A small world that most tests stand in: one service with a worker of each role, and another service beside it."""

from datetime import date
from types import SimpleNamespace

from careplan.staff.codes import Role
from careplan.staff.rules import Actor, Held
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.factories.staff import (
    MembershipFactory,
    PartnershipFactory,
    ProviderFactory,
    ServiceFactory,
    WorkerFactory,
)

SINCE = date(2010, 1, 1)


def _worker(name: str, service_id: str, *roles: str) -> Actor:
    username = name.split()[0].lower() if not name.startswith("Dr") else name.split()[1].lower()
    worker = WorkerFactory(name=name, username=username)
    for role in roles:
        MembershipFactory(worker_id=worker.id, service_id=service_id, role=role)
    held = tuple(Held(service_id, Role(role), SINCE, None) for role in roles)
    return Actor(worker.id, username, name, held)


def build() -> SimpleNamespace:
    """Rows of the world; returns ids, and `actors` by role for actions and queries."""
    provider, partnership = ProviderFactory().id, PartnershipFactory().id
    service = ServiceFactory(
        name="Northgate Test Service", provider_id=provider, partnership_id=partnership
    ).id
    other = ServiceFactory(name="Riverside Test Service", provider_id=provider, partnership_id=partnership).id
    actors = SimpleNamespace(
        keyworker=_worker("Kay Keyworker", service, "keyworker"),
        prescriber=_worker("Dr Pria Prescriber", service, "prescriber"),
        manager=_worker("Mo Manager", service, "manager"),
        administrator=_worker("Ada Administrator", service, "administrator"),
        auditor=_worker("Audrey Auditor", service, "auditor"),
        charlie=_worker("Charlie Outsider", other, "keyworker", "prescriber", "manager"),
    )
    episode = EpisodeFactory(service_id=service, keyworker_id=actors.keyworker.id)
    stranger = ClientFactory(first_name="Otto", last_name="Elsewhere", nhs_number="9990000026")
    theirs = EpisodeFactory(client=stranger, service_id=other, keyworker_id=actors.charlie.id)
    ids = {role: getattr(actors, role).id for role in vars(actors)}
    return SimpleNamespace(
        actors=actors,
        partnership=partnership,
        service=service,
        other_service=other,
        services=frozenset({service}),
        client=episode.client_id,
        episode=episode.id,
        other_client=stranger.id,
        other_episode=theirs.id,
        **ids,
    )
