"""Workers and what they are at which service."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import both_or_neither, not_before, one_of
from careplan.ground.db import Base, Entered
from careplan.ground.ids import new_id
from careplan.ground.types import Id, Moment
from careplan.staff.codes import PrescriberKind, Profession, Role


class Worker(Base):
    """A person who signs in. Without a password hash nobody can sign in as this worker.

    `linked_at`, `linked_by`: when the password came through a link last, and who made that link; clinical roles rest
    until somebody of the service confirms the person after it.
    """

    __tablename__ = "workers"
    __table_args__ = (
        one_of("profession", Profession),
        one_of("prescriber", PrescriberKind),
        both_or_neither("linked_at", "linked_by"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None]
    profession: Mapped[str | None]
    registration_number: Mapped[str | None]
    prescriber: Mapped[str | None]
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None] = mapped_column(Moment)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    session_key: Mapped[str] = mapped_column(Id, default=new_id)
    linked_at: Mapped[datetime | None] = mapped_column(Moment)
    linked_by: Mapped[str | None] = mapped_column(Id)


class Membership(Entered, Base):
    """A role at a service from a day; the end is filled once."""

    __tablename__ = "memberships"
    __table_args__ = (
        one_of("role", Role),
        not_before("until_on", "from_on"),
        {"info": {"fill_once": ("until_on",)}},
    )

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), primary_key=True)
    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    until_on: Mapped[date | None]
