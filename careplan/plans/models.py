"""Care plans: versions, needs, goals and actions, editable until agreed; reviews and what became of each goal."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careplan.clients.codes import InterventionKind
from careplan.clients.labels import KINDS
from careplan.clients.models import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, not_before, one_of
from careplan.ground.db import Base, Entered, Recorded, live_key
from careplan.ground.types import Id, Moment
from careplan.plans.codes import (
    AgreedHow,
    Agreement,
    Copy,
    GoalDomain,
    GoalStatus,
    NeedPriority,
    OptionAnswer,
    PlanKind,
    TouchWay,
    WantsHelp,
)
from careplan.plans.labels import OPTION_ANSWERS, TOUCH_WAYS


class CarePlan(OfEpisode, Recorded, Base):
    """One version of an episode's plan, in the client's own words where it can be."""

    __tablename__ = "care_plans"
    __table_args__ = (
        of_episode(),
        UniqueConstraint("id", "service_id"),
        live_key("care_plans", "episode_id", "version"),
        one_of("kind", PlanKind),
        one_of("agreement", Agreement),
        one_of("agreed_how", AgreedHow),
        one_of("copy_taken", Copy),
        both_or_neither("agreed_on", "agreement"),
        both_or_neither("agreed_at", "agreed_by"),
        both_or_neither("offered_at", "offered_by"),
        not_before("agreed_on", "drafted_on"),
        {
            "info": {
                "fill_once": ("copy_offered_on", "copy_taken", "offered_at", "offered_by"),
                "fixed_when": "OLD.agreed_on IS NOT NULL",
                "draft": True,
            }
        },
    )

    version: Mapped[int]
    kind: Mapped[str]
    drafted_on: Mapped[date]
    agreed_on: Mapped[date | None]
    agreement: Mapped[str | None]
    agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    agreed_by: Mapped[str | None] = mapped_column(Id)
    agreed_how: Mapped[str | None]
    signed_name: Mapped[str | None]
    copy_offered_on: Mapped[date | None]
    copy_taken: Mapped[str | None]
    offered_at: Mapped[datetime | None] = mapped_column(Moment)
    offered_by: Mapped[str | None] = mapped_column(Id)
    risk_assessment_id: Mapped[str | None] = mapped_column(Id, ForeignKey("assessments.id"))
    own_words_declined: Mapped[bool | None]
    matters_to_me: Mapped[str | None]
    strengths: Mapped[str | None]
    how_to_help: Mapped[str | None]
    not_wanted: Mapped[str | None]
    contingency: Mapped[str | None]
    disengagement: Mapped[str | None]
    next_due_on: Mapped[date | None]
    next_review: Mapped[str | None]
    agreement_note: Mapped[str | None]
    no_risk_reason: Mapped[str | None]
    information_given: Mapped[str | None]
    edited: Mapped[int] = mapped_column(default=1, server_default="1")
    steps: Mapped[list["LostTouchStep"]] = relationship(
        primaryjoin="foreign(LostTouchStep.care_plan_id) == CarePlan.root_id",
        order_by="LostTouchStep.place",
        viewonly=True,
    )
    options: Mapped[list["PlanOption"]] = relationship(
        primaryjoin="foreign(PlanOption.care_plan_id) == CarePlan.root_id",
        order_by="PlanOption.place",
        viewonly=True,
    )


class Need(OfEpisode, Recorded, Base):
    """A need of the episode, from an assessment item or free; a high need wants a goal or a reason."""

    __tablename__ = "needs"
    __table_args__ = (
        of_episode(),
        one_of("domain", GoalDomain),
        one_of("priority", NeedPriority),
        one_of("wants_help", WantsHelp),
        {"info": {"fixed": True}},
    )

    item: Mapped[str | None] = mapped_column(Id)
    domain: Mapped[str]
    words: Mapped[str]
    priority: Mapped[str]
    wants_help: Mapped[str]
    not_now_reason: Mapped[str | None]


PLAN_AGREED = "EXISTS (SELECT 1 FROM care_plans WHERE id = OLD.care_plan_id AND agreed_on IS NOT NULL)"
GOAL_AGREED = (
    "EXISTS (SELECT 1 FROM goals JOIN care_plans ON care_plans.id = goals.care_plan_id "
    "WHERE goals.id = OLD.goal_id AND care_plans.agreed_on IS NOT NULL)"
)


class Goal(Recorded, Base):
    """What the client wants to reach, in own words; its status is as written, then as its outcomes say."""

    __tablename__ = "goals"
    __table_args__ = (
        ForeignKeyConstraint(["care_plan_id", "service_id"], ["care_plans.id", "care_plans.service_id"]),
        UniqueConstraint("id", "service_id"),
        one_of("domain", GoalDomain),
        one_of("status", GoalStatus),
        {"info": {"fixed": True, "fixed_when": PLAN_AGREED, "draft": True}},
    )

    care_plan_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    domain: Mapped[str]
    wording: Mapped[str]
    need_item: Mapped[str | None] = mapped_column(Id)
    need_id: Mapped[str | None] = mapped_column(Id, ForeignKey("needs.id"))
    measure: Mapped[str | None]
    target_on: Mapped[date | None]
    responsible: Mapped[str | None]
    status: Mapped[str] = mapped_column(default=GoalStatus.OPEN)
    disagreement: Mapped[str | None]


class GoalAction(Recorded, Base):
    """Who does what for a goal: the client, the service, another agency; done is filled once."""

    __tablename__ = "goal_actions"
    __table_args__ = (
        ForeignKeyConstraint(["goal_id", "service_id"], ["goals.id", "goals.service_id"]),
        both_or_neither("done_at", "done_by"),
        {
            "info": {
                "fill_once": ("done_on", "done_at", "done_by"),
                "fixed_when": GOAL_AGREED,
                "draft": True,
            }
        },
    )

    goal_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    action: Mapped[str]
    responsible: Mapped[str]
    agency: Mapped[str | None]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[str | None] = mapped_column(Id)


class LostTouchStep(Recorded, Base):
    """A step when contact is lost: which way, after how many days, and whom we may tell; in the order of `place`."""

    __tablename__ = "lost_touch_steps"
    __table_args__ = (
        ForeignKeyConstraint(["care_plan_id", "service_id"], ["care_plans.id", "care_plans.service_id"]),
        one_of("way", TouchWay),
        {"info": {"fixed": True, "fixed_when": PLAN_AGREED, "draft": True}},
    )

    care_plan_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    place: Mapped[int]
    way: Mapped[str]
    after_days: Mapped[int]
    whom: Mapped[str | None]

    @property
    def words(self) -> str:
        """The way, as pages and prints say it."""
        return TOUCH_WAYS[self.way]


class PlanOption(Recorded, Base):
    """A treatment option that was explained: in which words, and what the client made of it; in order of `place`."""

    __tablename__ = "plan_options"
    __table_args__ = (
        ForeignKeyConstraint(["care_plan_id", "service_id"], ["care_plans.id", "care_plans.service_id"]),
        one_of("option", InterventionKind),
        one_of("answer", OptionAnswer),
        {"info": {"fixed": True, "fixed_when": PLAN_AGREED, "draft": True}},
    )

    care_plan_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    place: Mapped[int]
    option: Mapped[str]
    words: Mapped[str]
    answer: Mapped[str]
    why: Mapped[str | None]

    @property
    def title(self) -> str:
        """The kind of treatment, as pages and prints say it."""
        return KINDS[self.option]

    @property
    def told(self) -> str:
        """What the client made of it, as pages and prints say it."""
        return OPTION_ANSWERS[self.answer]


class CarePlanReview(OfEpisode, Recorded, Base):
    """A review that was held, or an attempt to which the client did not come."""

    __tablename__ = "care_plan_reviews"
    __table_args__ = (
        of_episode(),
        UniqueConstraint("id", "service_id"),
        {"info": {"fixed": True}},
    )

    reviewed_on: Mapped[date]
    held: Mapped[bool]
    client_present: Mapped[bool | None]
    next_due_on: Mapped[date | None]
    note: Mapped[str | None]
    others_present: Mapped[str | None]
    rating: Mapped[int | None]


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
