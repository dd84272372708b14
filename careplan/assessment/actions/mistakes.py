"""An answer of a completed assessment that was recorded by mistake."""

from typing import Unpack

from careplan.assessment.actions.digesting import keep_digests
from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries.waiting import raised_by
from careplan.assessment.rules.triggers import SAFETY, decided
from careplan.clients.actions import strike_out
from careplan.clients.models import Episode
from careplan.ground.corrections import Why
from careplan.staff.rules import Actor


def strike_answer(*, by: Actor, episode: Episode, row: Answer, **why: Unpack[Why]) -> None:
    """The question counts as not asked; safety tasks that the answer raised and nobody closed go with it."""
    about = decided({row.item}, SAFETY.on(row.recorded_at.date()))
    tasks = [task for trigger, task in raised_by(episode, row.assessment_id) if trigger in about]
    strike_out(by=by, episode=episode, row=row, act="answer", along=tasks, **why)
    keep_digests(Assessment.id == row.assessment_id)
