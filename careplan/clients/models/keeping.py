"""Who keeps a case from which day on, and what waits for the one to whom it is handed over."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import HandOverAnswer
from careplan.clients.models.episode import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import LIVE, Base, Recorded, live_key
from careplan.ground.types import Id, Moment

WAITS = f"answer IS NULL AND {LIVE}"


class KeyworkerSince(OfEpisode, Recorded, Base):
    """Who keeps the case from a day on, until the day of the next row; without a worker, nobody.

    An episode without rows was kept since its referral by whoever keeps it now.
    """

    __tablename__ = "keyworkers"
    __table_args__ = (of_episode(), {"info": {"fixed": True}})

    worker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
    from_on: Mapped[date]


class HandOver(OfEpisode, Recorded, Base):
    """A client is handed to a worker, who accepts or puts back; until then the keyworker before stays.

    `answer_words`: why it was put back or taken back.
    """

    __tablename__ = "hand_overs"
    __table_args__ = (
        of_episode(),
        live_key("hand_overs", "episode_id", where=WAITS),
        one_of("answer", HandOverAnswer),
        both_or_neither("answered_at", "answered_by"),
        both_or_neither("answer", "answered_at"),
        {"info": {"fill_once": ("answer", "answer_words", "answered_at", "answered_by")}},
    )

    from_worker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
    to_worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), index=True)
    handed_on: Mapped[date]
    note: Mapped[str | None]
    answer: Mapped[str | None]
    answer_words: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(Id)
