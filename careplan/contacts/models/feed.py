"""A worker's calendar feed: a secret link that can be revoked."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.clock import now
from careplan.ground.db import Base
from careplan.ground.ids import new_id
from careplan.ground.types import Id, Moment


class CalendarLink(Base):
    """An address under which a calendar reads a worker's appointments. Only the SHA-256 of its secret is kept."""

    __tablename__ = "calendar_links"
    __table_args__ = ({"info": {"fill_once": ("revoked_at",)}},)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), index=True)
    secret_sha256: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
