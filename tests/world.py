"""A small world that most tests stand in: one service with a worker of each role, and another service beside it."""

from datetime import date
from types import SimpleNamespace

from careplan.staff.codes import Role
from careplan.staff.rules import Actor, RoleAtService
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.factories.staff import (
    MembershipFactory,
    PartnershipFactory,
    ProviderFactory,
    ServiceFactory,
    WorkerFactory,
)

SINCE = date(2010, 1, 1)


def _worker(name: str, tail: str, service_id: str, *roles: str) -> Actor:
    username = name.removeprefix("Dr ").split()[0].lower() + tail
    worker = WorkerFactory(
        name=name, username=username, profession="doctor" if "prescriber" in roles else "keyworker"
    )
    for role in roles:
        MembershipFactory(worker_id=worker.id, service_id=service_id, role=role)
    held = tuple(RoleAtService(service_id, Role(role), SINCE, None) for role in roles)
    return Actor(worker.id, username, name, held)


def build(tail: str = "", numbers: tuple[str, str] = ("9990000018", "9990000026")) -> SimpleNamespace:
    """Rows of the world; returns ids, and `actors` by role for actions and queries.

    A second world in one database needs another tail of usernames and other NHS numbers.
    """
    provider, partnership = ProviderFactory().id, PartnershipFactory().id
    service = ServiceFactory(
        name="Northgate Test Service", provider_id=provider, partnership_id=partnership
    ).id
    other = ServiceFactory(name="Riverside Test Service", provider_id=provider, partnership_id=partnership).id
    actors = SimpleNamespace(
        keyworker=_worker("Kay Keyworker", tail, service, "keyworker"),
        prescriber=_worker("Dr Pria Prescriber", tail, service, "prescriber"),
        manager=_worker("Mo Manager", tail, service, "manager"),
        administrator=_worker("Ada Administrator", tail, service, "administrator"),
        auditor=_worker("Audrey Auditor", tail, service, "auditor"),
        reception=_worker("Reece Reception", tail, service, "reception"),
        clinical_lead=_worker("Leah Lead", tail, service, "clinical_lead"),
        charlie=_worker("Charlie Outsider", tail, other, "keyworker", "prescriber", "manager"),
    )
    client = ClientFactory(nhs_number=numbers[0])
    episode = EpisodeFactory(client=client, service_id=service, keyworker_id=actors.keyworker.id)
    stranger = ClientFactory(first_name="Otto", last_name="Elsewhere", nhs_number=numbers[1])
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
