"""The trail, text ids, no foreign keys: history never blocks the record and never loses it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.clock import now
from careplan.ground.db import Base
from careplan.ground.ids import new_id
from careplan.ground.types import CanonicalJson, Id, Moment


class Change(Base):
    """A service, a part of its record and a random mark, renewed by every transaction that changes something of it.

    The empty id stands for whatever belongs to no service alone. Random, so that a database restored from a backup
    is never taken for what it was.
    """

    __tablename__ = "changes"

    part: Mapped[str] = mapped_column(Id, primary_key=True, server_default="")
    service_id: Mapped[str] = mapped_column(Id, primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger)


class TrailEntry(Base):
    """One act: at, by whom, what was done to which row of which client."""

    __tablename__ = "trail_entries"
    __table_args__ = (
        Index("ix_trail_entries_client", "client_id", "at"),
        {"info": {"fixed": True}},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    actor: Mapped[str] = mapped_column(Id)
    action: Mapped[str]
    subject: Mapped[str]
    service_id: Mapped[str | None] = mapped_column(Id)
    client_id: Mapped[str | None] = mapped_column(Id)
    detail: Mapped[Any] = mapped_column(CanonicalJson, nullable=True)
