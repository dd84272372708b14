"""Whose work a line of Today is. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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
