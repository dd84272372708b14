"""A dose other than the one ordered: a task for the prescriber, and above the order an incident (04 C12)."""

from datetime import date

from careplan.clients.actions import act_on_task, raise_task
from careplan.clients.models import Episode
from careplan.clients.registers.rows import record_at
from careplan.clients.rules.todo import DOSE
from careplan.governance.codes import IncidentKind, Severity
from careplan.governance.registers import UNTOWARD
from careplan.ground.clock import today
from careplan.ground.corrections import Why, told
from careplan.prescribing.labels import DOSES
from careplan.prescribing.models import DoseEvent
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
