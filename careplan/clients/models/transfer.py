"""Transfers between services: what was sent, and the packet that came with it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import TransferAnswer, TransferBasis
from careplan.clients.models.episode import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Id, Moment


class Transfer(OfEpisode, Recorded, Base):
    """Sent from an episode, on a consent or an override; `to_episode_id` is what came of it at the other service.

    It brings the client's allergies, as the sending service records them, to the other service's banner.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        of_episode(),
        one_of("basis", TransferBasis),
        CheckConstraint(
            "(basis = 'override') = (override_reason IS NOT NULL)", name="override_reason_with_override"
        ),
        {"info": {"fill_once": ("to_episode_id",)}},
    )

    to_episode_id: Mapped[str | None] = mapped_column(Id, ForeignKey("episodes.id"), index=True)
    consent_id: Mapped[str | None] = mapped_column(Id)
    sent_to: Mapped[str]
    sent_on: Mapped[date]
    reason: Mapped[str]
    basis: Mapped[str]
    override_reason: Mapped[str | None]


class Packet(Recorded, Base):
    """What came to a service with a transfer: one text, as it was sent, and what the service answered.

    It is no fact of the receiving record: no figure reads it. `content` is canonical JSON (`clients/rules/packets`),
    `sha256` its hash. `transfer_id` is empty where it came as a file; `episode_id` is filled when it is accepted.
    """

    __tablename__ = "packets"
    __table_args__ = (
        ForeignKeyConstraint(["episode_id", "service_id"], ["episodes.id", "episodes.service_id"]),
        live_key("packets", "transfer_id"),
        one_of("answer", TransferAnswer),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint(
            "(coalesce(answer, '') = 'put_back') = (answer_reason IS NOT NULL)", name="reason_with_put_back"
        ),
        CheckConstraint(
            "(coalesce(answer, '') = 'accepted') = (episode_id IS NOT NULL)", name="episode_with_accepted"
        ),
        both_or_neither("answer", "answered_at"),
        both_or_neither("answered_at", "answered_by"),
        {"info": {"fill_once": ("episode_id", "answer", "answer_reason", "answered_at", "answered_by")}},
    )

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    transfer_id: Mapped[str | None] = mapped_column(Id)
    episode_id: Mapped[str | None] = mapped_column(Id, index=True)
    sent_by: Mapped[str]
    sent_on: Mapped[date]
    reason: Mapped[str]
    content: Mapped[str] = mapped_column(deferred=True)
    sha256: Mapped[str]
    answer: Mapped[str | None]
    answer_reason: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(Id)
