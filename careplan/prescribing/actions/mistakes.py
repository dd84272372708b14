"""A dose that was recorded by mistake."""

from typing import Unpack

from sqlalchemy import select

from careplan.clients.actions import strike_out
from careplan.clients.models import Episode, Task
from careplan.clients.queries import open_tasks
from careplan.ground.corrections import Why
from careplan.ground.db import db
from careplan.prescribing.actions.deviations import struck
from careplan.prescribing.models import Course, DoseEvent
from careplan.staff.rules import Actor


def strike_dose(*, by: Actor, episode: Episode, row: DoseEvent, **why: Unpack[Why]) -> None:
    """Nothing is known of that day's dose any more, and a task tells the prescriber.

    What the dose alone had asked for, its task after a stop, goes with it. Incidents stay: governance takes them out.
    """
    tasks: list[Task] = [task for task in open_tasks(episode) if task.source == f"dose:{row.id}"]
    strike_out(by=by, episode=episode, row=row, act="dose", along=tasks, **why)
    root = db.session.scalars(select(Course.root_id).where(Course.id == row.course_id)).one()
    struck(by=by, episode=episode, dose=row, course_id=root, why=why)
