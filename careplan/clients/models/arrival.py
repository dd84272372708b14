"""Whom an import brought without an episode."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.db import Base
from careplan.ground.types import Id


class Arrival(Base):
    """A service of the package that brought the client: until an episode begins, its workers find the client."""

    __tablename__ = "arrivals"

    client_id: Mapped[str] = mapped_column(Id, ForeignKey("clients.id"), primary_key=True)
    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), primary_key=True, index=True)
