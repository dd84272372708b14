"""Partnerships, providers, and the services that are scored."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import one_of
from careplan.ground.db import Base
from careplan.ground.ids import new_id
from careplan.ground.types import Id
from careplan.staff.codes import Sector


class Partnership(Base):
    """A local drug partnership: it commissions, and its services are reviewed together."""

    __tablename__ = "partnerships"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]


class Provider(Base):
    """An organisation that runs services."""

    __tablename__ = "providers"
    __table_args__ = (one_of("sector", Sector),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]
    sector: Mapped[str]


class Service(Base):
    """A treatment service: the unit of scoring and of access.

    `telephone`, `address`, `out_of_hours_words`: how clients reach it, for what they carry home.
    """

    __tablename__ = "services"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"), index=True)
    partnership_id: Mapped[str] = mapped_column(Id, ForeignKey("partnerships.id"), index=True)
    prescribing: Mapped[bool]
    structured: Mapped[bool]
    out_of_hours: Mapped[bool | None]
    ndtms_agency: Mapped[str | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    telephone: Mapped[str | None]
    address: Mapped[str | None]
    out_of_hours_words: Mapped[str | None]
