"""When a client was to be seen, and what came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import AppointmentOutcome, AppointmentPurpose
from careplan.clients.models.episode import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import LIVE, Base, Recorded
from careplan.ground.types import Id, Moment


def of_outcome(outcome: AppointmentOutcome) -> Index:
    """Live appointments with this outcome: lists of who was not seen since read few others."""
    rows = text(f"outcome = '{outcome}' AND {LIVE}")
    name = f"ix_appointments_{outcome}"
    return Index(name, "episode_id", "starts_at", sqlite_where=rows, postgresql_where=rows)


class Appointment(OfEpisode, Recorded, Base):
    """One appointment; its outcome is filled once, and why it was called off, once, then or later.

    `minutes`: how long it is to take; `late_minutes`: how late the client came. `place` is a room or an address,
    `clinic` a session of several workers. `moved_from`: the first id of the cancelled one in whose place it stands.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        of_episode(),
        Index("ix_appointments_diary", "service_id", "starts_at"),
        of_outcome(AppointmentOutcome.ATTENDED),
        of_outcome(AppointmentOutcome.DID_NOT_ATTEND),
        one_of("purpose", AppointmentPurpose),
        one_of("outcome", AppointmentOutcome),
        both_or_neither("outcome_at", "outcome_by"),
        {"info": {"fill_once": ("outcome", "outcome_at", "outcome_by", "late_minutes", "outcome_words")}},
    )

    starts_at: Mapped[datetime] = mapped_column(Moment)
    purpose: Mapped[str]
    minutes: Mapped[int | None]
    place: Mapped[str | None]
    clinic: Mapped[str | None]
    words: Mapped[str | None]
    moved_from: Mapped[str | None] = mapped_column(Id, index=True)
    outcome: Mapped[str | None]
    outcome_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome_by: Mapped[str | None] = mapped_column(Id)
    late_minutes: Mapped[int | None]
    outcome_words: Mapped[str | None]
    worker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
