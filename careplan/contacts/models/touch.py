"""What was done to reach a client after a non-attendance."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.models import OfEpisode, of_episode
from careplan.ground.checks import one_of
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Id
from careplan.plans.codes import TouchWay


class LostTouchDone(OfEpisode, Recorded, Base):
    """A step that was done; which steps wait is derived from the non-attendance, the plan and these rows.

    `appointment_id`: the first id of the non-attendance that began it; `place`: the step's place among the steps.
    """

    __tablename__ = "lost_touch_done"
    __table_args__ = (
        of_episode(),
        live_key("lost_touch_done", "appointment_id", "place"),
        one_of("way", TouchWay),
        {"info": {"fixed": True}},
    )

    appointment_id: Mapped[str] = mapped_column(Id, ForeignKey("appointments.id"))
    place: Mapped[int]
    way: Mapped[str]
    done_on: Mapped[date]
    words: Mapped[str]
