"""Which packages came in, when, and by whom."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.clock import now
from careplan.ground.db import Base
from careplan.ground.ids import new_id
from careplan.ground.types import Id, Moment


class Import(Base):
    """One package: the digest of all its files, how many rows it held and how many of them were new."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    sha256: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    by: Mapped[str] = mapped_column(Id)
    rows: Mapped[int]
    added: Mapped[int]
