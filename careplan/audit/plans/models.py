"""Action plans: what is done about a weak question, until its measure has held for four weeks."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.audit.review.rules.bands import Band
from careplan.governance.models import OfUnit, of_unit
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import Base, Entered
from careplan.ground.ids import new_id
from careplan.ground.types import Id, Moment


class ActionLine(OfUnit, Entered, Base):
    """One action, bound to a measure. Whether it is open is worked out when read; only a withdrawal is filled in.

    `signed_audit_id` is the audit it was signed with, none for a line that was added later.
    """

    __tablename__ = "action_lines"
    __table_args__ = (
        *of_unit(),
        one_of("start_band", Band),
        one_of("target", Band),
        both_or_neither("withdrawn_at", "withdrawn_by"),
        both_or_neither("withdrawn_at", "withdrawn_reason"),
        {"info": {"fill_once": ("withdrawn_at", "withdrawn_by", "withdrawn_reason")}},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    signed_audit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("signed_audits.id"), index=True)
    question: Mapped[str]
    measure: Mapped[str]
    action: Mapped[str]
    owner_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))
    owner: Mapped[str]
    due_on: Mapped[date]
    start_on: Mapped[date]
    start_band: Mapped[str | None]
    target: Mapped[str]
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str | None] = mapped_column(Id)
    withdrawn_reason: Mapped[str | None]
