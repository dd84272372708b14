"""Audits that somebody signed off: what was true of a unit on a day, as known at that moment, fixed for ever."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from careplan.audit.review.rules.bands import Band
from careplan.audit.signing.rules.signing import Kind, Part
from careplan.governance.models import OfUnit, of_unit
from careplan.ground.checks import one_of
from careplan.ground.db import Base, Entered
from careplan.ground.ids import new_id
from careplan.ground.types import CanonicalJson, Id, Moment


class SignedAudit(OfUnit, Entered, Base):
    """The head of a signed audit. `frame` is the report without its measures; `sha256` is that of the whole content.

    Every row that was recorded before `signed_at` was known to it, and no other.
    """

    __tablename__ = "signed_audits"
    __table_args__ = (
        *of_unit(),
        Index("ix_signed_audits_signed_at", "signed_at"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint("length(ruleset_sha256) = 64", name="ruleset_sha256_whole"),
        {"info": {"fixed": True}},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    census: Mapped[date]
    ruleset_name: Mapped[str]
    ruleset_edition: Mapped[str]
    ruleset_sha256: Mapped[str]
    midpoints: Mapped[Any] = mapped_column(CanonicalJson)
    title: Mapped[str]
    statement: Mapped[str]
    no_action_reason: Mapped[str | None]
    signed_at: Mapped[datetime] = mapped_column(Moment)
    signed_by: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"))
    signed_name: Mapped[str]
    signed_role: Mapped[str]
    clinical_audit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("clinical_audits.id"))
    frame: Mapped[Any] = mapped_column(CanonicalJson)
    sha256: Mapped[str]


class SignedFigure(Base):
    """One measure or care plan indicator, as signed. Numbers are exact decimal text."""

    __tablename__ = "signed_figures"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("band", Band),
        {"info": {"fixed": True}},
    )

    signed_audit_id: Mapped[str] = mapped_column(Id, ForeignKey("signed_audits.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    kind: Mapped[str]
    status: Mapped[str | None]
    numerator: Mapped[str | None]
    denominator: Mapped[str | None]
    value: Mapped[str | None]
    unit: Mapped[str | None]
    band: Mapped[str | None]
    low_n: Mapped[bool | None]
    origin: Mapped[str | None]
    excluded: Mapped[Any] = mapped_column(CanonicalJson, nullable=True)
    services: Mapped[Any] = mapped_column(CanonicalJson, nullable=True)


class SignedRecord(Base):
    """One record behind a signed figure: in which part it stood, and why."""

    __tablename__ = "signed_records"
    __table_args__ = (
        ForeignKeyConstraint(
            ["signed_audit_id", "key"], ["signed_figures.signed_audit_id", "signed_figures.key"]
        ),
        one_of("part", Part),
        {"info": {"fixed": True}},
    )

    signed_audit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str]
    part: Mapped[str]
    reason: Mapped[str]
    episode_id: Mapped[str | None] = mapped_column(Id)


class Finding(Base):
    """What the signer found; `question` is empty where it belongs to none."""

    __tablename__ = "findings"
    __table_args__ = ({"info": {"fixed": True}},)

    signed_audit_id: Mapped[str] = mapped_column(Id, ForeignKey("signed_audits.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str | None]
    words: Mapped[str]
