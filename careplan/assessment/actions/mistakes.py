"""An answer of a completed assessment that was recorded by mistake, and the right one."""

from datetime import date
from typing import Unpack

from careplan.assessment.actions.completing import tell_again
from careplan.assessment.actions.digesting import keep_digests
from careplan.assessment.actions.saving import Fixed, Saved, keep
from careplan.assessment.codes import Status
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import Sheet, latest_answers, struck_items
from careplan.assessment.queries.waiting import raised_by
from careplan.assessment.rules.saved import Reply
from careplan.assessment.rules.triggers import SAFETY, decided
from careplan.clients.actions import strike_out
from careplan.clients.models import Episode
from careplan.ground.corrections import Why
from careplan.staff.rules import Actor


def strike_answer(*, by: Actor, episode: Episode, row: Answer, **why: Unpack[Why]) -> None:
    """The question counts as not asked; safety tasks that the answer raised and nobody closed go with it.

    Those that somebody closed tell of what was done, and stay, unless they are another client's.
    """
    about, closed = decided({row.item}, SAFETY.on(row.recorded_at.date())), bool(why.get("wrong_client"))
    raised = raised_by(episode, row.assessment_id, closed=closed)
    tasks = [task for trigger, task in raised if trigger in about]
    strike_out(by=by, episode=episode, row=row, act="answer", along=tasks, **why)
    keep_digests(Assessment.id == row.assessment_id, record_at=episode.service_id)


def record_again(*, by: Actor, episode: Episode, sheet: Sheet, reply: Reply, on: date) -> Saved:
    """Record the right answer of a completed assessment in the place of one that was struck out.

    It counts as told when the assessment was completed. Raises Fixed where no answer waits for it.
    """
    last = struck_items(sheet).get(reply.item)
    if last is None:
        raise Fixed(sheet.id)
    saved = keep(by=by, episode=episode, sheet=sheet, replies=[reply], on=on, slot=last + 1)
    keep_digests(Assessment.id == sheet.assessment.id, record_at=episode.service_id)
    newest = latest_answers(episode, {reply.item}).get(reply.item)
    if reply.status is Status.ANSWERED and newest is not None and newest.value == reply.value:
        tell_again(by=by, episode=episode, sheet=sheet, item=reply.item, given=saved.given)
    return saved
