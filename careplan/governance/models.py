"""The answers that no case record can give, and what they rest on; who signed which edition of a standard."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from careplan.governance.codes import MOST_EVIDENCE_BYTES, EvidenceKind, Level
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.documents import MEDIA_TYPES
from careplan.ground.types import Id, Moment


class StandardInForce(Recorded, Base):
    """A clinical lead signed an edition of a standard off for a service, themselves or on paper that somebody recorded.

    `sha256`: of the files as they were signed; empty for what was signed before it was kept.
    """

    __tablename__ = "standards_in_force"
    __table_args__ = (
        live_key("standards_in_force", "service_id", "standard"),
        {"info": {"fixed": True}},
    )

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    standard: Mapped[str]
    lead: Mapped[str]
    registration: Mapped[str]
    signed_on: Mapped[date]
    sha256: Mapped[str | None]


def _unit_at(level: Level) -> Any:
    def of(context: Any) -> str | None:
        values = context.get_current_parameters()
        return values["unit_id"] if values["level"] == level else None

    return of


class OfUnit:
    """Belongs to one service, or to one partnership: `unit_id` is its id, kept as a reference as well."""

    level: Mapped[str]
    unit_id: Mapped[str] = mapped_column(Id)

    @declared_attr
    def service_id(cls) -> Mapped[str | None]:
        """The service, at level service."""
        return mapped_column(Id, ForeignKey("services.id"), index=True, default=_unit_at(Level.SERVICE))

    @declared_attr
    def partnership_id(cls) -> Mapped[str | None]:
        """The partnership, at level partnership."""
        at = _unit_at(Level.PARTNERSHIP)
        return mapped_column(Id, ForeignKey("partnerships.id"), index=True, default=at)


def of_unit() -> tuple[CheckConstraint, ...]:
    """Ties level and unit to exactly one service or partnership."""
    return (
        one_of("level", Level),
        CheckConstraint("(service_id IS NULL) <> (partnership_id IS NULL)", name="one_unit"),
        CheckConstraint("(level = 'service') = (service_id IS NOT NULL)", name="unit_of_level"),
        CheckConstraint("unit_id = coalesce(service_id, partnership_id)", name="unit_id_of_unit"),
    )


class Return(OfUnit, Recorded, Base):
    """One answer from a day on; of several the latest on or before the census counts."""

    __tablename__ = "returns"
    __table_args__ = (
        *of_unit(),
        live_key("returns", "level", "unit_id", "question", "key", "recorded_on"),
        {"info": {"fixed": True}},
    )

    question: Mapped[str]
    key: Mapped[str]
    value: Mapped[str]
    recorded_on: Mapped[date]


def _kind_holds(kind: EvidenceKind, columns: tuple[str, ...]) -> CheckConstraint:
    filled = " AND ".join(f"(\"{name}\" IS NOT NULL) = (kind = '{kind}')" for name in columns)
    return CheckConstraint(filled, name=f"{kind}_whole")


WITHDRAWAL = ("withdrawn_at", "withdrawn_by", "withdrawal_reason")


class Evidence(OfUnit, Recorded, Base):
    """A document or a link for one key of a unit's question, or for the whole question where `key` is empty.

    Who gave it and when are `recorded_by` and `recorded_at`; from `expires_on` on it counts no longer, and once
    withdrawn not at all. The bytes are loaded only when asked for.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        *of_unit(),
        Index("ix_evidence_unit_id_question", "unit_id", "question"),
        one_of("kind", EvidenceKind),
        one_of("media_type", dict.fromkeys(MEDIA_TYPES.values())),
        _kind_holds(EvidenceKind.LINK, ("url",)),
        _kind_holds(EvidenceKind.DOCUMENT, ("file_name", "media_type", "content", "sha256")),
        CheckConstraint(f"length(content) BETWEEN 1 AND {MOST_EVIDENCE_BYTES}", name="content_size"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        both_or_neither("withdrawn_at", "withdrawn_by"),
        both_or_neither("withdrawn_at", "withdrawal_reason"),
        {"info": {"fill_once": WITHDRAWAL}},
    )

    question: Mapped[str]
    key: Mapped[str | None]
    kind: Mapped[str]
    title: Mapped[str]
    url: Mapped[str | None]
    file_name: Mapped[str | None]
    media_type: Mapped[str | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str | None]
    expires_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str | None] = mapped_column(Id)
    withdrawal_reason: Mapped[str | None]
