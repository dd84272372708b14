"""What somebody must answer; everything merely due is computed when read."""

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.models.episode import OfEpisode, of_episode
from careplan.ground.db import Base, Recorded, live_key
from careplan.ground.types import Id


class Task(OfEpisode, Recorded, Base):
    """A safety trigger, an unfinished assessment or a hand-written task; one for each source."""

    __tablename__ = "tasks"
    __table_args__ = (
        of_episode(),
        UniqueConstraint("id", "service_id"),
        live_key("tasks", "episode_id", "source"),
        {"info": {"fixed": True, "free": ("worker_id",)}},
    )

    kind: Mapped[str]
    source: Mapped[str]
    words: Mapped[str]
    due_on: Mapped[date]
    worker_id: Mapped[str | None] = mapped_column(Id, ForeignKey("workers.id"))


class TaskAction(Recorded, Base):
    """What was done about a task, by whom; `closes` says that nothing more is needed."""

    __tablename__ = "task_actions"
    __table_args__ = (
        ForeignKeyConstraint(["task_id", "service_id"], ["tasks.id", "tasks.service_id"]),
        {"info": {"fixed": True}},
    )

    task_id: Mapped[str] = mapped_column(Id, index=True)
    service_id: Mapped[str] = mapped_column(Id, index=True)
    words: Mapped[str]
    closes: Mapped[bool] = mapped_column(default=True)
