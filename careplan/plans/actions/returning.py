"""Coming back soon after leaving: the episode is open again by a correction, what ended with it stays ended."""

from datetime import date

from careplan.clients.actions import correct_episode, here_again
from careplan.clients.models import Episode
from careplan.clients.queries import open_tasks
from careplan.plans.actions.mistakes import OPEN_AGAIN
from careplan.staff.rules import Actor
from careplan.ui.words import day


def come_back(*, by: Actor, episode: Episode, came_on: date, words: str) -> Episode:
    """The episode as it stands now, open. Follow-ups and the rest of leaving wait no more; other tasks stay.

    Interventions, courses, weeks and prescriptions stay ended: a dose begins again as the first one (M1, M2, M12).
    """
    why = f"The client came back on {day(came_on)}"
    now_open = correct_episode(by=by, episode=episode, reason=f"{why}: {words}", **OPEN_AGAIN)
    here_again(by=by, episode=now_open, words=f"{why}.")
    for task in open_tasks(now_open):
        task.worker_id = task.worker_id or now_open.keyworker_id
    return now_open
