"""Tables of the staff room: the organisation, workers and their roles, and what signing in needs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.checks import both_or_neither, not_before, one_of
from careplan.ground.clock import now
from careplan.ground.db import Base, Entered
from careplan.ground.ids import new_id
from careplan.ground.types import CanonicalJson, Id, Moment
from careplan.staff.codes import PrescriberKind, Profession, Role, Sector


class Partnership(Base):
    """A local drug partnership: it commissions, and its services are reviewed together."""

    __tablename__ = "partnerships"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]


class Provider(Base):
    """An organisation that runs services."""

    __tablename__ = "providers"
    __table_args__ = (one_of("sector", Sector),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]
    sector: Mapped[str]


class Service(Base):
    """A treatment service: the unit of scoring and of access.

    `telephone`, `address`, `out_of_hours_words`: how clients reach it, for what they carry home.
    """

    __tablename__ = "services"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"), index=True)
    partnership_id: Mapped[str] = mapped_column(Id, ForeignKey("partnerships.id"), index=True)
    prescribing: Mapped[bool]
    structured: Mapped[bool]
    out_of_hours: Mapped[bool | None]
    ndtms_agency: Mapped[str | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    telephone: Mapped[str | None]
    address: Mapped[str | None]
    out_of_hours_words: Mapped[str | None]


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


class SignInLink(Base):
    """A link with which a worker chooses a password, once. Only the SHA-256 of its secret is kept.

    `voided_at`: a newer link, a password or the closing of the account took its place.
    """

    __tablename__ = "sign_in_links"
    __table_args__ = (
        both_or_neither("made_at", "made_by"),
        {"info": {"fill_once": ("used_at", "voided_at")}},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), index=True)
    secret_sha256: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    made_by: Mapped[str] = mapped_column(Id)
    until: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    voided_at: Mapped[datetime | None] = mapped_column(Moment)


class Confirmation(Base):
    """Somebody of the service, or the command, knows that the account's password was chosen by the person."""

    __tablename__ = "confirmations"
    __table_args__ = (both_or_neither("confirmed_at", "confirmed_by"), {"info": {"fixed": True}})

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), index=True)
    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), index=True)
    confirmed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    confirmed_by: Mapped[str] = mapped_column(Id)


class SignInFailure(Base):
    """One password check that failed, by the name that was typed and where it came from; counted over all processes.

    `refused`: too many were made before, so this one was not made; kept longer, to be told.
    """

    __tablename__ = "sign_in_failures"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(index=True)
    origin: Mapped[str] = mapped_column(index=True)
    refused: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class Draft(Base):
    """What a worker typed into a form and did not send yet; updated in place, seen by that worker only.

    `subject`: the path and query of the page. `submission`: the key of the form; once that is sent, the draft counts
    no more. `title`: the heading of the page, by which the worker knows the draft again.
    """

    __tablename__ = "drafts"

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    submission: Mapped[str | None]
    title: Mapped[str | None]
    payload: Mapped[Any] = mapped_column(CanonicalJson)
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Submission(Base):
    """A form that was sent: its key, and where the first answer led. A repeat is led to the same place.

    `typed`: the digest of what it was filled in with, where it wrote a new row of the record.
    """

    __tablename__ = "submissions"
    __table_args__ = (Index("ix_submissions_worker_typed", "worker_id", "typed"),)

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Id, primary_key=True)
    location: Mapped[str | None]
    typed: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
