"""What waits for a worker, ranked and counted: worked out once and used again while nothing that it reads changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app

from careplan.audit.review.codes import SIGN_AUDIT
from careplan.clients.codes import MANAGE_RECORDS, READ_RECORD
from careplan.clients.queries.pending import pending
from careplan.clients.rules.todo import late, once, pressing
from careplan.contacts.queries.diary import caseload, of_workers
from careplan.contacts.rules.diary import Slot
from careplan.ground import gathering
from careplan.ground.db import writes
from careplan.ground.memory import Kept
from careplan.ground.offers import Rank, Todo
from careplan.plans.queries import Clocked, clocked, waiting
from careplan.record.rules.caseload import State, Whose, kept
from careplan.staff.rules import Actor
from careplan.team.queries import covered_by, standing_in
from careplan.team.rules import Away, OwnDuty, instead
from careplan.today.rules.ranking import order, ranked
from careplan.trail.queries import marks

MOST_WAITS = 3


@dataclass(frozen=True, slots=True)
class Cover:
    """What is of those for whom the worker stands in: clients, and of the lines what is pressing, late and due."""

    clients: int = 0
    pressing: int = 0
    late: int = 0
    due: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """Ranked lines, how many are pressing, and of these the worker's `own` (`todo.late`); the reviews among the lines.

    Of whom a manager answers for, how many are `behind` with a review, `unseen` since the referral, and for `long`.
    `clients`: names by episode of the worker's own; `appointments`: the worker's of the day; `duties`: the worker's of
    the day, and who waits.
    `cover`: what of `pressing` is of colleagues, and what `late` and `due` leave out, as they are the worker's own.
    """

    todo: tuple[Todo, ...] = ()
    pressing: int = 0
    own: int = 0
    late: int = 0
    due: int = 0
    behind: int = 0
    unseen: int = 0
    long: int = 0
    clients: tuple[tuple[str, str], ...] = ()
    appointments: tuple[Slot, ...] = ()
    duties: tuple[OwnDuty, ...] = ()
    cover: Cover = Cover()


WORK: Kept[Work] = Kept(most=64)
"""By worker, of this process. A thousand lines take about half a megabyte."""


def work(worker: Actor, on: date) -> Work:
    """What waits for this worker: made anew after any change of a record of the worker's services, of roles or the day.

    The marks are read before the facts: what is written between the two makes the next reader read anew. An audit
    compares with all services, so for who signs one a change anywhere counts.
    """
    services = worker.open_services(READ_RECORD)
    if not services:
        return Work()
    if writes.get():
        return _made(worker, on)
    whose = None if worker.may(SIGN_AUDIT) else services
    state = (marks(whose), on, worker.memberships, gathering.rooms())
    return WORK.get(worker.id, state, lambda: _made(worker, on))


def _made(worker: Actor, on: date) -> Work:
    services = worker.open_services(READ_RECORD)
    answers_for = worker.services(MANAGE_RECORDS)
    every = clocked(answers_for, on) if answers_for else []
    covered = covered_by(services, worker.id, on)
    stands_in = replace(worker, stands_for=frozenset(one.worker_id for one in covered))
    waits = instead(pending(gathering.pending(), stands_in, on), worker, covered)
    every_line, matters = ranked([*waits, *_unseen(every)], order()), gathering.matters()
    lines = once(every_line, matters)
    theirs = [line for line in lines if line.instead]
    behind, due = _reviews(line for line in lines if not line.instead)
    unseen = kept(every, "", Whose.ALL, State.WAITING, None)
    covers, duties = standing_in(services, worker.id, on)
    return Work(
        todo=tuple(line for line in lines if line.endpoint in current_app.view_functions),
        pressing=len(pressing(lines)),
        own=len(late(every_line, worker.id, matters)),
        late=behind,
        due=due,
        behind=len(kept(every, "", Whose.ALL, State.BEHIND, None)),
        unseen=len(unseen),
        long=sum(one.reading.too_long for one in unseen),
        clients=tuple(caseload(services, worker.id).items()),
        appointments=tuple(_appointments(services, worker, covered, on)),
        cover=Cover(covers, len(pressing(theirs)), *_reviews(theirs)),
        duties=duties,
    )


def _reviews(lines: Iterable[Todo]) -> tuple[int, int]:
    """How many reviews are overdue, and how many are due."""
    ranks = [line.rank is Rank.OVERDUE for line in lines if line.subject == "review"]
    return sum(ranks), len(ranks) - sum(ranks)


def _appointments(services: frozenset[str], worker: Actor, covered: list[Away], on: date) -> Iterator[Slot]:
    """The worker's own of the day, and those of whom the worker covers, marked."""
    words = {(one.worker_id, one.service_id): one.words for one in covered}
    for one in of_workers(services, {worker.id, *(away for away, _ in words)}, on):
        if one.worker_id == worker.id:
            yield one
        elif mark := words.get((one.worker_id or "", one.service_id)):
            yield replace(one, instead=mark)


def _unseen(every: list[Clocked]) -> list[Todo]:
    """The longest waits over the target, for a manager: few, so that they hide nothing else; a tile counts all."""
    return [line for line in waiting(every) if line.rank is Rank.WAITING][:MOST_WAITS]
