"""A closing that was recorded by mistake: the episode goes on, with what ended together with it."""

from typing import Unpack

from careplan.clients.actions import (
    correct_episode,
    correct_intervention,
    end_hand_over,
    strike_out,
    take_back_death,
)
from careplan.clients.codes import ExitReason
from careplan.clients.models import Episode
from careplan.clients.queries import open_tasks
from careplan.clients.rules.waits import Days
from careplan.ground.clock import today
from careplan.ground.corrections import Refused, Why, hanging, told
from careplan.plans.queries import closing
from careplan.prescribing.actions import Refused as NotPrescribed
from careplan.prescribing.actions.correcting import RightEnd, correct_end
from careplan.prescribing.queries.courses import History, history
from careplan.prescribing.rules.standard import standard
from careplan.staff.rules import Actor

OPEN_AGAIN = dict.fromkeys(
    ("closed_on", "exit_reason", "national_exit", "exit_note", "closed_at", "closed_by")
)


def why_not(_episode: Episode, row: Episode) -> str | None:
    """Why the closing cannot be struck out."""
    if row.closed_on is None:
        return "This episode is not closed."
    if row.client.deceased_on is not None:
        return "The client’s death is recorded. Take it back in the client’s details first."
    if closing.open_since(row) is not None:
        return "The client has another open episode at this service. Close that one first."
    return None


def strike_closing(*, by: Actor, episode: Episode, row: Episode, **reasons: Unpack[Why]) -> Episode:
    """Open the episode again by correcting rows, and answer it as it stands now.

    Prescriptions stay cancelled, and what a worker said was done stays done. Raises Refused where a course cannot
    go on.
    """
    why = f"The closing was recorded by mistake: {told(reasons)}"
    ended, courses = closing.interventions_ended(row), closing.courses_ended(row)
    gone = [*closing.tasks_left(row), *closing.tasks_closed(row), *closing.written_with(row)]
    by_death = row.exit_reason == ExitReason.DIED
    now_open = correct_episode(by=by, episode=row, reason=why, **OPEN_AGAIN)
    for one in ended:
        days = Days(one.referred_on, one.first_offered_on, one.started_on, None)
        correct_intervention(
            by=by, episode=now_open, row=one, days=days, ending=None, kind=one.kind, reason=why
        )
    for course in history(frozenset({episode.service_id}), courses, None, standard(today())):
        _go_on(by, now_open, course, why)
    if gone:
        strike_out(by=by, episode=now_open, row=gone[0], act="closing.task", reason=why, along=gone[1:])
    if by_death:
        take_back_death(by=by, client=now_open.client)
    for task in open_tasks(now_open):
        task.worker_id = task.worker_id or now_open.keyworker_id
    return now_open


def strike_episode(*, by: Actor, episode: Episode, row: Episode, **why: Unpack[Why]) -> None:
    """Strike the episode out with all that hangs on it; nobody waits any more for an answer about it."""
    end_hand_over(by=by, episode=row, words="The episode was recorded by mistake")
    strike_out(by=by, episode=episode, row=row, act="episode", along=hanging(row), **why)


def _go_on(by: Actor, episode: Episode, history: History, why: str) -> None:
    try:
        correct_end(
            by=by,
            episode=episode,
            history=history,
            right=RightEnd(None, why),
            today=today(),
            standard=standard(today()),
        )
    except NotPrescribed as refused:
        raise Refused(refused.problems) from refused
