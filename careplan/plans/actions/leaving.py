"""Leaving treatment: closes the episode, and what still runs in it with the rooms that keep it."""

from datetime import date

from careplan.clients.actions import fill_intervention
from careplan.clients.codes import ExitReason
from careplan.clients.models import Episode
from careplan.clients.rules.waits import Days
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.plans.actions.drafts import Refused, noted
from careplan.plans.queries.leaving import Running
from careplan.plans.rules.leaving import ending
from careplan.prescribing.actions import end_course
from careplan.staff.rules import Actor


def leave(
    *,
    by: Actor,
    episode: Episode,
    closed_on: date,
    reason: ExitReason,
    running: Running,
    end_courses: bool,
    today: date,
) -> None:
    """Close an episode and end what still runs in it; Refused over an open course that is not ended with it."""
    if episode.closed_on is not None or not running.earliest <= closed_on <= today:
        raise Refused("the episode is closed, or the day is not possible")
    if running.courses and not end_courses:
        raise Refused("an episode is not closed over an open course")
    for row in running.interventions:
        days = Days(row.referred_on, row.first_offered_on, row.started_on, closed_on)
        how = ending(reason, row.started_on is not None).value
        fill_intervention(by=by, episode=episode, row=row, days=days, ending=how)
    for course in running.courses:
        end_course(by=by, episode=episode, history=course, ended_on=closed_on, today=today)
    episode.closed_on, episode.exit_reason = closed_on, reason.value
    episode.closed_at, episode.closed_by = now(), by.id
    counts = {"interventions": len(running.interventions), "courses": len(running.courses)}
    detail = {"reason": reason.value, **counts}
    noted("episode.closed", by=by, episode=episode, subject=f"episodes:{episode.id}", detail=detail)
    db.session.flush()
