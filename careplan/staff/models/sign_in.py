"""What signing in and sending forms needs: failures, drafts, submission keys. No clinical fact lives here."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.ground.clock import now
from careplan.ground.db import Base
from careplan.ground.ids import new_id
from careplan.ground.types import CanonicalJson, Id, Moment


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
    """A form that was sent: its key, and where the first answer led. A repeat is led to the same place."""

    __tablename__ = "submissions"

    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Id, primary_key=True)
    location: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
