"""What was said and agreed in a contact, and which goals it touched."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.codes import AppointmentPurpose
from careplan.clients.models import OfEpisode, of_episode
from careplan.contacts.codes import Way
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import LIVE, Base, Entered, Recorded
from careplan.ground.types import Id


def _risk_open() -> Index:
    """Notes after which risk has to be assessed anew are few, and every Today asks for them."""
    risky = text(f"risk_changed AND {LIVE}")
    return Index("ix_contact_notes_risk", "service_id", sqlite_where=risky, postgresql_where=risky)


class ContactNote(OfEpisode, Recorded, Base):
    """A note of one contact, signed by being saved.

    `happened_on` is the day of the contact and `began` the London time as HH:MM, empty where only the day is known;
    `recorded_at` says when it was written. `worker_id`: who had the contact; `with_whom`: who else was there.
    `minutes`: how long it took.
    """

    __tablename__ = "contact_notes"
    __table_args__ = (
        of_episode(),
        UniqueConstraint("id", "service_id"),
        _risk_open(),
        one_of("purpose", AppointmentPurpose),
        one_of("way", Way),
        both_or_neither("next_step", "next_step_on"),
        CheckConstraint("risk_changed OR risk_words IS NULL", name="risk_words_of_a_change"),
        {"info": {"fixed": True}},
    )

    happened_on: Mapped[date]
    began: Mapped[str | None]
    worker_id: Mapped[str] = mapped_column(Id, ForeignKey("workers.id"), index=True)
    appointment_id: Mapped[str | None] = mapped_column(Id, ForeignKey("appointments.id"), index=True)
    purpose: Mapped[str]
    way: Mapped[str]
    with_whom: Mapped[str | None]
    minutes: Mapped[int | None]
    words: Mapped[str]
    risk_changed: Mapped[bool]
    risk_words: Mapped[str | None]
    next_step: Mapped[str | None]
    next_step_on: Mapped[date | None]


class ContactGoal(Entered, Base):
    """A goal of the care plan (the first id of its chain) that a version of a note touched."""

    __tablename__ = "contact_goals"
    __table_args__ = (
        ForeignKeyConstraint(["note_id", "service_id"], ["contact_notes.id", "contact_notes.service_id"]),
        ForeignKeyConstraint(["goal_id", "service_id"], ["goals.id", "goals.service_id"]),
        {"info": {"fixed": True}},
    )

    note_id: Mapped[str] = mapped_column(Id, primary_key=True)
    goal_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
