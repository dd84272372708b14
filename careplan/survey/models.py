"""Links that open the survey once, and the answers: numbers by service, month and question, never a person."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import one_of
from careplan.ground.db import Base
from careplan.ground.ids import new_id
from careplan.ground.types import Id, Moment
from careplan.survey.codes import Topic


class SurveyLink(Base):
    """An address that takes one set of answers. Only the SHA-256 of its secret is kept, and neither who was to answer
    nor when it was used.
    """

    __tablename__ = "survey_links"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    secret_sha256: Mapped[str] = mapped_column(unique=True)
    until: Mapped[datetime] = mapped_column(Moment)
    used: Mapped[bool] = mapped_column(default=False)


class SurveyCount(Base):
    """How many answered a question in a month, and how many of them with yes. It only grows; no row is one person's."""

    __tablename__ = "survey_counts"
    __table_args__ = (
        one_of("question", Topic),
        CheckConstraint("positive BETWEEN 0 AND answered AND answered > 0", name="part_of_whole"),
    )

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    positive: Mapped[int]
    answered: Mapped[int]
