"""A colleague is asked whether something was recorded by mistake; where it is recorded again for the right client."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import StrikeAnswer
from careplan.clients.models.episode import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.clock import now
from careplan.ground.db import Base
from careplan.ground.ids import new_id
from careplan.ground.types import Id, Moment

WAITING = text("answer IS NULL")


class StrikeRequest(OfEpisode, Base):
    """The row of a kind (`ground/offers.Mistake`) and why; without effect until the colleague agrees.

    No fact of the record: what comes of it is the struck row, whose reason names who agreed.
    """

    __tablename__ = "strike_requests"
    __table_args__ = (
        of_episode(),
        Index(
            "uq_strike_requests_waiting",
            *("service_id", "kind", "row_id"),
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        one_of("answer", StrikeAnswer),
        both_or_neither("asked_at", "asked_by"),
        both_or_neither("answered_at", "answered_by"),
        both_or_neither("answer", "answered_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[str]
    row_id: Mapped[str]
    reason: Mapped[str]
    wrong_client: Mapped[bool | None]
    asked_of: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"))
    asked_by: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    answer: Mapped[str | None]
    answer_words: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(Id)


class RightRecord(OfEpisode, Base):
    """The episode of the right client to which a row of a kind was taken: once, as the form is filled in there once."""

    __tablename__ = "right_records"
    __table_args__ = (of_episode(), both_or_neither("opened_at", "opened_by"))

    kind: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(Moment, default=now)
    opened_by: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"))
