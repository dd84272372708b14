"""One stay in treatment at one service, what was offered in it, and when it rested."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careplan.clients.codes import (
    NATIONAL_EXITS,
    Ending,
    ExitReason,
    InterventionKind,
    PauseReason,
    Priority,
    ReferralSource,
    Urgency,
)
from careplan.clients.models.client import Client
from careplan.ground.checks import both_or_neither, not_before, one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.types import Id, Moment

TRIAGED = ("urgency", "next_appointment_on", "next_appointment_note")
"""What a completed triage sets besides its day and its priority, and the next one sets anew."""


class Episode(Recorded, Base):
    """Referral to exit. Everything below carries its service, tied by a composite key.

    `urgency`, `next_appointment_on`, `next_appointment_note`: what the latest completed triage wished for. `mark`, no
    column: that of the client's record as the episode was opened (`trail.changes`).
    """

    mark = 0

    __tablename__ = "episodes"
    __table_args__ = (
        Index("ix_episodes_root_id", "root_id"),
        UniqueConstraint("id", "service_id"),
        one_of("referral_source", ReferralSource),
        one_of("priority", Priority),
        one_of("urgency", Urgency),
        one_of("exit_reason", ExitReason),
        one_of("national_exit", NATIONAL_EXITS),
        both_or_neither("closed_on", "exit_reason"),
        both_or_neither("triaged_at", "triaged_by"),
        both_or_neither("closed_at", "closed_by"),
        not_before("triaged_on", "referred_on"),
        not_before("closed_on", "referred_on"),
        {
            "info": {
                "fill_once": (
                    *("triaged_on", "triaged_at", "triaged_by"),
                    *("closed_on", "exit_reason", "national_exit", "exit_note", "closed_at", "closed_by"),
                ),
                "free": ("keyworker_id", "ndtms_consent", "ndtms_consent_on", "priority", *TRIAGED),
            }
        },
    )

    client_id: Mapped[str] = mapped_column(Id, ForeignKey("clients.id"), index=True)
    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    referred_on: Mapped[date]
    referral_source: Mapped[str]
    priority: Mapped[str | None]
    triaged_on: Mapped[date | None]
    urgency: Mapped[str | None]
    next_appointment_on: Mapped[date | None]
    next_appointment_note: Mapped[str | None]
    keyworker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"), index=True)
    ndtms_consent: Mapped[bool | None]
    closed_on: Mapped[date | None]
    exit_reason: Mapped[str | None]
    triaged_at: Mapped[datetime | None] = mapped_column(Moment)
    triaged_by: Mapped[str | None] = mapped_column(Id)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[str | None] = mapped_column(Id)
    exit_note: Mapped[str | None]
    ndtms_consent_on: Mapped[date | None]
    national_exit: Mapped[str | None]
    client: Mapped[Client] = relationship(lazy="raise")


def of_episode() -> ForeignKeyConstraint:
    """Ties a row's episode and service to one episode of that service."""
    return ForeignKeyConstraint(["episode_id", "service_id"], ["episodes.id", "episodes.service_id"])


class OfEpisode:
    """Hangs on an episode, at its service."""

    episode_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)


class Intervention(OfEpisode, Recorded, Base):
    """What was offered and started, with its own wait."""

    __tablename__ = "interventions"
    __table_args__ = (
        of_episode(),
        one_of("kind", InterventionKind),
        one_of("ending", Ending),
        both_or_neither("ended_on", "ending"),
        not_before("first_offered_on", "referred_on"),
        not_before("ended_on", "started_on"),
        both_or_neither("offered_at", "offered_by"),
        both_or_neither("started_at", "started_by"),
        both_or_neither("ended_at", "ended_by"),
        {
            "info": {
                "fill_once": (
                    *(
                        "first_offered_on",
                        "offered_at",
                        "offered_by",
                        "started_on",
                        "started_at",
                        "started_by",
                    ),
                    *("ended_on", "ending", "ended_at", "ended_by"),
                )
            }
        },
    )

    kind: Mapped[str]
    referred_on: Mapped[date]
    first_offered_on: Mapped[date | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ending: Mapped[str | None]
    offered_at: Mapped[datetime | None] = mapped_column(Moment)
    offered_by: Mapped[str | None] = mapped_column(Id)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    started_by: Mapped[str | None] = mapped_column(Id)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(Id)


class Pause(OfEpisode, Recorded, Base):
    """A time in prison, hospital or residential treatment elsewhere, from a day until another (exclusive)."""

    __tablename__ = "pauses"
    __table_args__ = (
        of_episode(),
        one_of("reason", PauseReason),
        not_before("until_on", "from_on"),
        both_or_neither("ended_at", "ended_by"),
        {"info": {"fill_once": ("until_on", "ended_at", "ended_by")}},
    )

    reason: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(Id)
