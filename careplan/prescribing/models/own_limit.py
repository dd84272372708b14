"""A provider's own limits of prescribing."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import both_or_neither
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Hundredths, Id, Moment


class OwnLimit(Recorded, Base):
    """A number in place of the edition's at a service, from a day on; no value: the edition's again.

    `lead` signed it. What is `looser` than the edition takes a second clinical lead, and holds only with them.
    """

    __tablename__ = "own_limits"
    __table_args__ = (
        live_key("own_limits", "service_id", "name", "effective_on"),
        both_or_neither("second_at", "second_by"),
        both_or_neither("second_at", "second_lead"),
        both_or_neither("second_at", "second_registration"),
        CheckConstraint("second_by <> recorded_by", name="somebody_else"),
        {"info": {"fill_once": ("second_at", "second_by", "second_lead", "second_registration")}},
    )

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    standard: Mapped[str]
    name: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(Hundredths)
    effective_on: Mapped[date]
    reason: Mapped[str]
    looser: Mapped[bool]
    lead: Mapped[str]
    registration: Mapped[str]
    second_at: Mapped[datetime | None] = mapped_column(Moment)
    second_by: Mapped[str | None] = mapped_column(Id)
    second_lead: Mapped[str | None]
    second_registration: Mapped[str | None]
