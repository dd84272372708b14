"""The person in treatment."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import ETHNICITIES, Sex
from careplan.clients.rules.people import folded
from careplan.ground.checks import both_or_neither, not_before, one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.types import Id, Moment


def _found_by(context: Any) -> str:
    values = context.get_current_parameters()
    return folded(f"{values['first_name']} {values['last_name']}")


class Client(Recorded, Base):
    """Names and numbers that find a client; edited in place by version, old values go to the trail.

    `deceased_at`, `deceased_by`: when and by whom the death was entered; none where it came with the row.
    """

    __tablename__ = "clients"
    __table_args__ = (
        Index("ix_clients_root_id", "root_id"),
        one_of("sex", Sex),
        one_of("ethnicity", ETHNICITIES),
        not_before("deceased_on", "date_of_birth"),
        both_or_neither("deceased_at", "deceased_by"),
        CheckConstraint("length(nhs_number) = 10", name="nhs_number_ten_digits"),
    )

    first_name: Mapped[str]
    last_name: Mapped[str]
    date_of_birth: Mapped[date] = mapped_column(index=True)
    sex: Mapped[str]
    ethnicity: Mapped[str | None]
    nhs_number: Mapped[str | None] = mapped_column(index=True)
    postcode: Mapped[str | None]
    deceased_on: Mapped[date | None]
    deceased_at: Mapped[datetime | None] = mapped_column(Moment)
    deceased_by: Mapped[str | None] = mapped_column(Id)
    found_by: Mapped[str] = mapped_column(default=_found_by)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @property
    def name(self) -> str:
        """As a list shows it: family name first, in capitals, then the given name."""
        return f"{self.last_name.upper()}, {self.first_name}"

    @property
    def initials(self) -> str:
        """For page titles."""
        return (self.first_name[:1] + self.last_name[:1]).upper()
