"""Who signed the numbers of prescribing off, for which service."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Id


class StandardInForce(Recorded, Base):
    """A clinical lead signed an edition of the standard off for a service; an administrator recorded it."""

    __tablename__ = "standards_in_force"
    __table_args__ = (
        live_key("standards_in_force", "service_id", "standard"),
        {"info": {"fixed": True}},
    )

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    standard: Mapped[str]
    lead: Mapped[str]
    registration: Mapped[str]
    signed_on: Mapped[date]
