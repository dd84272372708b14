"""What a manager sets for the audits of a service."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.db import Base, Entered
from careplan.ground.ids import new_id
from careplan.ground.types import Hundredths, Id


class Midpoint(Entered, Base):
    """The national mid-point of a measure at a service: the last row counts, and one without percent takes it back."""

    __tablename__ = "midpoints"
    __table_args__ = (
        Index("ix_midpoints_service_id_ruleset", "service_id", "ruleset"),
        CheckConstraint("percent BETWEEN 0 AND 10000", name="percent_up_to_100"),
        {"info": {"fixed": True}},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"))
    ruleset: Mapped[str]
    measure: Mapped[str]
    percent: Mapped[Decimal | None] = mapped_column(Hundredths)
    source: Mapped[str]
