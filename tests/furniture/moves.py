"""A packet that came with the client, and a transfer that was sent from the record."""

from careplan.ground.clock import now
from tests.factories import clients
from tests.furniture.base import World


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    content = clients.written(clients.contents(reason=f"Moves {world.word}"))
    answered = {"answer": "accepted", "answered_at": now(), "answered_by": world.worker_id}
    packet = world.made(
        clients.PacketFactory,
        service_id=world.service_id,
        episode_id=world.episode.root_id,
        transfer_id=None,
        content=content,
        sha256=clients.hashed(content),
        sent_on=world.ago(30),
        answer_reason=None,
        **answered,
    )
    sent = {"to_episode_id": None, "sent_on": world.ago(20), "override_reason": None}
    world.made(clients.TransferFactory, episode=world.episode, **sent)
    return {"packet_id": packet.id}
