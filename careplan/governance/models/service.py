"""What stands at a service itself: policies in force, posts, clinical audits, incidents."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from careplan.governance.codes import ExperienceIn, IncidentKind, Policy, PostRole, PostStatus, Severity
from careplan.ground.checks import one_of
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Hundredths, Id


class ServicePolicy(Recorded, Base):
    """A policy that was approved and falls due for review; of several rows the latest alone counts."""

    __tablename__ = "policies"
    __table_args__ = (
        live_key("policies", "service_id", "policy", "approved_on"),
        one_of("policy", Policy),
        {"info": {"fixed": True}},
    )

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    policy: Mapped[str]
    approved_on: Mapped[date]
    review_due_on: Mapped[date]


class Post(Recorded, Base):
    """A post of the establishment, in whole-time equivalents. Posts have no dates: all live rows count."""

    __tablename__ = "posts"
    __table_args__ = (
        one_of("role", PostRole),
        one_of("status", PostStatus),
        one_of("experience_in", ExperienceIn),
        {"info": {"fixed": True}},
    )

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    role: Mapped[str]
    established_wte: Mapped[Decimal] = mapped_column(Hundredths)
    status: Mapped[str]
    worker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
    direct_work_percent: Mapped[Decimal | None] = mapped_column(Hundredths)
    experience_years: Mapped[Decimal | None] = mapped_column(Hundredths)
    accredited: Mapped[bool | None]
    experience_in: Mapped[str | None]


class ClinicalAudit(Recorded, Base):
    """A clinical audit that somebody signed off."""

    __tablename__ = "clinical_audits"
    __table_args__ = ({"info": {"fixed": True}},)

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    title: Mapped[str]
    completed_on: Mapped[date]
    signed_off_by: Mapped[str]


class Incident(Recorded, Base):
    """An untoward incident; the client is named where one was concerned."""

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_service_happened_on", "service_id", "happened_on"),
        one_of("kind", IncidentKind),
        one_of("severity", Severity),
        {"info": {"fixed": True}},
    )

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"))
    client_id: Mapped[str | None] = mapped_column(Id, ForeignKey("clients.id"), index=True)
    happened_on: Mapped[date]
    kind: Mapped[str]
    severity: Mapped[str]
