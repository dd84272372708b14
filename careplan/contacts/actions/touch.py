"""Recording a step that was done to reach a client."""

from datetime import date

from careplan.clients.models import Episode
from careplan.contacts.models import LostTouchDone
from careplan.contacts.rules.touch import Missed, Step
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


def record_step(
    *, by: Actor, episode: Episode, missed: Missed, step: Step, done_on: date, words: str
) -> LostTouchDone:
    """The step was done; what waits next follows from the rules."""
    row = LostTouchDone(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        appointment_id=missed.appointment_id,
        place=step.place,
        way=step.way,
        done_on=done_on,
        words=words,
        recorded_by=by.id,
    )
    db.add(row)
    write(
        "lost_touch.done",
        by=by,
        subject=f"lost_touch_done:{row.id}",
        of=episode,
        detail={"way": str(step.way)},
    )
    return row
