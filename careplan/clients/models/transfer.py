"""A referral from one service of the installation to another, and what it rests on."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import TransferBasis
from careplan.clients.models.episode import OfEpisode, of_episode
from careplan.ground.checks import one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.types import Id


class Transfer(OfEpisode, Recorded, Base):
    """Sent from an episode; `to_episode_id` is what it opened, or found open, at the other service.

    It brings the client's allergies, as the sending service records them, to the other service's banner.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        of_episode(),
        one_of("basis", TransferBasis),
        CheckConstraint(
            "(basis = 'override') = (override_reason IS NOT NULL)", name="override_reason_with_override"
        ),
        {"info": {"fixed": True}},
    )

    to_episode_id: Mapped[str | None] = mapped_column(Id, ForeignKey("episodes.id"), index=True)
    sent_to: Mapped[str]
    sent_on: Mapped[date]
    reason: Mapped[str]
    basis: Mapped[str]
    override_reason: Mapped[str | None]
