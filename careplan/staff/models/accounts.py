"""How an account comes to a password that nobody else knows, and who confirmed that it is the person's."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import both_or_neither
from careplan.ground.clock import now
from careplan.ground.db import Base
from careplan.ground.ids import new_id
from careplan.ground.types import Id, Moment


class SignInLink(Base):
    """A link with which a worker chooses a password, once. Only the SHA-256 of its secret is kept.

    `voided_at`: a newer link, a password or the closing of the account took its place.
    """

    __tablename__ = "sign_in_links"
    __table_args__ = (
        both_or_neither("made_at", "made_by"),
        {"info": {"fill_once": ("used_at", "voided_at")}},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), index=True)
    secret_sha256: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    made_by: Mapped[str] = mapped_column(Id)
    until: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    voided_at: Mapped[datetime | None] = mapped_column(Moment)


class Confirmation(Base):
    """Somebody of the service, or the command, knows that the account's password was chosen by the person."""

    __tablename__ = "confirmations"
    __table_args__ = (both_or_neither("confirmed_at", "confirmed_by"), {"info": {"fixed": True}})

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), index=True)
    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    confirmed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    confirmed_by: Mapped[str] = mapped_column(Id)
