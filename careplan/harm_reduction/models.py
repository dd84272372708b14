"""What was done about blood-borne viruses, and which naloxone a client took home."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.models import of_episode
from careplan.ground.checks import one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.types import Id
from careplan.harm_reduction.codes import BbvKind, SupplyReason


class BbvEvent(Recorded, Base):
    """One offer, refusal, dose or test."""

    __tablename__ = "bbv_events"
    __table_args__ = (
        of_episode(),
        one_of("kind", BbvKind),
        {"info": {"fixed": True}},
    )

    episode_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    happened_on: Mapped[date]
    kind: Mapped[str]
    result: Mapped[str | None]


class NaloxoneSupply(Recorded, Base):
    """A kit handed over. It belongs to the client, not to one stay in treatment: whoever treats the client sees it."""

    __tablename__ = "naloxone_supplies"
    __table_args__ = (
        one_of("reason", SupplyReason),
        {"info": {"fixed": True}},
    )

    client_id: Mapped[str] = mapped_column(Id, ForeignKey("clients.id"), index=True)
    happened_on: Mapped[date]
    product: Mapped[str]
    expires_on: Mapped[date]
    trained: Mapped[bool | None]
    reason: Mapped[str]
