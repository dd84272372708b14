"""A course: one drug from the first dose to the last, its weekly regimens and its reassessments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.models import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, not_before, one_of
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Hundredths, Id, Moment
from careplan.prescribing.codes import Drug, Intent


def of_course() -> ForeignKeyConstraint:
    """Ties a row to one course of its service."""
    return ForeignKeyConstraint(["course_id", "service_id"], ["courses.id", "courses.service_id"])


class Course(OfEpisode, Recorded, Base):
    """First dose to last. What the prescriber was told at the start stands beside it."""

    __tablename__ = "courses"
    __table_args__ = (
        of_episode(),
        UniqueConstraint("id", "service_id"),
        Index("ix_courses_root_id", "root_id"),
        one_of("drug", Drug),
        one_of("intent", Intent),
        one_of("tolerance", ("assured", "low", "uncertain")),
        not_before("ended_on", "first_dose_on"),
        both_or_neither("ended_at", "ended_by"),
        {"info": {"fill_once": ("ended_on", "ended_at", "ended_by")}},
    )

    drug: Mapped[str]
    first_dose_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(Id)
    intent: Mapped[str | None]
    tolerance: Mapped[str | None]
    sedatives_or_alcohol: Mapped[bool | None]
    verified_dose_mg: Mapped[Decimal | None] = mapped_column(Hundredths)
    verified_last_dose_on: Mapped[date | None]
    verified_by: Mapped[str | None]
    verified_organisation: Mapped[str | None]
    verified_telephone: Mapped[str | None]
    verified_on: Mapped[date | None]
    cross_titration_plan: Mapped[str | None]


class Regimen(Recorded, Base):
    """The week from a day on: seven characters of 0 or 1, Monday first, for collecting and for supervision."""

    __tablename__ = "regimens"
    __table_args__ = (
        of_course(),
        live_key("regimens", "course_id", "effective_on"),
        Index("ix_regimens_id_service_id", "id", "service_id", unique=True),
        CheckConstraint("length(collect) = 7", name="collect_seven_days"),
        CheckConstraint("length(supervised) = 7", name="supervised_seven_days"),
        {"info": {"fixed": True}},
    )

    course_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    effective_on: Mapped[date]
    collect: Mapped[str]
    supervised: Mapped[str]
    s1_reason: Mapped[str | None]


class RuleSaid(Recorded):
    """What a rule said, with the edition of the standard, the reason and who agreed."""

    service_id: Mapped[str] = mapped_column(Id, index=True)
    rule: Mapped[str]
    severity: Mapped[str]
    message: Mapped[str]
    standard: Mapped[str]
    reason: Mapped[str | None]
    second_prescriber: Mapped[str | None]


def said_of(column: str, table: str) -> tuple[Any, ...]:
    """Ties what was said to one row of its service, for good."""
    above = ForeignKeyConstraint([column, "service_id"], [f"{table}.id", f"{table}.service_id"])
    return above, one_of("severity", ("B", "W2", "W", "I")), {"info": {"fixed": True}}


class WeekFinding(RuleSaid, Base):
    """What a rule said about a week."""

    __tablename__ = "week_findings"
    __table_args__ = said_of("regimen_id", "regimens")

    regimen_id: Mapped[str] = mapped_column(Id, index=True)


class Reassessment(Recorded, Base):
    """A clinician saw the client after missed doses; lifts the block of rule M11 from that day on."""

    __tablename__ = "reassessments"
    __table_args__ = (
        of_course(),
        one_of("tolerance", ("assured", "low", "uncertain")),
        {"info": {"fixed": True}},
    )

    course_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    reassessed_on: Mapped[date]
    tolerance: Mapped[str]
    intoxicated: Mapped[bool]
    withdrawal: Mapped[str]
    other_use: Mapped[str]
    plan: Mapped[str]
