"""Whose work a line of Today is. Pure."""

from collections.abc import Iterable

from careplan.ground.offers import Rank, Todo
from careplan.staff.rules import Actor, Permission

DOSE = "dose"
"""The kind of a task that tells a prescriber of a dose other than ordered."""


def for_worker(lines: Iterable[Todo], worker_id: str, *, prescriber: bool, manager: bool) -> list[Todo]:
    """Lines of the worker's own clients and of nobody's; a prescriber's of all courses; a manager's safety."""
    return [
        line
        for line in lines
        if line.keyworker_id in (worker_id, None)
        or (prescriber and line.of_prescriber)
        or (manager and (line.of_manager or line.rank is Rank.SAFETY))
    ]


def whose(lines: Iterable[Todo], worker: Actor) -> list[Todo]:
    """The lines that are this worker's, by the roles held today."""
    prescriber, manager = worker.may(Permission.PRESCRIBE), worker.may(Permission.COUNTERSIGN_RISK)
    return for_worker(lines, worker.id, prescriber=prescriber, manager=manager)
