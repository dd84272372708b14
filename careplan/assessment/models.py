"""Assessments of all three kinds, their answers, what a service took out of its form, and results of scored tools."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Text,
    UniqueConstraint,
    cast,
    or_,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from careplan.assessment.codes import Kind, Status
from careplan.clients.models import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, not_before, one_of
from careplan.ground.db import Base, Entered, Recorded, live_key
from careplan.ground.types import CanonicalJson, Id, Moment


class Assessment(OfEpisode, Recorded, Base):
    """One assessment against a checklist edition; fixed from the day it is completed."""

    __tablename__ = "assessments"
    __table_args__ = (
        of_episode(),
        UniqueConstraint("id", "service_id"),
        one_of("kind", Kind),
        CheckConstraint("checklist = kind", name="checklist_of_kind"),
        not_before("completed_on", "started_on"),
        both_or_neither("completed_at", "completed_by"),
        {"info": {"fixed": True, "fixed_when": "OLD.completed_on IS NOT NULL", "free": ("answered",)}},
    )
    """`answered` is no fact of its own: the digest of the answers of a completed assessment (`rules/digests.py`)."""

    kind: Mapped[str]
    checklist: Mapped[str]
    edition: Mapped[str]
    started_on: Mapped[date]
    completed_on: Mapped[date | None]
    completed_at: Mapped[datetime | None] = mapped_column(Moment)
    completed_by: Mapped[str | None] = mapped_column(Id)
    worker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
    incomplete_reason: Mapped[str | None]
    answered: Mapped[str | None] = mapped_column(Text, deferred=True)


UNSTRUCK = "struck_at IS NULL"
"""What is live of a table whose rows are not corrected."""
COMPLETED = "EXISTS (SELECT 1 FROM assessments WHERE id = OLD.assessment_id AND completed_on IS NOT NULL)"
"""What hangs on a completed assessment is fixed with it; the condition of its trigger."""


class Answer(Entered, Base):
    """What became of one item; saved answers of an open assessment change in place, a completed one's never.

    `slot` tells rows of one item apart: 1, unless an answer that was struck out stands there. One of them is live.
    `brought_on` and `brought_by`: day and source of an answer that came with a transfer, as `carried_from` is the
    source of one that was given at this service.
    """

    __tablename__ = "answers"
    __table_args__ = (
        ForeignKeyConstraint(["assessment_id", "service_id"], ["assessments.id", "assessments.service_id"]),
        one_of("status", Status),
        CheckConstraint("(value IS NOT NULL) = (status = 'answered')", name="value_only_with_answered"),
        both_or_neither("brought_on", "brought_by"),
        CheckConstraint("carried_from IS NULL OR brought_on IS NULL", name="one_source"),
        live_key("answers", "assessment_id", "item", where=UNSTRUCK),
        {"info": {"fixed": True, "fixed_when": COMPLETED}},
    )

    assessment_id: Mapped[str] = mapped_column(Id, primary_key=True)
    item: Mapped[str] = mapped_column(Id, primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, default=1, server_default=text("1"))
    service_id: Mapped[str] = mapped_column(Id)
    status: Mapped[str]
    value: Mapped[Any] = mapped_column(CanonicalJson, nullable=True)
    need: Mapped[bool | None]
    carried_from: Mapped[str | None] = mapped_column(Id, ForeignKey("assessments.id"))
    brought_on: Mapped[date | None]
    brought_by: Mapped[str | None]
    confirmed_on: Mapped[date | None]

    @hybrid_property
    def copied(self) -> bool:
        """Whether it was said elsewhere before: in an earlier assessment, or at another service."""
        return self.carried_from is not None or self.brought_on is not None

    @copied.inplace.expression
    @classmethod
    def _copied(cls) -> ColumnElement[bool]:
        return or_(cls.carried_from.is_not(None), cls.brought_on.is_not(None))

    @hybrid_property
    def id(self) -> str:
        """Its key in one word."""
        return f"{self.assessment_id}:{self.item}:{self.slot}"

    @id.inplace.expression
    @classmethod
    def _id(cls) -> ColumnElement[str]:
        return cls.assessment_id + ":" + cls.item + ":" + cast(cls.slot, Text)


class ChecklistChoice(Entered, Base):
    """Items that a service took out of its form, from a day; the latest alone counts."""

    __tablename__ = "checklist_choices"
    __table_args__ = (one_of("checklist", Kind),)

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), primary_key=True)
    checklist: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    hidden: Mapped[str] = mapped_column(default="")


class ToolResult(OfEpisode, Recorded, Base):
    """A scored tool as it was answered on one day: its answers, or the points that were counted on paper.

    `answers`: points by item, empty where the tool is kept as a total; `points`: their sum; `total` and `band` by the
    rule of the edition (`rules/scores`), none where too many items were left open. Hours are whole.
    """

    __tablename__ = "tool_results"
    __table_args__ = (
        of_episode(),
        CheckConstraint("answered >= 1 AND points >= 0 AND total >= 0", name="no_less_than_nothing"),
        CheckConstraint("since_opioid >= 0 AND since_dose >= 0", name="hours_before"),
        CheckConstraint("band IS NULL OR total IS NOT NULL", name="band_of_total"),
        {"info": {"fixed": True}},
    )

    tool: Mapped[str] = mapped_column(Id)
    edition: Mapped[str]
    done_on: Mapped[date]
    answers: Mapped[Any] = mapped_column(CanonicalJson)
    answered: Mapped[int]
    points: Mapped[int]
    total: Mapped[int | None]
    band: Mapped[str | None] = mapped_column(Id)
    since_opioid: Mapped[int | None]
    since_dose: Mapped[int | None]
