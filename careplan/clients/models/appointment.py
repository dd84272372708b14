"""When a client was to be seen, and what came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import AppointmentOutcome, AppointmentPurpose
from careplan.clients.models.episode import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.types import Id, Moment


class Appointment(OfEpisode, Recorded, Base):
    """One appointment; its outcome is filled once."""

    __tablename__ = "appointments"
    __table_args__ = (
        of_episode(),
        one_of("purpose", AppointmentPurpose),
        one_of("outcome", AppointmentOutcome),
        both_or_neither("outcome_at", "outcome_by"),
        {"info": {"fill_once": ("outcome", "outcome_at", "outcome_by")}},
    )

    starts_at: Mapped[datetime] = mapped_column(Moment)
    purpose: Mapped[str]
    outcome: Mapped[str | None]
    outcome_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome_by: Mapped[str | None] = mapped_column(Id)
    worker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
