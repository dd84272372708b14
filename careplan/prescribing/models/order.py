"""Dose orders with what the rules said about them, and prescriptions."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import not_before, one_of
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Hundredths, Id
from careplan.prescribing.codes import Formulation, Phase, PrescriptionForm, PrescriptionStatus
from careplan.prescribing.models.course import RuleSaid, of_course, said_of


class DoseOrder(Recorded, Base):
    """So many milligrams a day from a day on."""

    __tablename__ = "dose_orders"
    __table_args__ = (
        of_course(),
        UniqueConstraint("id", "service_id"),
        live_key("dose_orders", "course_id", "effective_on"),
        one_of("formulation", Formulation),
        one_of("phase", Phase),
        CheckConstraint("daily_mg > 0", name="daily_mg_above_zero"),
        {"info": {"fixed": True}},
    )

    course_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    effective_on: Mapped[date]
    daily_mg: Mapped[Decimal] = mapped_column(Hundredths)
    formulation: Mapped[str]
    phase: Mapped[str]


class OrderFinding(RuleSaid, Base):
    """What a rule said about an order."""

    __tablename__ = "order_findings"
    __table_args__ = said_of("dose_order_id", "dose_orders")

    dose_order_id: Mapped[str] = mapped_column(Id, index=True)


class Prescription(Recorded, Base):
    """What was written for a pharmacy; its status is that of the last event, else what it was written with.

    `replaces`: the lost one whose remaining days it covers.
    """

    __tablename__ = "prescriptions"
    __table_args__ = (
        of_course(),
        UniqueConstraint("id", "service_id"),
        one_of("form", PrescriptionForm),
        one_of("formulation", Formulation),
        one_of("status", PrescriptionStatus),
        not_before("ends_on", "starts_on"),
        {"info": {"fixed": True}},
    )

    course_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    serial: Mapped[str | None]
    form: Mapped[str]
    signed_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    formulation: Mapped[str]
    total_mg: Mapped[Decimal] = mapped_column(Hundredths)
    prescriber_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
    status: Mapped[str]
    replaces: Mapped[str | None] = mapped_column(Id)


class PrescriptionEvent(Recorded, Base):
    """A change of a prescription's status, with the reason; of a lost one the last day that was dispensed."""

    __tablename__ = "prescription_events"
    __table_args__ = (
        ForeignKeyConstraint(
            ["prescription_id", "service_id"], ["prescriptions.id", "prescriptions.service_id"]
        ),
        one_of("status", PrescriptionStatus),
        {"info": {"fixed": True}},
    )

    prescription_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    status: Mapped[str]
    reason: Mapped[str]
    dispensed_until: Mapped[date | None]
