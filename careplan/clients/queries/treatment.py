"""What was offered in an episode, and when it rested."""

from sqlalchemy import select

from careplan.clients.models import Episode, Intervention, Pause
from careplan.ground.corrections import live
from careplan.ground.db import db


def interventions(episode: Episode) -> list[Intervention]:
    """Live interventions of the episode, in the order of referral."""
    return list(
        db.session.scalars(
            select(Intervention)
            .where(Intervention.episode_id == episode.root_id, live(Intervention))
            .order_by(Intervention.referred_on, Intervention.id)
        )
    )


def intervention(episode: Episode, intervention_id: str) -> Intervention | None:
    """A live intervention of this episode, or None."""
    intervention: Intervention | None = db.session.scalars(
        select(Intervention).where(
            Intervention.id == intervention_id,
            Intervention.episode_id == episode.root_id,
            Intervention.service_id == episode.service_id,
            live(Intervention),
        )
    ).first()
    return intervention


def pauses(episode: Episode) -> list[Pause]:
    """Live pauses of the episode, the latest first."""
    return list(
        db.session.scalars(
            select(Pause)
            .where(Pause.episode_id == episode.root_id, live(Pause))
            .order_by(Pause.from_on.desc(), Pause.id.desc())
        )
    )
