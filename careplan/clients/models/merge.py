"""Two records of one person were joined: which, why, and what it takes to put them apart."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import both_or_neither
from careplan.ground.db import Base, Recorded
from careplan.ground.types import CanonicalJson, Id, Moment


class Merge(Recorded, Base):
    """The other record's chain ends in the survivor's; its id leads there.

    `undo`: what the survivor's details were and how the chains stood; none in a row that came with an import, nor
    `other_id` where the other record did not come along.
    """

    __tablename__ = "client_merges"
    __table_args__ = (
        both_or_neither("undone_at", "undone_by"),
        {"info": {"fill_once": ("undone_at", "undone_by")}},
    )

    survivor_id: Mapped[str] = mapped_column(Id, ForeignKey("clients.id"), index=True)
    other_id: Mapped[str | None] = mapped_column(Id, ForeignKey("clients.id"), index=True)
    reason: Mapped[str]
    number_reason: Mapped[str | None]
    death_reason: Mapped[str | None]
    undo: Mapped[Any] = mapped_column(CanonicalJson, nullable=True)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str | None] = mapped_column(Id)
