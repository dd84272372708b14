"""What may be struck out in this room, in words."""

from typing import TYPE_CHECKING

from careplan.clients.actions import strike_task, striking
from careplan.clients.labels import PAUSES
from careplan.clients.models import Pause, Task
from careplan.clients.queries import actions_of
from careplan.clients.queries.mistakes import of_episode
from careplan.ground.mistakes import Mistake
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode


def _task_ended(_episode: "Episode", row: Task) -> str | None:
    done = actions_of(row)
    return "This task has ended already and needs nothing more." if done and done[-1].closes else None


def _task(row: Task) -> list[tuple[str, str]]:
    return [("Task", row.words), ("Due", day(row.due_on))]


def _pause(row: Pause) -> list[tuple[str, str]]:
    back = day(row.until_on) if row.until_on else "Still away"
    return [("Where", PAUSES[row.reason]), ("From", day(row.from_on)), ("Back on", back)]


MISTAKES = (
    Mistake(
        kind="task",
        name="task",
        then="The task ends without an action. When something was done, record that instead.",
        find=of_episode(Task),
        shown=_task,
        strike=strike_task,
        why_not=_task_ended,
    ),
    Mistake(
        kind="pause",
        name="time away",
        then="Reviews and waits are counted as if the client had not been away.",
        find=of_episode(Pause),
        shown=_pause,
        strike=striking("pause"),
        again=lambda _, row: ("plans.pause", {}, {"reason": row.reason, "from_on": row.from_on}),
    ),
)
