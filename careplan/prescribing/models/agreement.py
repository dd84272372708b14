"""Agreements: an order, or an end, that takes a second prescriber, whom was asked, and what came of it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.types import Hundredths, Id, Moment
from careplan.prescribing.codes import Agreed, Ends, Formulation, Phase
from careplan.prescribing.models.course import of_course

WAITING = text("answer IS NULL AND superseded_at IS NULL AND struck_at IS NULL")


class Agreement(Recorded, Base):
    """An order as it was written, waiting for a colleague of the service or agreed by one from outside.

    Until `answer` is filled it is no dose order: nothing is due because of it. `dose_order_id` is the order that
    came of it, `replaces` the order that it corrects. `noted_at`: whoever had to be told has seen it.

    Where it `ends` the course, `effective_on` is the first day without it, and the dose is the one that stops.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        of_course(),
        ForeignKeyConstraint(["dose_order_id", "service_id"], ["dose_orders.id", "dose_orders.service_id"]),
        ForeignKeyConstraint(["replaces", "service_id"], ["dose_orders.id", "dose_orders.service_id"]),
        Index(
            "uq_agreements_waiting",
            "course_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        one_of("formulation", Formulation),
        one_of("phase", Phase),
        one_of("answer", Agreed),
        one_of("ends", Ends),
        CheckConstraint("daily_mg > 0", name="daily_mg_above_zero"),
        CheckConstraint("(asked_of IS NULL) = (outside_name IS NOT NULL)", name="colleague_or_outside"),
        CheckConstraint("asked_of <> recorded_by", name="somebody_else"),
        both_or_neither("outside_name", "outside_registration"),
        both_or_neither("outside_name", "outside_reached"),
        both_or_neither("answered_at", "answered_by"),
        both_or_neither("answer", "answered_at"),
        both_or_neither("noted_at", "noted_by"),
        {
            "info": {
                "fill_once": (
                    *("answer", "answered_at", "answered_by", "answer_words", "dose_order_id"),
                    *("noted_at", "noted_by"),
                )
            }
        },
    )

    course_id: Mapped[str] = mapped_column(Id)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    effective_on: Mapped[date]
    daily_mg: Mapped[Decimal] = mapped_column(Hundredths)
    formulation: Mapped[str]
    phase: Mapped[str]
    reason: Mapped[str]
    replaces: Mapped[str | None] = mapped_column(Id)
    replaces_because: Mapped[str | None]
    ends: Mapped[str | None]
    asked_of: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
    outside_name: Mapped[str | None]
    outside_registration: Mapped[str | None]
    outside_reached: Mapped[str | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(Id)
    answer_words: Mapped[str | None]
    dose_order_id: Mapped[str | None] = mapped_column(Id)
    noted_at: Mapped[datetime | None] = mapped_column(Moment)
    noted_by: Mapped[str | None] = mapped_column(Id)
