"""Risk levels by domain, the risk management plan, and the manager's countersignature."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Text, cast, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from careplan.assessment.models import COMPLETED, UNSTRUCK
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import Base, Entered, Recorded, live_key
from careplan.ground.types import Id, Moment
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.rules import Planned


def of_assessment() -> ForeignKeyConstraint:
    """Ties a row to one assessment of its service."""
    return ForeignKeyConstraint(["assessment_id", "service_id"], ["assessments.id", "assessments.service_id"])


class RiskLevel(Entered, Base):
    """The level of one domain, with its reason; `slot` as that of an answer."""

    __tablename__ = "risk_levels"
    __table_args__ = (
        of_assessment(),
        one_of("domain", RiskDomain),
        one_of("level", Level),
        live_key("risk_levels", "assessment_id", "domain", where=UNSTRUCK),
        {"info": {"fixed": True, "fixed_when": COMPLETED}},
    )

    assessment_id: Mapped[str] = mapped_column(Id, primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, default=1, server_default=text("1"))
    service_id: Mapped[str] = mapped_column(Id, index=True)
    level: Mapped[str]
    reason: Mapped[str | None]

    @hybrid_property
    def id(self) -> str:
        """Its key in one word."""
        return f"{self.assessment_id}:{self.domain}:{self.slot}"

    @id.inplace.expression
    @classmethod
    def _id(cls) -> ColumnElement[str]:
        return cls.assessment_id + ":" + cls.domain + ":" + cast(cls.slot, Text)


class RiskAction(Recorded, Base):
    """Who does what about a risk, by when, and what if it gets worse; done is filled once."""

    __tablename__ = "risk_actions"
    __table_args__ = (
        of_assessment(),
        one_of("domain", RiskDomain),
        both_or_neither("done_at", "done_by"),
        {"info": {"fill_once": ("done_on", "done_at", "done_by")}},
    )

    assessment_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    domain: Mapped[str]
    risk: Mapped[str | None]
    triggers: Mapped[str | None]
    action: Mapped[str]
    responsible: Mapped[str]
    due_on: Mapped[date | None]
    escalation: Mapped[str | None]
    done_on: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[str | None] = mapped_column(Id)

    @property
    def planned(self) -> Planned:
        """What the rules ask of it."""
        return Planned(RiskDomain(self.domain), self.responsible, self.due_on)


class Countersignature(Recorded, Base):
    """A manager or clinical lead has seen a high or immediate risk; one for each assessment."""

    __tablename__ = "countersignatures"
    __table_args__ = (
        of_assessment(),
        live_key("countersignatures", "assessment_id"),
        {"info": {"fixed": True}},
    )

    assessment_id: Mapped[str] = mapped_column(Id)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    signed_on: Mapped[date]
    note: Mapped[str | None]
