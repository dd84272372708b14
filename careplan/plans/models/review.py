"""Reviews of the care plan, and what became of each goal."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.models import of_episode
from careplan.ground.checks import one_of
from careplan.ground.db import Base, Entered, Recorded
from careplan.ground.types import Id
from careplan.plans.codes import GoalStatus


class CarePlanReview(Recorded, Base):
    """A review that was held, or an attempt to which the client did not come."""

    __tablename__ = "care_plan_reviews"
    __table_args__ = (
        of_episode(),
        UniqueConstraint("id", "service_id"),
        {"info": {"fixed": True}},
    )

    episode_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    reviewed_on: Mapped[date]
    held: Mapped[bool]
    client_present: Mapped[bool | None]
    next_due_on: Mapped[date | None]
    note: Mapped[str | None]


class GoalOutcome(Entered, Base):
    """A goal's status at a review, and the client's view of it."""

    __tablename__ = "goal_outcomes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["review_id", "service_id"], ["care_plan_reviews.id", "care_plan_reviews.service_id"]
        ),
        ForeignKeyConstraint(["goal_id", "service_id"], ["goals.id", "goals.service_id"]),
        one_of("status", GoalStatus),
        {"info": {"fixed": True}},
    )

    review_id: Mapped[str] = mapped_column(Id, primary_key=True)
    goal_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    status: Mapped[str]
    client_view: Mapped[str | None]
