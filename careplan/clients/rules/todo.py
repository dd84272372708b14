"""Whose work a line of Today is. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from careplan.ground.offers import Rank, Todo
from careplan.ground.permissions import Permission
from careplan.staff.codes import LEADING, Role
from careplan.staff.rules import Actor

NOTE = "note"
"""The kind of a task that somebody wrote by hand, for whomever it names."""
DOSE = "dose"
"""The kind of a task that tells a prescriber of a dose other than ordered."""


def goes_over(kind: str, worker_id: str | None, before: Collection[str | None]) -> bool:
    """Whether a task goes to the next keyworker, `before` being those until now; what somebody else was asked stays."""
    return kind != DOSE and (kind != NOTE or worker_id is None or worker_id in before)


LEAD = Permission("lead", LEADING)
"""No door: whose Today shows what somebody has to answer for at a service."""


@dataclass(frozen=True, slots=True)
class Of:
    """The record that a line of Today is of."""

    episode_id: str
    service_id: str
    keyworker_id: str | None
    client_name: str
    closed_on: date | None = None
    deceased_on: date | None = None

    def line(
        self,
        reason: str,
        since: date,
        rank: Rank,
        endpoint: str,
        button: str,
        *values: tuple[str, str],
        **more: Any,
    ) -> Todo:
        """A line that leads to a page of the record; `values` are its own, `more` those of Todo."""
        where = (("episode_id", self.episode_id), *values)
        line = (self.episode_id, self.client_name, reason, since, rank, endpoint, where, button)
        return Todo(*line, self.service_id, self.keyworker_id, **more)


def for_worker(
    lines: Iterable[Todo], workers: Collection[str], *, prescriber: bool, manager: bool
) -> list[Todo]:
    """Lines of these workers' clients and of nobody's; a prescriber's of all courses; a manager's safety."""
    return [
        line
        for line in lines
        if line.keyworker_id is None
        or line.keyworker_id in workers
        or (prescriber and line.of_prescriber)
        or (manager and (line.of_manager or line.rank is Rank.SAFETY))
    ]


def whose(lines: Iterable[Todo], worker: Actor) -> list[Todo]:
    """The lines that are this worker's, by the roles held today."""
    prescriber, manager = Role.PRESCRIBER in worker.roles, worker.may(LEAD)
    return for_worker(lines, worker.works_for, prescriber=prescriber, manager=manager)


def matter_of(line: Todo, matters: Collection[str]) -> str:
    """The safety matter that a task's source names; empty for any other line."""
    named = set(line.subject.split(":")) if line.rank is Rank.SAFETY else set()
    return next((matter for matter in matters if matter in named), "")


def once(lines: Iterable[Todo], matters: Collection[str]) -> list[Todo]:
    """Of ranked lines about one client and subject the first; its button leads to what is begun already.

    A safety matter that several assessments raised is one subject: one action answers it in all of them.
    """
    first: dict[tuple[str, str], int] = {}
    todos: list[Todo] = []
    for line in lines:
        key = (line.episode_id, matter_of(line, matters) or line.subject)
        if line.subject and key in first:
            place = first[key]
            if line.rank is Rank.OPEN and todos[place].rank is not Rank.OPEN:
                todos[place] = _leads_on(todos[place], line)
            continue
        first[key] = len(todos)
        todos.append(line)
    return todos


def _leads_on(line: Todo, begun: Todo) -> Todo:
    return replace(line, endpoint=begun.endpoint, values=begun.values, button=begun.button)


def pressing(lines: Iterable[Todo]) -> list[Todo]:
    """The lines that need the worker now: safety, who waits too long, and what is overdue."""
    return [line for line in lines if line.rank <= Rank.OVERDUE]


def owner(line: Todo) -> str | None:
    """The worker whose own a line is: whom it names, else who keeps the client; None where a colleague is asked."""
    return None if line.asked else line.worker_id or line.keyworker_id


def late(lines: Iterable[Todo], worker_id: str, matters: Collection[str]) -> list[Todo]:
    """What presses on a worker and is the worker's own, each matter of a client once, the most pressing first.

    The one definition behind Today and the manager's view of the team.
    """
    own = sorted(
        (line for line in lines if owner(line) == worker_id), key=lambda line: (line.rank, line.since)
    )
    return pressing(once(own, matters))
