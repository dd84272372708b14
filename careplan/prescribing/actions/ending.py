"""Ending a course with what hangs on it: its last dose is asked about, its prescriptions are cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused, end_course
from careplan.prescribing.actions.keeping import keep_finding
from careplan.prescribing.actions.orders import NeedsAnswer
from careplan.prescribing.actions.prescriptions import change_prescription, still_standing
from careplan.prescribing.codes import PrescriptionStatus
from careplan.prescribing.queries.courses import History, died_on
from careplan.prescribing.rules.facts import day_words
from careplan.prescribing.rules.falling import stopping
from careplan.prescribing.rules.findings import Finding, unmet
from careplan.prescribing.rules.standard import Standard
from careplan.staff.rules import Actor


@dataclass(frozen=True, slots=True)
class Ending:
    """The first day without the course; `cancel`: its prescriptions with it; why it stops in one step."""

    ended_on: date
    cancel: bool = False
    reason: str = ""


def end_with_prescriptions(
    *, by: Actor, episode: Episode, history: History, ending: Ending, today: date, standard: Standard
) -> None:
    """End a course and cancel what a pharmacy could still dispense on (P18). Refused while that is not asked for.

    Raises Asked where it stops from a dose that is reduced first (M15, B19); the reason stands with the last order.
    """
    scripts = still_standing(episode, history, max(ending.ended_on, today))
    if scripts and not ending.cancel:
        names = ", ".join(one.row.serial or "without a number" for one in scripts)
        raise Refused({"cancel": f"P18: prescription {names} still stands. Cancel it with the course"})
    findings = _findings(episode, history, ending, today, standard)
    for script in scripts:
        change_prescription(
            by=by,
            episode=episode,
            history=history,
            script=script,
            status=PrescriptionStatus.CANCELLED,
            reason=f"The course ended on {day_words(ending.ended_on)}: cancelled with it",
        )
    end_course(by=by, episode=episode, history=history, ended_on=ending.ended_on, today=today)
    _keep(by, history, ending, findings, standard)


def _findings(
    episode: Episode, history: History, ending: Ending, today: date, standard: Standard
) -> Sequence[Finding]:
    """What is asked about the end; nothing of a client who has died. Asked where the reason is missing."""
    if died_on(frozenset({episode.service_id}), episode.client_id) is not None:
        return ()
    findings = stopping(history.facts, ending.ended_on, today, standard)
    if needs := unmet(findings, ending.reason, "", standard):
        raise NeedsAnswer(findings, needs)
    return findings


def _keep(
    by: Actor, history: History, ending: Ending, findings: Sequence[Finding], standard: Standard
) -> None:
    last = max(
        (row for row in history.orders if row.effective_on < ending.ended_on),
        key=lambda row: row.effective_on,
        default=None,
    )
    if last is not None:
        for one in findings:
            keep_finding(last, one, standard, ending.reason, None, by.id)
        db.session.flush()
