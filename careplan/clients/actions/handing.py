"""Clients go from one keyworker to another, many at once; whoever leaves leaves theirs to nobody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from careplan.clients.models import Episode, Task
from careplan.clients.queries.handing import kept_by
from careplan.clients.queries.tasks import still_open
from careplan.clients.rules.todo import goes_over
from careplan.ground.db import db
from careplan.staff.actions.workers import close_account
from careplan.staff.models import Worker
from careplan.staff.rules import Actor
from careplan.trail.actions import write

AT_ONCE = 500


def hand_over(*, by: Actor, episodes: Sequence[Episode], keyworker_id: str | None) -> int:
    """Give the episodes, with the tasks that wait in them, to a keyworker, or to nobody; how many went."""
    moved = [episode for episode in episodes if episode.keyworker_id != keyworker_id]
    before = {episode.keyworker_id for episode in moved}
    for start in range(0, len(moved), AT_ONCE):
        roots = [episode.root_id for episode in moved[start : start + AT_ONCE]]
        for task in db.session.scalars(still_open(select(Task).where(Task.episode_id.in_(roots)))):
            if goes_over(task.kind, task.worker_id, before):
                task.worker_id = keyworker_id
    for episode in moved:
        last, episode.keyworker_id = episode.keyworker_id, keyworker_id
        write(
            "episode.allocated",
            by=by,
            subject=f"episodes:{episode.id}",
            of=episode,
            detail={"before": last, "after": keyworker_id},
        )
    db.session.flush()
    return len(moved)


def close_worker(*, by: Actor, worker: Worker, at: datetime) -> int:
    """Shut the worker out at once; how many clients that leaves without a keyworker."""
    close_account(by=by, worker=worker, at=at)
    return hand_over(by=by, episodes=kept_by(worker.id), keyworker_id=None)
