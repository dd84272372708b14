"""Leaving treatment: closes the episode, and what still runs in it with the rooms that keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from careplan.clients.actions import close_task, end_hand_over, fill_intervention, raise_task, settle_death
from careplan.clients.codes import ExitReason
from careplan.clients.models import Episode, Task
from careplan.clients.queries import open_tasks
from careplan.clients.registers import rows
from careplan.clients.rules.aftercare import AFTERCARE, EXIT, FOLLOW_UP, follow_ups
from careplan.clients.rules.afterwards import COUNTERSIGN, LEFT
from careplan.clients.rules.national import national_exit
from careplan.clients.rules.waits import Days
from careplan.ground.clock import now
from careplan.plans.actions.drafts import Refused, noted
from careplan.plans.codes import ExitStep
from careplan.plans.labels import STEPS
from careplan.plans.queries.leaving import Running
from careplan.plans.registers import EXIT_STEPS
from careplan.plans.rules.exit_steps import EXIT_STEPS as STANDARD
from careplan.plans.rules.exit_steps import FOLLOWED_UP, Taken, steps_of, unanswered
from careplan.plans.rules.leaving import Matter, ending
from careplan.prescribing.actions import change_prescription, end_course
from careplan.prescribing.codes import PrescriptionStatus
from careplan.risk.actions import finish_action
from careplan.risk.queries import action as risk_action
from careplan.staff.rules import Actor
from careplan.ui.words import day
from careplan.waits.registers import REFERRAL_ANSWERS
from careplan.waits.rules import Answer


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the worker says: the day, the reason and why it is right, what was done about each open matter.

    `national`: the code of the national monitoring system, where several fit. `taken`: the steps of leaving; `weeks`:
    after which to ask how the client is.
    """

    closed_on: date
    reason: ExitReason
    note: str | None = None
    national: str | None = None
    end_courses: bool = False
    done: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[ExitStep, Taken] = field(default_factory=dict)
    weeks: tuple[int, ...] = ()


def leave(*, by: Actor, episode: Episode, leaving: Leaving, running: Running, today: date) -> None:
    """Close an episode and end what still runs in it; Refused over an open course that is not ended with it.

    What is not done about an open matter becomes a task of the manager; after a death its duties take their place.
    """
    if episode.closed_on is not None or not running.earliest <= leaving.closed_on <= today:
        raise Refused("the episode is closed, or the day is not possible")
    if running.courses and not leaving.end_courses:
        raise Refused("an episode is not closed over an open course")
    _end(by, episode, leaving, running, today)
    episode.closed_on, episode.exit_reason = leaving.closed_on, leaving.reason.value
    episode.national_exit = national_exit(leaving.reason, leaving.national, leaving.closed_on)
    episode.exit_note, episode.closed_at, episode.closed_by = leaving.note, now(), by.id
    end_hand_over(by=by, episode=episode, words=f"The client left treatment on {day(leaving.closed_on)}.")
    open_now = {task.id: task for task in open_tasks(episode)}
    for matter in running.matters:
        _settle(by, episode, leaving, matter, open_now, today)
    for task in open_now.values():
        if task.kind == "assessment":
            close_task(by=by, task=task, words=f"The client left treatment on {day(leaving.closed_on)}.")
    _steps(by, episode, leaving)
    if running.latest.started:
        _afterwards(by, episode, leaving, today)
    if leaving.reason is ExitReason.DIED:
        settle_death(by=by, episode=episode, client=episode.client, today=today)
    counts = {"interventions": len(running.interventions), "courses": len(running.courses)}
    detail = {"reason": leaving.reason.value, **counts, "matters": len(running.matters)}
    noted("episode.closed", by=by, episode=episode, row=episode, detail=detail)


def put_back(
    *,
    by: Actor,
    episode: Episode,
    running: Running,
    today: date,
    why: ExitReason,
    words: str,
    told: str | None,
) -> None:
    """Answer to who referred that the referral goes back, and close the episode. Refused where it cannot close."""
    owner = rows.Owner(frozenset({episode.service_id}), episode.service_id, episode)
    values = {"answered_on": today, "answer": Answer.PUT_BACK, "told": told, "words": words}
    rows.record(REFERRAL_ANSWERS, by=by, owner=owner, values=values)
    leave(by=by, episode=episode, leaving=Leaving(today, why, words), running=running, today=today)


def _end(by: Actor, episode: Episode, leaving: Leaving, running: Running, today: date) -> None:
    """Interventions, prescriptions and courses end with the episode."""
    for row in running.interventions:
        days = Days(row.referred_on, row.first_offered_on, row.started_on, leaving.closed_on)
        how = ending(leaving.reason, row.started_on is not None).value
        fill_intervention(by=by, episode=episode, row=row, days=days, ending=how)
    words = f"The client left treatment on {day(leaving.closed_on)}: cancelled with the episode"
    for history, script in running.scripts:
        change_prescription(
            by=by,
            episode=episode,
            history=history,
            script=script,
            status=PrescriptionStatus.CANCELLED,
            reason=words,
        )
    for course in running.courses:
        end_course(by=by, episode=episode, history=course, ended_on=leaving.closed_on, today=today)


def _settle(
    by: Actor, episode: Episode, leaving: Leaving, matter: Matter, open_now: Mapping[str, Task], today: date
) -> None:
    """Record what was done about a matter; else it waits for the manager, unless a death puts its duties there."""
    words = leaving.done.get(matter.key) if matter.mine else None
    if not matter.tasks and not words and leaving.reason is ExitReason.DIED:
        return
    tasks = [open_now[one] for one in matter.tasks if one in open_now]
    if not matter.tasks:
        source = f"{LEFT}:{matter.key}"
        source += "" if source.startswith(COUNTERSIGN) else f":{_once(episode, leaving)}"
        tasks = [
            raise_task(
                by=by, episode=episode, kind=LEFT, source=source, words=matter.task_words, due_on=today
            )
        ]
    for task in tasks:
        task.worker_id = None
        if words:
            close_task(by=by, task=task, words=words)
    if words and matter.action:
        action = risk_action(frozenset({episode.service_id}), episode, matter.action)
        if action is not None and action.done_on is None:
            finish_action(by=by, episode=episode, action=action, on=leaving.closed_on)


def _once(episode: Episode, leaving: Leaving) -> str:
    """The same for no two leavings: the day, and the row of an episode that was opened again."""
    on = leaving.closed_on.isoformat()
    return on if episode.id == episode.root_id else f"{on}:{episode.id}"


def _steps(by: Actor, episode: Episode, leaving: Leaving) -> None:
    """The steps of this ending of which something was said; those of another ending are none."""
    ours = steps_of(leaving.reason, STANDARD.on(leaving.closed_on))
    owner = rows.Owner(frozenset({episode.service_id}), episode.service_id, episode)
    for step, taken in ((one, leaving.taken[one]) for one in ours if one in leaving.taken):
        values = {"step": step, "state": taken.state, "words": taken.words, "happened_on": leaving.closed_on}
        rows.record(EXIT_STEPS, by=by, owner=owner, values=values)


def _afterwards(by: Actor, episode: Episode, leaving: Leaving, today: date) -> None:
    """A task for the steps of which nobody said anything, and one for each follow-up that still lies ahead."""
    on, once, standard = leaving.closed_on, _once(episode, leaving), AFTERCARE.on(leaving.closed_on)
    if left := unanswered(leaving.reason, leaving.taken.keys(), STANDARD.on(on)):
        words = f"Steps of leaving not written down: {', '.join(STEPS[one].lower() for one in left)}"
        due_on = max(on + timedelta(days=standard.unfinished.days), today)
        raise_task(by=by, episode=episode, kind=EXIT, source=f"{EXIT}:{once}", words=words, due_on=due_on)
    chosen = leaving.weeks if leaving.reason in FOLLOWED_UP else ()
    for weeks, due_on in follow_ups(on, chosen, standard):
        if due_on >= today:
            words = f"Aftercare: ask how it goes, {weeks} weeks after leaving"
            source = f"{FOLLOW_UP}:{once}:{weeks}"
            raise_task(by=by, episode=episode, kind=FOLLOW_UP, source=source, words=words, due_on=due_on)
