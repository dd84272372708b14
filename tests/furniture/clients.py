"""Two clients, one with an episode and what hangs on it."""

from datetime import date

from careplan.clients.models import Arrival
from careplan.ground.clock import now
from careplan.ground.corrections import REMOVED
from careplan.ground.db import db
from tests.factories import clients
from tests.furniture.base import World

WALK = {
    ("clients.first_referral", "client_id"): "arrival_id",
    ("clients.merge_with", "client_id"): "arrival_id",
    ("clients.mistake", "kind"): "=task",
    ("clients.mistake", "row_id"): "task_id",
    ("clients.right_client", "kind"): "=pause",
    ("clients.right_client", "row_id"): "removed_id",
    ("clients.record_again", "kind"): "=pause",
    ("clients.record_again", "row_id"): "removed_id",
    ("clients.record_again", "right_id"): "episode_id",
}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    client = world.made(
        clients.ClientFactory, nhs_number=world.nhs_number, date_of_birth=date(1980, 1, 2), deceased_on=None
    )
    brought = world.made(
        clients.ClientFactory, nhs_number=None, date_of_birth=date(1980, 1, 2), deceased_on=None
    )
    db.session.add(Arrival(client_id=brought.id, service_id=world.service_id))
    episode = world.episode = world.made(
        clients.EpisodeFactory,
        client=client,
        service_id=world.service_id,
        referred_on=world.ago(200),
        triaged_on=world.ago(199),
        keyworker_id=world.worker_id,
        closed_on=None,
        exit_reason=None,
    )
    intervention = world.made(
        clients.InterventionFactory,
        episode=episode,
        referred_on=world.ago(200),
        first_offered_on=world.ago(190),
        started_on=world.ago(180),
        ended_on=None,
        ending=None,
    )
    pause = world.made(clients.PauseFactory, episode=episode, from_on=world.ago(100), until_on=world.ago(90))
    struck = {
        "struck_at": now(),
        "struck_by": world.worker_id,
        "struck_reason": REMOVED,
        "wrong_client": True,
    }
    removed = world.made(clients.PauseFactory, episode=episode, from_on=world.ago(80), **struck)
    task = world.made(
        clients.TaskFactory, episode=episode, source=f"furniture:{world.word}", due_on=world.now
    )
    world.made(
        clients.KeyworkerSinceFactory, episode=episode, worker_id=world.worker_id, from_on=world.ago(200)
    )
    keeper, to = {"from_worker_id": world.worker_id}, {"to_worker_id": world.worker_id}
    refused = {"answer": "put_back", "answered_at": now(), "answered_by": world.worker_id}
    world.made(clients.HandOverFactory, episode=episode, **keeper, **to, **refused, handed_on=world.ago(150))
    handed = world.made(
        clients.HandOverFactory,
        episode=episode,
        **keeper,
        **to,
        handed_on=world.ago(1),
        answer=None,
        answer_words=None,
    )
    joined = world.made(clients.MergeFactory, survivor_id=client.id, other_id=brought.id)
    return {
        "merge_id": joined.id,
        "hand_over_id": handed.id,
        "client_id": client.id,
        "arrival_id": brought.id,
        "episode_id": episode.id,
        "intervention_id": intervention.id,
        "pause_id": pause.id,
        "removed_id": removed.id,
        "task_id": task.id,
    }
