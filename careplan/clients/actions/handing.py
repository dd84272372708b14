"""Clients go from one keyworker to another: at once, or once the other one accepts; whoever leaves leaves theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from careplan.clients.actions.tasks import raise_task
from careplan.clients.codes import HandOverAnswer
from careplan.clients.models import Episode, HandOver, KeyworkerSince, Task
from careplan.clients.queries.handing import answerable, kept_by, kept_here, spells_of, waiting_of, waiting_to
from careplan.clients.queries.people import keyworkers
from careplan.clients.queries.tasks import still_open
from careplan.clients.rules.todo import NOTE, goes_over
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.staff.actions.workers import close_account
from careplan.staff.models import Worker
from careplan.staff.rules import Actor
from careplan.trail.actions import write

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Handed:
    """How many clients have another keyworker now, and how many wait for theirs to accept."""

    given: int
    asked: int


def hand_over(
    *,
    by: Actor,
    episodes: Sequence[Episode],
    keyworker_id: str | None,
    notes: Mapping[str, str | None] | None = None,
) -> Handed:
    """Give the episodes to a keyworker, or to nobody; `notes` by episode id.

    Who has a keyworker who is still here stays with that one until the other accepts. At once go clients whom nobody
    keeps, those whom the actor takes, and those who are given to nobody; a note about them is kept all the same.
    """
    moved = [one for one in episodes if one.keyworker_id != keyworker_id]
    here = kept_here([one.id for one in moved], today())
    asks = keyworker_id is not None and keyworker_id != by.id
    asked = [one for one in moved if asks and one.id in here]
    for episode in moved if keyworker_id else ():
        note = (notes or {}).get(episode.id)
        if note or episode in asked:
            _ask(by, episode, str(keyworker_id), note)
    give(by=by, episodes=[one for one in moved if one not in asked], keyworker_id=keyworker_id)
    return Handed(len(moved) - len(asked), len(asked))


def _ask(by: Actor, episode: Episode, to: str, note: str | None) -> None:
    row = HandOver(
        episode_id=episode.root_id,
        service_id=episode.service_id,
        from_worker_id=episode.keyworker_id,
        to_worker_id=to,
        handed_on=today(),
        note=note,
        recorded_by=by.id,
    )
    db.add(row)
    write("hand_over.asked", by=by, subject=f"hand_overs:{row.id}", of=episode, detail={"to": to})


def give(*, by: Actor, episodes: Sequence[Episode], keyworker_id: str | None) -> None:
    """Change the keyworker at once, with the tasks that wait; a hand-over that waited is answered by it.

    What a prescriber was told about a dose stays the prescriber's, and what a colleague was asked stays theirs.
    """
    moved = [one for one in episodes if one.keyworker_id != keyworker_id]
    before = {one.keyworker_id for one in moved}
    for start in range(0, len(moved), AT_ONCE):
        some = moved[start : start + AT_ONCE]
        roots = {one.root_id: one for one in some}
        for task in db.session.scalars(still_open(select(Task).where(Task.episode_id.in_(roots)))):
            if goes_over(task.kind, task.worker_id, before):
                task.worker_id = keyworker_id
        for row in waiting_of(roots):
            accepted = row.to_worker_id == keyworker_id
            answer = HandOverAnswer.ACCEPTED if accepted else HandOverAnswer.TAKEN_BACK
            words = None if accepted else "Somebody else keeps the case meanwhile"
            _answer(by, row, roots[row.episode_id], answer, words)
        told = spells_of(roots)
        for episode in some:
            _change(by, episode, keyworker_id, first=episode.root_id not in told)
    db.session.flush()


def _change(by: Actor, episode: Episode, keyworker_id: str | None, *, first: bool) -> None:
    """The new keyworker with a row of its own; before the first row, one for who kept the case until now."""
    last, episode.keyworker_id = episode.keyworker_id, keyworker_id
    if first and last is not None:
        keep(episode, last, episode.referred_on, at=episode.recorded_at, by=episode.recorded_by)
    keep(episode, keyworker_id, today(), at=now(), by=by.id)
    detail = {"before": last, "after": keyworker_id}
    write("episode.allocated", by=by, subject=f"episodes:{episode.id}", of=episode, detail=detail)


def keep(episode: Episode, worker_id: str | None, from_on: date, *, at: datetime, by: str) -> None:
    """A row of who keeps the case from a day on."""
    here = {"episode_id": episode.root_id, "service_id": episode.service_id}
    row = KeyworkerSince(worker_id=worker_id, from_on=from_on, recorded_at=at, recorded_by=by, **here)
    db.session.add(row)


def answer_hand_overs(
    *, by: Actor, rows: Iterable[HandOver], answer: HandOverAnswer, words: str | None = None
) -> int:
    """Accept hand-overs, put them back, or take them back; how many still waited.

    Who is accepted has a new keyworker; of who is put back whoever handed over has a task that says why.
    """
    waiting = answerable([one.id for one in rows])
    if answer is HandOverAnswer.ACCEPTED:
        taken: dict[str, list[Episode]] = {}
        for row, episode in waiting:
            taken.setdefault(row.to_worker_id, []).append(episode)
        for worker_id, episodes in taken.items():
            give(by=by, episodes=episodes, keyworker_id=worker_id)
        return len(waiting)
    for row, episode in waiting:
        _answer(by, row, episode, answer, words)
    if answer is HandOverAnswer.PUT_BACK:
        _tell(by, waiting, f"{by.name} put the client back: {words}")
    db.session.flush()
    return len(waiting)


def end_hand_over(*, by: Actor, episode: Episode, words: str) -> None:
    """Nobody is asked any more to take the client over; `words` say why."""
    for row in waiting_of([episode.root_id]):
        _answer(by, row, episode, HandOverAnswer.TAKEN_BACK, words)


def _tell(by: Actor, ended: Sequence[tuple[HandOver, Episode]], words: str) -> None:
    """A task for whoever handed over; where they work here no more, for the keyworker and the managers."""
    services = {row.service_id for row, _ in ended}
    here = {(worker, service) for worker, _, service in keyworkers(services, today())}
    for row, episode in ended:
        asker = row.recorded_by if (row.recorded_by, row.service_id) in here else None
        source, on = f"hand_over:{row.id}", today()
        task = raise_task(by=by, episode=episode, kind=NOTE, source=source, words=words, due_on=on)
        task.worker_id = asker


def _answer(by: Actor, row: HandOver, episode: Episode, answer: HandOverAnswer, words: str | None) -> None:
    row.answer, row.answer_words, row.answered_at, row.answered_by = answer.value, words, now(), by.id
    write(f"hand_over.{answer}", by=by, subject=f"hand_overs:{row.id}", of=episode)


def close_worker(*, by: Actor, worker: Worker, at: datetime) -> int:
    """Shut the worker out at once; how many clients that leaves without a keyworker."""
    close_account(by=by, worker=worker, at=at)
    waiting = waiting_to(worker.id)
    for row, episode in waiting:
        _answer(by, row, episode, HandOverAnswer.TAKEN_BACK, "The account was closed")
    _tell(by, waiting, f"{worker.name} does not take the client over: the account was closed")
    episodes = kept_by(worker.id)
    give(by=by, episodes=episodes, keyworker_id=None)
    return len(episodes)
