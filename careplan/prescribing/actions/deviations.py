"""What the prescriber is told of: another dose than the one ordered (04 C12), and one recorded by mistake."""

from datetime import date
from typing import Unpack

from sqlalchemy import select

from careplan.clients.actions import act_on_task, raise_task, strike_out
from careplan.clients.models import Episode, Task
from careplan.clients.queries import open_tasks
from careplan.clients.registers.rows import record_at
from careplan.clients.rules.todo import DOSE
from careplan.governance.codes import IncidentKind, Severity
from careplan.governance.registers import UNTOWARD
from careplan.ground.clock import today
from careplan.ground.corrections import Why, told
from careplan.ground.db import db
from careplan.prescribing.labels import DOSES
from careplan.prescribing.models import Course, DoseEvent
from careplan.prescribing.queries import deviations as queries
from careplan.prescribing.rules.facts import day_words, plain
from careplan.prescribing.rules.giving import Doubt
from careplan.staff.rules import Actor


def deviated(
    *, by: Actor, episode: Episode, dose: DoseEvent, amount: Doubt, because: str, corrects: bool = False
) -> None:
    """Tell the prescriber of another amount than ordered: one open task a course, which later ones join.

    An incident says no harm until somebody corrects it; a correction opens no second one.
    """
    services = frozenset({episode.service_id})
    words = f"{amount.words}. Reason: {because.strip()}"
    _tell(by, episode, dose, words)
    if amount.above and not (corrects and queries.incident(services, episode.client_id, dose.happened_on)):
        values = {
            "client_id": episode.client_id,
            "happened_on": dose.happened_on,
            "kind": IncidentKind.DRUG_ERROR.value,
            "severity": Severity.NONE.value,
        }
        record_at(UNTOWARD, episode.service_id, by=by, **values)


def put_right(*, by: Actor, episode: Episode, dose: DoseEvent) -> None:
    """Tell the prescriber, where a task is open, that an entry of the course was corrected."""
    services = frozenset({episode.service_id})
    waiting = queries.open_task(services, dose.course_id)
    if waiting is None:
        return
    became = DOSES[dose.status].lower() + (f", {plain(dose.mg)} mg" if dose.mg is not None else "")
    day, why = day_words(dose.happened_on), dose.correction_reason
    words = f"The entry of {day} was corrected: {became}. Reason: {why}"
    act_on_task(by=by, task=waiting, words=words, closes=False)


def struck(*, by: Actor, episode: Episode, dose: DoseEvent, course_id: str, why: Why) -> None:
    """Tell the prescriber that a dose of the course (its root id) was struck out as recorded by mistake.

    Of another client's dose its day alone is told.
    """
    became = DOSES[dose.status].lower() + (f", {plain(dose.mg)} mg" if dose.mg is not None else "")
    became = "" if why.get("wrong_client") else f" ({became})"
    words = f"The dose of {day_words(dose.happened_on)}{became} was struck out as recorded by mistake"
    _tell(by, episode, dose, f"{words}. Reason: {told(why)}", course_id, today())


def _tell(
    by: Actor, episode: Episode, dose: DoseEvent, words: str, course_id: str = "", due_on: date | None = None
) -> None:
    services, course_id = frozenset({episode.service_id}), course_id or dose.course_id
    task = queries.open_task(services, course_id)
    if task is None:
        task = raise_task(
            by=by,
            episode=episode,
            kind=DOSE,
            source=queries.next_source(services, course_id),
            words=words,
            due_on=due_on or dose.happened_on,
            worker_id=queries.prescriber(services, course_id, dose.happened_on),
        )
    if task.words != words:
        act_on_task(by=by, task=task, words=words, closes=False)


def strike_dose(*, by: Actor, episode: Episode, row: DoseEvent, **why: Unpack[Why]) -> None:
    """Nothing is known of that day's dose any more, and a task tells the prescriber.

    What the dose alone had asked for, its task after a stop, goes with it. Incidents stay: governance takes them out.
    """
    tasks: list[Task] = [task for task in open_tasks(episode) if task.source == f"dose:{row.id}"]
    strike_out(by=by, episode=episode, row=row, act="dose", along=tasks, **why)
    root = db.session.scalars(select(Course.root_id).where(Course.id == row.course_id)).one()
    struck(by=by, episode=episode, dose=row, course_id=root, why=why)
