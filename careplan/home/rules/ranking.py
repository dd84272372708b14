"""In what order a worker meets the day's work, and whose work it is. Pure."""

from collections.abc import Iterable
from datetime import date

from careplan.clients.rules import Rank, Todo

AT_MOST = 10
"""So many lines stand on Today before a worker asks for all."""


def ranked(lines: Iterable[Todo]) -> list[Todo]:
    """Safety first, then what is overdue longest, then what is due, then what is open; by name within a day."""
    return sorted(lines, key=lambda line: (line.rank, line.since, line.client_name, line.reason))


def for_worker(lines: Iterable[Todo], worker_id: str, *, prescriber: bool, manager: bool) -> list[Todo]:
    """Lines of the worker's own clients and of nobody's; a prescriber's of all courses; for a manager all safety."""
    return [
        line
        for line in lines
        if line.keyworker_id in (worker_id, None)
        or (prescriber and line.endpoint.startswith("prescribing."))
        or (manager and line.rank is Rank.SAFETY)
    ]


def pressing(lines: Iterable[Todo]) -> int:
    """How many lines need the worker now: safety and what is overdue."""
    return sum(line.rank in (Rank.SAFETY, Rank.OVERDUE) for line in lines)


def waited_days(line: Todo, today: date) -> int:
    """Days since the line began to wait; 0 for what is due later."""
    return max((today - line.since).days, 0)
