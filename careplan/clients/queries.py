"""Reads of the clients room; the first argument is always the services of the actor."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from careplan.clients.models import Client, Episode
from careplan.ground.db import db


def episode(services: frozenset[str], episode_id: str) -> Episode | None:
    """The episode with its client, or None when it is not one of these services'."""
    found: Episode | None = db.session.scalars(
        select(Episode)
        .join(Episode.client)
        .options(contains_eager(Episode.client))
        .where(Episode.id == episode_id, Episode.service_id.in_(services), Episode.superseded_at.is_(None))
    ).first()
    return found
