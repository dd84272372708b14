"""Complete an assessment, or leave it incomplete with a reason and a task; a triage tells the episode."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from careplan.assessment.actions.digesting import keep_digests
from careplan.assessment.actions.saving import refuse_fixed, trailed
from careplan.assessment.codes import Kind
from careplan.assessment.labels import KINDS, OPEN
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import Sheet, unanswered
from careplan.assessment.rules import triage
from careplan.assessment.rules.completion import Outcome, Reason, outcome, still_to_ask
from careplan.assessment.rules.referral import CONSENT, consent_told
from careplan.checklists.codes import Fact
from careplan.checklists.rules.asked import ASSESSING, Given
from careplan.checklists.rules.bank import Bank
from careplan.clients.actions import (
    Triaged,
    close_task,
    describe_referral,
    describe_triage,
    raise_task,
    record_triage,
)
from careplan.clients.models import Episode
from careplan.clients.queries import open_tasks
from careplan.ground.clock import now
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.rules import Actor

TOLD = {
    "priority_group": ("priority",),
    "urgency": ("urgency",),
    "next_appointment": ("next_appointment_on", "next_appointment_note"),
}
"""The items of a triage that tell the episode something, and what of it (`clients.actions.Triaged`)."""


def complete(
    *,
    by: Actor,
    episode: Episode,
    sheet: Sheet,
    facts: Collection[Fact],
    on: date,
    reason: Reason | None = None,
    finish_by: date | None = None,
) -> Outcome:
    """Fix the assessment, or leave it incomplete with a reason and a task; what became of it is the answer.

    Its days are those of its visits, which may lie before `on`, the day of typing.
    """
    refuse_fixed(sheet)
    to_ask = still_to_ask(sheet.sitting(on, facts), sheet.hidden)
    became = outcome(to_ask, unanswered(episode, sheet.id), reason)
    if became is Outcome.COMPLETED:
        _fix(by, episode, sheet, on)
    elif became is Outcome.INCOMPLETE:
        sheet.assessment.incomplete_reason = reason
        due_on = finish_by or on + timedelta(days=ASSESSING.on(on).return_days)
        words = f"{KINDS[sheet.kind]} is {OPEN.lower()}: {len(to_ask)} questions to go"
        source = f"unfinished:{sheet.id}:{due_on.isoformat()}"
        raise_task(by=by, episode=episode, kind="assessment", source=source, words=words, due_on=due_on)
        trailed("assessment.left_incomplete", by, episode, sheet.id, {"kind": sheet.kind, "reason": reason})
    db.session.flush()
    return became


def _fix(by: Actor, episode: Episode, sheet: Sheet, on: date) -> None:
    """Complete it on the day of its last visit, and tell the episode."""
    assessment, (first, last) = sheet.assessment, sheet.days(on)
    _confirmed_by(episode, sheet, last)
    assessment.started_on, assessment.completed_on, assessment.incomplete_reason = first, last, None
    assessment.completed_at, assessment.completed_by = now(), by.id
    keep_digests(Assessment.id == assessment.id, record_at=episode.service_id)
    _tell_episode(by, episode, sheet, last)
    _close_return(by, episode, sheet)
    trailed("assessment.completed", by, episode, sheet.id, {"kind": sheet.kind})


def _confirmed_by(episode: Episode, sheet: Sheet, last: date) -> None:
    """What was typed after the last visit was confirmed in it."""
    late = (Answer.assessment_id == sheet.id, Answer.confirmed_on > last, live(Answer))
    ours = {"synchronize_session": False, "record_at": episode.service_id}
    db.session.execute(update(Answer).where(*late).values(confirmed_on=last).execution_options(**ours))


def _tell_episode(by: Actor, episode: Episode, sheet: Sheet, on: date) -> None:
    """The consent that was told, and what a triage found."""
    bank, given = sheet.bank, sheet.given
    _tell_consent(by, episode, bank, given, on)
    if sheet.kind is not Kind.TRIAGE:
        return
    if on >= episode.referred_on:
        record_triage(by=by, episode=episode, triaged_on=on)
    describe_triage(by=by, episode=episode, triaged=_triaged(bank, given))


def tell_again(*, by: Actor, episode: Episode, sheet: Sheet, item: str, given: Mapping[str, Given]) -> None:
    """What one answer of a completed assessment, recorded again, tells the episode; what it does not tell stays."""
    if item == CONSENT:
        _tell_consent(by, episode, sheet.bank, given, sheet.assessment.completed_on)
    elif sheet.kind is Kind.TRIAGE and item in TOLD:
        told = _triaged(sheet.bank, given)
        stands = Triaged(*(getattr(episode, field.name) for field in fields(Triaged)))
        triaged = replace(stands, **{name: getattr(told, name) for name in TOLD[item]})
        describe_triage(by=by, episode=episode, triaged=triaged)


def _tell_consent(
    by: Actor, episode: Episode, bank: Bank, given: Mapping[str, Given], on: date | None
) -> None:
    told = consent_told(bank, given)
    if told is not None and told != episode.ndtms_consent:
        new: dict[str, Any] = {"ndtms_consent": told, "ndtms_consent_on": on}
        describe_referral(by=by, episode=episode, priority=episode.priority, **new)


def _triaged(bank: Bank, given: Mapping[str, Given]) -> Triaged:
    wanted = triage.wish(bank, given)
    return Triaged(triage.priority(bank, given), triage.urgency(bank, given), wanted.on, wanted.note)


def _close_return(by: Actor, episode: Episode, sheet: Sheet) -> None:
    for task in open_tasks(episode):
        if task.source.startswith(f"unfinished:{sheet.id}:"):
            close_task(by=by, task=task, words="The assessment was completed.")
