"""The person in treatment."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import ETHNICITIES, BirthKnown, Sex
from careplan.clients.rules import names
from careplan.clients.rules.births import Birth
from careplan.ground.checks import both_or_neither, not_before, one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.types import Id, Moment


def _found_by(context: Any) -> str:
    values = context.get_current_parameters()
    return names.folded(f"{values['first_name']} {values['last_name']}")


def _name_key(context: Any) -> str:
    values = context.get_current_parameters()
    return names.name_key(values["first_name"], values["last_name"])


class Client(Recorded, Base):
    """Names and numbers that find a client; edited in place by version, old values go to the trail.

    `birth_known`: whether the day of birth is one (decision record 0042); pages read `birth`, never the bare day.
    `found_by`, `name_key`: the name folded for search (with that of a joined record) and for likeness.
    Two records of one person are joined by `superseded_*` and put apart again (`models/merge.py`).
    `deceased_at`, `deceased_by`: when and by whom the death was entered; none where it came with the row.
    """

    __tablename__ = "clients"
    __table_args__ = (
        Index("ix_clients_root_id", "root_id"),
        one_of("sex", Sex),
        one_of("birth_known", BirthKnown),
        one_of("ethnicity", ETHNICITIES),
        not_before("deceased_on", "date_of_birth"),
        both_or_neither("deceased_at", "deceased_by"),
        CheckConstraint("length(nhs_number) = 10", name="nhs_number_ten_digits"),
        {"info": {"free": ("superseded_at", "superseded_by")}},
    )

    first_name: Mapped[str]
    last_name: Mapped[str]
    date_of_birth: Mapped[date] = mapped_column(index=True)
    birth_known: Mapped[str] = mapped_column(default="known", server_default="known")
    sex: Mapped[str]
    ethnicity: Mapped[str | None]
    nhs_number: Mapped[str | None] = mapped_column(index=True)
    postcode: Mapped[str | None]
    deceased_on: Mapped[date | None]
    deceased_at: Mapped[datetime | None] = mapped_column(Moment)
    deceased_by: Mapped[str | None] = mapped_column(Id)
    found_by: Mapped[str] = mapped_column(default=_found_by)
    name_key: Mapped[str] = mapped_column(default=_name_key, server_default="", index=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @property
    def name(self) -> str:
        """As a list shows it."""
        return names.listed_name(self.first_name, self.last_name)

    @property
    def whole_name(self) -> str:
        """As a sentence writes it."""
        return names.whole_name(self.first_name, self.last_name)

    @property
    def initials(self) -> str:
        """For page titles."""
        return names.initials(self.first_name, self.last_name)

    @property
    def birth(self) -> Birth:
        """The day of birth and how well it is known."""
        return Birth(self.date_of_birth, self.birth_known)
