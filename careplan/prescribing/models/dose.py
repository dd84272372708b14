"""What became of each dose. Rows are never changed; a mistake is corrected by a new row."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import not_before, one_of
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Hundredths, Id
from careplan.prescribing.codes import Cause, DoseStatus, Mode, Source
from careplan.prescribing.models.course import of_course


class DoseEvent(Recorded, Base):
    """One dose of one civil day; slot 1 unless the dose was split. Never two live rows for one slot.

    `covers_until` is the last day of what was handed out, where that is not what the week says; `because` what the
    rules said about the dose when it was logged, and the worker's answer.
    """

    __tablename__ = "dose_events"
    __table_args__ = (
        of_course(),
        live_key("dose_events", "course_id", "happened_on", "slot"),
        Index("ix_dose_events_service_happened_on", "service_id", "happened_on"),
        Index(
            "ix_dose_events_covers_until",
            "course_id",
            "covers_until",
            sqlite_where=text("covers_until IS NOT NULL"),
            postgresql_where=text("covers_until IS NOT NULL"),
        ),
        one_of("mode", Mode),
        one_of("status", DoseStatus),
        one_of("cause", Cause),
        one_of("source", Source),
        not_before("covers_until", "happened_on"),
        {"info": {"fixed": True}},
    )

    course_id: Mapped[str] = mapped_column(Id)
    service_id: Mapped[str] = mapped_column(Id)
    happened_on: Mapped[date]
    slot: Mapped[int] = mapped_column(default=1, server_default="1")
    mode: Mapped[str]
    status: Mapped[str]
    mg: Mapped[Decimal | None] = mapped_column(Hundredths)
    cause: Mapped[str | None]
    source: Mapped[str | None]
    note: Mapped[str | None]
    second_prescriber: Mapped[str | None]
    covers_until: Mapped[date | None]
    because: Mapped[str | None]
