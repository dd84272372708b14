"""Both sides of a transfer follow what becomes of it, each on its own Today."""

from sqlalchemy import select, union

from careplan.clients.models import Episode, Packet, Transfer
from careplan.ground.db import db
from careplan.trail.actions import changed


def tell_both_sides(episode: Episode) -> None:
    """Renew the marks of the services that sent the client into the episode, or were sent the client from it."""
    senders = select(Transfer.service_id).where(Transfer.to_episode_id.in_({episode.id, episode.root_id}))
    packets = select(Packet.service_id).join(Transfer, Transfer.id == Packet.transfer_id)
    receivers = packets.where(Transfer.episode_id == episode.root_id)
    for service_id in db.session.scalars(union(senders, receivers)):
        changed(db.session(), service_id)
