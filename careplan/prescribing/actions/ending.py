"""Ending a course with what hangs on it: its last dose is asked about, its prescriptions are cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from careplan.clients.models import Episode
from careplan.clients.queries import lock
from careplan.ground.clock import london_day, now
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused, note
from careplan.prescribing.actions.keeping import (
    Answer,
    ask,
    fill,
    keep_finding,
    second_needed,
    second_of,
    withdraw_waiting,
)
from careplan.prescribing.actions.orders import NeedsAnswer
from careplan.prescribing.actions.prescriptions import change_prescription, still_standing
from careplan.prescribing.codes import Agreed, Ends, PrescriptionStatus
from careplan.prescribing.models import Agreement
from careplan.prescribing.queries.courses import History, died_on
from careplan.prescribing.queries.prescriptions import Script
from careplan.prescribing.rules.agreeing import Colleague, Outside, Second, begins_on, waits
from careplan.prescribing.rules.changing import stopping
from careplan.prescribing.rules.courses import end_problem
from careplan.prescribing.rules.facts import ONE_DAY, day_words
from careplan.prescribing.rules.findings import Finding, Need, unmet
from careplan.staff.rules import Actor

ENDED = "The course ended"


@dataclass(frozen=True, slots=True)
class Ending:
    """The first day without the course; `cancel`: its prescriptions with it; why it stops in one step, who agrees.

    `ordered_by`: whoever wanted the end, where a colleague agreed to it later.
    """

    ended_on: date
    cancel: bool = False
    reason: str = ""
    second: Second | None = None
    ordered_by: str = ""


def end_with_prescriptions(
    *, by: Actor, episode: Episode, history: History, ending: Ending, today: date
) -> Agreement | None:
    """End a course and cancel what a pharmacy could still dispense on (P18). Refused while that is not asked for.

    Raises NeedsAnswer where it stops from a dose that is reduced first (M15, B19); the answer stands with the last
    order. What takes the agreement of a colleague waits for it: an Agreement comes back, and the course goes on.
    """
    lock(episode)
    findings = _findings(by, episode, history, ending, today)
    if waits(findings, ending.second):
        return _ask(by, episode, history, ending, today)
    _end(by, episode, history, ending, today, findings)
    if isinstance(ending.second, Outside) and second_needed(findings):
        fill(by=by, row=_ask(by, episode, history, ending, today), agreed=Agreed.AGREED)
    return None


def ends_on(row: Agreement, today: date) -> date:
    """The first day without the course, where a colleague agrees today to an end that waits."""
    return begins_on(row.effective_on, london_day(row.recorded_at), today)


def end_agreed(
    *, by: Actor, second: Colleague, row: Agreement, episode: Episode, history: History, today: date
) -> None:
    """End the course as it was asked, judged by the rules as they stand now. Raises Refused or NeedsAnswer."""
    cancel = row.ends == Ends.PRESCRIPTIONS
    if not cancel and (names := _names(still_standing(history, today))):
        raise Refused(
            {"answer": f"P18: prescription {names} was written meanwhile. Withdraw this, and ask anew"}
        )
    ending = Ending(ends_on(row, today), cancel, row.reason, second, row.recorded_by)
    findings = _findings(Actor(row.recorded_by, "", ""), episode, history, ending, today)
    fill(by=Actor(second.id, "", second.name), row=row, agreed=Agreed.AGREED)
    _end(by, episode, history, ending, today, findings)


def said_of_end(history: History, ended_on: date, today: date) -> tuple[Finding, ...]:
    """What the rules say of ending the course in one step."""
    prescribed = bool(still_standing(history, today))
    return stopping(history.facts, ended_on, today, history.standard(ended_on), prescribed=prescribed)


def _names(scripts: Sequence[Script]) -> str:
    return ", ".join(one.name for one in scripts)


def _findings(
    by: Actor, episode: Episode, history: History, ending: Ending, today: date
) -> Sequence[Finding]:
    """What is asked about the end, nothing of a client who has died. Refused or NeedsAnswer where it cannot be so."""
    check_end(history, ending.ended_on, today)
    names = _names(still_standing(history, today))
    if names and not ending.cancel:
        raise Refused({"cancel": f"P18: prescription {names} still stands. Cancel it with the course"})
    if died_on(frozenset({episode.service_id}), episode.client_id) is not None:
        return ()
    uk = history.standard(ending.ended_on)
    findings = said_of_end(history, ending.ended_on, today)
    second = second_of(by, Answer(second_prescriber=ending.second))
    if needs := unmet(findings, ending.reason, second, uk):
        raise NeedsAnswer(findings, needs)
    return findings


def _ask(by: Actor, episode: Episode, history: History, ending: Ending, today: date) -> Agreement:
    """Ask whoever was named about stopping from the dose that is due. ValueError where nobody is, or nothing is due."""
    order = history.due_on(ending.ended_on - ONE_DAY, today, history.standard(ending.ended_on)).order
    if order is None or ending.second is None:
        raise ValueError("nothing stops, or nobody was named to agree")
    return ask(
        by=by,
        episode=episode,
        history=history,
        order=replace(order, effective_on=ending.ended_on),
        second=ending.second,
        reason=ending.reason,
        ends=Ends.PRESCRIPTIONS if ending.cancel else Ends.COURSE,
    )


def _end(
    by: Actor, episode: Episode, history: History, ending: Ending, today: date, findings: Sequence[Finding]
) -> None:
    for script in still_standing(history, today):
        change_prescription(
            by=by,
            episode=episode,
            history=history,
            script=script,
            status=PrescriptionStatus.CANCELLED,
            reason=f"The course ended on {day_words(ending.ended_on)}: cancelled with it",
        )
    on, ended_by = ending.ended_on, ending.ordered_by
    end_course(by=by, episode=episode, history=history, ended_on=on, today=today, ended_by=ended_by)
    _keep(by, history, ending, findings)


def check_end(history: History, ended_on: date, today: date) -> None:
    """Raises Refused before the last logged dose, in the future, or when the course has ended."""
    latest = max((one.on for one in history.logged), default=None)
    problem = end_problem(ended_on, history.course.first_dose_on, latest, today)
    if history.course.ended_on is not None:
        problem = "This course has already ended"
    if problem:
        raise Refused({"ended_on": problem})


def end_course(
    *, by: Actor, episode: Episode, history: History, ended_on: date, today: date, ended_by: str = ""
) -> None:
    """End a course, once, by whoever is signed in or, after agreement, `ended_by`. Refused as `check_end` says.

    What waits for a second prescriber waits no more.
    """
    check_end(history, ended_on, today)
    withdraw_waiting(by=by, episode=episode, history=history, words=ENDED)
    course = history.course
    course.ended_on, course.ended_at, course.ended_by = ended_on, now(), ended_by or by.id
    db.session.flush()
    note("course.ended", by, episode, course, {"ended_on": ended_on.isoformat()})


def _keep(by: Actor, history: History, ending: Ending, findings: Sequence[Finding]) -> None:
    last = max(
        (row for row in history.orders if row.effective_on < ending.ended_on),
        key=lambda row: row.effective_on,
        default=None,
    )
    if last is None:
        return
    uk = history.standard(ending.ended_on)
    for one in findings:
        second = ending.second.words if ending.second and Need.SECOND_PRESCRIBER in one.needs else None
        keep_finding(last, one, uk, ending.reason, second, ending.ordered_by or by.id)
    db.session.flush()
